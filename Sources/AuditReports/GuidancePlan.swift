import AuditModel

/// The guidance of all failing findings and of all cases in the order in which a response takes it, each step once.
struct GuidancePlan {
    /// One step with the findings and cases that ask for it, worst first.
    struct Item {
        let step: GuidanceStep
        var findings: [JudgedFinding] = []
        var uses: [CaseUse] = []

        /// Whether the commands name values of one finding, so that they differ from finding to finding.
        var isPerFinding: Bool {
            !findings.isEmpty
                && step.commands.contains { $0.contains("PATH") || $0.contains("NAME") || $0.contains("PACKAGE") }
        }

        /// Lines for the response console, each once.
        var console: [String] {
            var seen: Set<String> = []
            return uses.flatMap(\.written.console).filter { seen.insert($0).inserted }
        }
    }

    /// A step as cases want it: those that want exactly the same.
    struct CaseUse {
        let written: WrittenStep
        var cases: [Case]
    }

    /// Only phases that have a step.
    let phases: [(phase: GuidancePhase, items: [Item])]

    init(of report: AuditReport) {
        let findings = report.notable
        phases = GuidancePhase.allCases.compactMap { phase in
            let items = Self.items(in: phase, of: findings, and: report.cases)
            return items.isEmpty ? nil : (phase, items)
        }
    }

    private static func items(in phase: GuidancePhase, of findings: [JudgedFinding], and cases: [Case]) -> [Item] {
        var own = items(in: phase, of: findings)
        var added: [Item] = []
        for story in cases {
            for step in story.steps where step.step.phase == phase {
                if let index = own.firstIndex(where: { $0.step.head == step.step.head }) {
                    own[index].add(step, of: story)
                } else if let index = added.firstIndex(where: { $0.step.head == step.step.head }) {
                    added[index].add(step, of: story)
                } else {
                    added.append(Item(step: step.step))
                    added[added.count - 1].add(step, of: story)
                }
            }
        }
        return phase.beginsWithCases ? added + own : own + added
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

extension GuidancePlan.Item {
    fileprivate mutating func add(_ step: CaseStep, of story: Case) {
        let written = WrittenStep(step)
        if let index = uses.firstIndex(where: { $0.written == written }) {
            uses[index].cases.append(story)
        } else {
            uses.append(GuidancePlan.CaseUse(written: written, cases: [story]))
        }
    }

    /// The commands of every case and of the first findings that ask for the step, each set once.
    ///
    /// - Returns: the lines, and how many findings are left out.
    func commands(shown: Int, in report: AuditReport) -> (lines: [String], left: Int) {
        var seen: Set<[String]> = []
        var lines = uses.map(\.written.commands).filter { seen.insert($0).inserted }.flatMap(\.self)
        let owners = findings.prefix(isPerFinding ? shown : 1)
        for owner in owners {
            let own = GuidanceCommands.commands(of: step, for: owner.finding, in: report)
            if seen.insert(own).inserted { lines += own }
        }
        return (lines, isPerFinding ? findings.count - owners.count : 0)
    }

    /// A line that goes with the step, with the values of the first finding that asks for it.
    func line(_ words: String, in report: AuditReport) -> String {
        guard let first = findings.first else { return GuidanceCommands.line(words, in: report) }
        return GuidanceCommands.line(words, for: first.finding, in: report)
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
