import AuditModel

/// The steps of all failing findings and of all cases in the order in which a response takes them, each once.
struct TextGuidance {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        let phases = GuidancePlan(of: report).phases
        if phases.isEmpty { return }
        lines.heading("WHAT TO DO  (printed for you to decide; debvouch carries nothing out)")
        for (phase, items) in phases {
            for item in items { write(item, phase, into: &lines) }
        }
    }

    /// Findings and cases whose commands are written out for one step.
    private static let shown = (findings: 1, cases: 3)

    private func write(_ item: GuidancePlan.Item, _ phase: GuidancePhase, into lines: inout TextLines) {
        let step = item.step
        lines.add()
        lines.wrapped("\(step.title)", lead: "  \(phase.rawValue): ")
        lines.wrapped(step.why, lead: "      ")
        let (commands, left, cases) = item.commands(shown: Self.shown, in: report)
        for command in commands { lines.add("      $ \(command)") }
        if left > 0 {
            let noun = step.commands.contains { $0.holes.contains(where: \.isPath) } ? "more file" : "more finding"
            lines.add("      likewise for \(Formats.count(left, noun))")
        }
        if cases > 0 {
            lines.add("      likewise for \(Formats.count(cases, "more case")); --report json tells them all")
        }
        let console = item.console(shown: Self.shown.cases)
        if !console.isEmpty {
            lines.add("      Elastic response console:")
            for line in console { lines.add("      > \(line)") }
        }
        if !step.caution.isEmpty { lines.wrapped(step.caution, lead: "      caution: ") }
        if let verify = step.verify { lines.add("      verify:  \(item.line(verify, in: report))") }
        if let undo = step.undo { lines.add("      undo:    \(item.line(undo, in: report))") }
    }
}
