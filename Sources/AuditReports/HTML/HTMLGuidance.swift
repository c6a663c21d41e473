import AuditModel

/// The guidance as a checklist with boxes to tick, on screen and on paper.
struct HTMLGuidance {
    let report: AuditReport

    /// Findings and cases whose commands are written out for one step.
    private static let shown = (findings: 20, cases: 20)

    var markup: Markup {
        let phases = GuidancePlan(of: report).phases
        let body: Markup =
            phases.isEmpty
            ? "<p class=\"card empty\">No finding fails the policy and no case asks for anything.</p>"
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
        let caution: Markup? = step.caution.isEmpty ? nil : "<p class=\"caution\"><b>Caution:</b> \(step.caution)</p>"
        let labels = step.references + step.countermeasures
        let tail: Markup? = labels.isEmpty ? nil : "<p class=\"for\">\(labels.joined(separator: "; "))</p>"
        return """
            <li><input type="checkbox" id="\(id)"><div><label for="\(id)">\(step.title)</label>
            <p>\(step.why)</p>\(subjects(item))\(commands(item))\(console(item))\(caution)
            \(after("Verify", step.verify, item))\(after("Undo", step.undo, item))\(tail)</div></li>

            """
    }

    private func subjects(_ item: GuidancePlan.Item) -> Markup {
        var seen: Set<HostPath> = []
        let files = item.findings.filter { seen.insert($0.finding.path).inserted }
        let cases = item.uses.flatMap(\.cases)
        let stories = cases.prefix(Self.shown.cases).map {
            "case <a href=\"#\($0.id)\"><code>\($0.id)</code></a>" as Markup
        }
        let links = stories + files.prefix(Self.shown.findings).map { HTMLParts.link(to: $0) }
        if links.isEmpty { return "" }
        let joined = links.dropFirst().reduce(links.first ?? "") { "\($0), \($1)" as Markup }
        let more = files.count + cases.count - links.count
        let rest = more > 0 ? " and \(Formats.grouped(more)) more" : ""
        return "<p class=\"for\">For \(joined)\(rest)</p>"
    }

    private func commands(_ item: GuidancePlan.Item) -> Markup {
        let (lines, left, cases) = item.commands(shown: Self.shown, in: report)
        if lines.isEmpty { return "" }
        let rest: Markup? =
            left > 0 ? "<p class=\"for\">and likewise for \(Formats.count(left, "more finding"))</p>" : nil
        let others: Markup? =
            cases > 0
            ? "<p class=\"for\">and likewise for \(Formats.count(cases, "more case")), which the JSON report tells</p>"
            : nil
        return "<pre>\(lines.map { "<span>\($0)</span>" as Markup })</pre>\(rest)\(others)"
    }

    private func console(_ item: GuidancePlan.Item) -> Markup {
        let lines = item.console(shown: Self.shown.cases)
        if lines.isEmpty { return "" }
        return
            "<p class=\"for\">Elastic response console</p><pre>\(lines.map { "<span>\($0)</span>" as Markup })</pre>"
    }

    /// A line written for the first finding that asks for the step.
    private func after(_ label: String, _ line: GuidanceLine?, _ item: GuidancePlan.Item) -> Markup {
        guard let line else { return "" }
        let words = item.line(line, in: report)
        return switch line {
        case .sentence: "<p>\(label): \(words)</p>"
        case .command: "<p>\(label): <code>\(words)</code></p>"
        }
    }
}
