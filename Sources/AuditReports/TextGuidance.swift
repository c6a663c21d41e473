import AuditModel

/// The steps of all failing findings in the order in which a response takes them, each once.
struct TextGuidance {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        let findings = report.failing
        if findings.isEmpty { return }
        lines.heading("WHAT TO DO  (printed for you to decide; debvouch carries nothing out)")
        for phase in GuidancePhase.allCases {
            for (step, owners) in steps(in: phase, of: findings) { write(step, phase, owners, into: &lines) }
        }
    }

    private func steps(
        in phase: GuidancePhase, of findings: [JudgedFinding]
    ) -> [(step: GuidanceStep, findings: [JudgedFinding])] {
        var order: [GuidanceStep] = []
        var owners: [GuidanceStep: [JudgedFinding]] = [:]
        for finding in findings {
            for step in finding.guidance where step.phase == phase {
                if owners[step] == nil { order.append(step) }
                owners[step, default: []].append(finding)
            }
        }
        return order.map { ($0, owners[$0] ?? []) }
    }

    private func write(
        _ step: GuidanceStep, _ phase: GuidancePhase, _ owners: [JudgedFinding], into lines: inout TextLines
    ) {
        lines.add()
        lines.wrapped("\(step.title)", lead: "  \(phase.rawValue): ")
        lines.wrapped(step.why, lead: "      ")
        if let first = owners.first {
            for command in GuidanceCommands.commands(of: step, for: first.finding, in: report) {
                lines.add("      $ \(command)")
            }
            if owners.count > 1, step.commands.contains(where: { $0.contains("PATH") }) {
                lines.add("      likewise for \(Formats.count(owners.count - 1, "more file"))")
            }
        }
        if !step.caution.isEmpty { lines.wrapped(step.caution, lead: "      caution: ") }
        if !step.verify.isEmpty { lines.add("      verify:  \(step.verify)") }
    }
}
