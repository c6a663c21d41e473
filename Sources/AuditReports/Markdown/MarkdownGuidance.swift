import AuditModel

/// The guidance as a checklist that a ticket system ticks off.
struct MarkdownGuidance {
    let report: AuditReport

    /// Findings and cases whose commands are written out for one step.
    private static let shown = (findings: 20, cases: 20)

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
        let (commands, left, cases) = item.commands(shown: Self.shown, in: report)
        if !commands.isEmpty { lines += MarkdownText.block(commands, indent: "  ") + [""] }
        if left > 0 { lines += ["  and likewise for \(Formats.count(left, "more finding")).", ""] }
        if cases > 0 {
            lines += ["  and likewise for \(Formats.count(cases, "more case")), which the JSON report tells.", ""]
        }
        let console = item.console(shown: Self.shown.cases)
        if !console.isEmpty {
            lines += ["  Elastic response console:", ""]
            lines += MarkdownText.block(console, indent: "  ", language: "") + [""]
        }
        if !step.caution.isEmpty { lines += ["  Caution: \(MarkdownText.plain(step.caution))", ""] }
        for (label, line) in [("Verify", step.verify), ("Undo", step.undo)] {
            guard let line else { continue }
            let words = item.line(line, in: report)
            let written =
                switch line {
                case .sentence: MarkdownText.plain(words)
                case .command: MarkdownText.code(words)
                }
            lines += ["  \(label): \(written)", ""]
        }
        let labels = (step.references + step.countermeasures).joined(separator: "; ")
        if !item.uses.isEmpty, !labels.isEmpty { lines += ["  See \(MarkdownText.plain(labels)).", ""] }
        return lines
    }
}
