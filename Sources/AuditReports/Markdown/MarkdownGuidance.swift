import AuditModel

/// The guidance as a checklist that a ticket system ticks off.
struct MarkdownGuidance {
    let report: AuditReport

    /// Findings whose commands are written out for one step.
    private static let shown = 20

    var lines: [String] {
        let phases = GuidancePlan(of: report).phases
        if phases.isEmpty { return [] }
        var lines = ["## What to do", "", "Printed for you to decide; debvouch carries nothing out.", ""]
        for (phase, items) in phases {
            lines += ["### \(phase.rawValue)", "", phase.purpose, ""]
            for item in items { lines += write(item) }
        }
        return lines
    }

    private func write(_ item: GuidancePlan.Item) -> [String] {
        let step = item.step
        var lines = ["- [ ] **\(MarkdownText.plain(step.title))**. \(MarkdownText.plain(step.why))", ""]
        let owners = item.isPerFinding ? item.findings.prefix(Self.shown) : item.findings.prefix(1)
        var seen: Set<[String]> = []
        let commands = owners.flatMap { owner in
            let lines = GuidanceCommands.commands(of: step, for: owner.finding, in: report)
            return seen.insert(lines).inserted ? lines : []
        }
        if !commands.isEmpty { lines += MarkdownText.block(commands, indent: "  ") + [""] }
        if item.isPerFinding, item.findings.count > Self.shown {
            lines += ["  and likewise for \(Formats.count(item.findings.count - Self.shown, "more finding")).", ""]
        }
        if !step.caution.isEmpty { lines += ["  Caution: \(MarkdownText.plain(step.caution))", ""] }
        for (label, words) in [("Verify", step.verify), ("Undo", step.undo)] where !words.isEmpty {
            let line = owners.first.map { GuidanceCommands.line(words, for: $0.finding, in: report) } ?? words
            let isProse = words.utf8.last == UInt8(ascii: ".")
            lines += ["  \(label): \(isProse ? MarkdownText.plain(line) : MarkdownText.code(line))", ""]
        }
        return lines
    }
}
