import AuditModel

/// The guidance of all failing findings in the order in which a response takes it, each step once.
struct GuidancePlan {
    /// One step with the findings that ask for it, worst first.
    struct Item {
        let step: GuidanceStep
        let findings: [JudgedFinding]

        /// Whether the commands name values of one finding, so that they differ from finding to finding.
        var isPerFinding: Bool {
            step.commands.contains { $0.contains("PATH") || $0.contains("NAME") || $0.contains("PACKAGE") }
        }
    }

    /// Only phases that have a step.
    let phases: [(phase: GuidancePhase, items: [Item])]

    init(of report: AuditReport) {
        let findings = report.failing
        phases = GuidancePhase.allCases.compactMap { phase in
            let items = Self.items(in: phase, of: findings)
            return items.isEmpty ? nil : (phase, items)
        }
    }

    private static func items(in phase: GuidancePhase, of findings: [JudgedFinding]) -> [Item] {
        var order: [GuidanceStep] = []
        var owners: [GuidanceStep: [JudgedFinding]] = [:]
        for finding in findings {
            for step in finding.guidance where step.phase == phase {
                if owners[step] == nil { order.append(step) }
                owners[step, default: []].append(finding)
            }
        }
        return order.map { Item(step: $0, findings: owners[$0] ?? []) }
    }
}

extension GuidancePhase {
    /// What the phase is for, in one line.
    var purpose: String {
        switch self {
        case .preserve: "Keep the evidence before anything changes it."
        case .contain: "Stop the code from running again."
        case .eradicate: "Take it away, and whatever put it there."
        case .recover: "Bring the genuine files back."
        case .harden: "Make it harder next time."
        case .escalate: "Tell those who have to know."
        }
    }
}
