import AuditModel

/// The steps of all failing findings in the order in which a response takes them, each once.
struct TextGuidance {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        if report.failing.isEmpty { return }
        lines.heading("WHAT TO DO  (printed for you to decide; debvouch carries nothing out)")
        for (phase, items) in GuidancePlan(of: report).phases {
            for item in items { write(item, phase, into: &lines) }
        }
    }

    private func write(_ item: GuidancePlan.Item, _ phase: GuidancePhase, into lines: inout TextLines) {
        let step = item.step
        lines.add()
        lines.wrapped("\(step.title)", lead: "  \(phase.rawValue): ")
        lines.wrapped(step.why, lead: "      ")
        if let first = item.findings.first {
            for command in GuidanceCommands.commands(of: step, for: first.finding, in: report) {
                lines.add("      $ \(command)")
            }
            if item.findings.count > 1, step.commands.contains(where: { $0.contains("PATH") }) {
                lines.add("      likewise for \(Formats.count(item.findings.count - 1, "more file"))")
            }
        }
        if !step.caution.isEmpty { lines.wrapped(step.caution, lead: "      caution: ") }
        if !step.verify.isEmpty { lines.add("      verify:  \(step.verify)") }
    }
}
