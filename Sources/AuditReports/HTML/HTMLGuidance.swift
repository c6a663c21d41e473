import AuditModel

/// The guidance as a checklist with boxes to tick, on screen and on paper.
struct HTMLGuidance {
    let report: AuditReport

    /// Findings whose commands are written out for one step.
    private static let shown = 20

    var markup: Markup {
        let phases = GuidancePlan(of: report).phases
        let body: Markup =
            phases.isEmpty
            ? "<p class=\"card empty\">No finding fails the policy, so there is nothing to do.</p>"
            : "\(phases.map { phase($0.phase, $0.items) })"
        return HTMLParts.section(
            "guidance", "What to do",
            "In the order in which a response takes it. Printed for you to decide; debvouch carries nothing out.", body)
    }

    private func phase(_ phase: GuidancePhase, _ items: [GuidancePlan.Item]) -> Markup {
        """
        <section class="card phase"><h3>\(phase.rawValue)</h3><p>\(phase.purpose)</p>
        <ul class="steps">
        \(items.enumerated().map { step($1, id: "\(phase.rawValue)-\($0)") })</ul></section>

        """
    }

    private func step(_ item: GuidancePlan.Item, id: String) -> Markup {
        let step = item.step
        let owners = Array(item.isPerFinding ? item.findings.prefix(Self.shown) : item.findings.prefix(1))
        let caution: Markup? = step.caution.isEmpty ? nil : "<p class=\"caution\"><b>Caution:</b> \(step.caution)</p>"
        return """
            <li><input type="checkbox" id="\(id)"><div><label for="\(id)">\(step.title)</label>
            <p>\(step.why)</p>\(subjects(item))\(commands(step, for: owners, of: item))\(caution)
            \(after("Verify", step.verify, owners))\(after("Undo", step.undo, owners))</div></li>

            """
    }

    private func subjects(_ item: GuidancePlan.Item) -> Markup {
        var seen: Set<HostPath> = []
        let files = item.findings.filter { seen.insert($0.finding.path).inserted }
        let links = files.prefix(Self.shown).map { HTMLParts.link(to: $0) }
        let joined = links.dropFirst().reduce(links.first ?? "") { "\($0), \($1)" as Markup }
        let more = files.count - links.count
        let rest = more > 0 ? " and \(Formats.grouped(more)) more" : ""
        return "<p class=\"for\">For \(joined)\(rest)</p>"
    }

    private func commands(_ step: GuidanceStep, for owners: [JudgedFinding], of item: GuidancePlan.Item) -> Markup {
        var seen: Set<[String]> = []
        let lines = owners.flatMap { owner -> [String] in
            let lines = GuidanceCommands.commands(of: step, for: owner.finding, in: report)
            return seen.insert(lines).inserted ? lines : []
        }
        if lines.isEmpty { return "" }
        let more = item.isPerFinding ? item.findings.count - owners.count : 0
        let rest: Markup? =
            more > 0 ? "<p class=\"for\">and likewise for \(Formats.count(more, "more finding"))</p>" : nil
        return "<pre>\(lines.map { "<span>\($0)</span>" as Markup })</pre>\(rest)"
    }

    /// A line written for the first finding that asks for the step.
    private func after(_ label: String, _ words: String, _ owners: [JudgedFinding]) -> Markup {
        if words.isEmpty { return "" }
        let line = owners.first.map { GuidanceCommands.line(words, for: $0.finding, in: report) } ?? words
        let isProse = words.utf8.last == UInt8(ascii: ".")
        return isProse ? "<p>\(label): \(line)</p>" : "<p>\(label): <code>\(line)</code></p>"
    }
}
