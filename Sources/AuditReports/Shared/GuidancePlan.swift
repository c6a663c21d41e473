import AuditModel

/// The guidance of all failing findings and of all cases in the order in which a response takes it, each step once.
struct GuidancePlan {
    /// One step with the findings and cases that ask for it, worst first.
    struct Item {
        fileprivate(set) var step: GuidanceStep
        var findings: [JudgedFinding] = []
        var uses: [CaseUse] = []
        /// The place of each use in `uses`.
        fileprivate var places: [WrittenStep: Int] = [:]

        init(step: GuidanceStep, findings: [JudgedFinding] = []) {
            self.step = step
            self.findings = findings
        }

        /// Whether the commands name values of one finding, so that they differ from finding to finding.
        var isPerFinding: Bool {
            !findings.isEmpty && step.commands.contains { $0.holes.contains(where: \.isOfFinding) }
        }

        /// Lines for the response console, each once and only of the cases that are shown.
        func console(shown: Int) -> [String] {
            var seen: Set<String> = []
            return uses.prefix(shown).flatMap(\.written.console).filter { seen.insert($0).inserted }
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
        let folder = EvidenceFolder.isWanted(by: report, findings) ? [Item(step: EvidenceFolder.step)] : []
        phases = GuidancePhase.allCases.compactMap { phase in
            let items =
                (phase == .preserve ? folder : []) + Self.items(in: phase, of: findings, and: report.cases, report)
            let ordered = items.filter(\.step.opensPhase) + items.filter { !$0.step.opensPhase }
            return ordered.isEmpty ? nil : (phase, ordered)
        }
    }

    private static func items(
        in phase: GuidancePhase, of findings: [JudgedFinding], and cases: [Case], _ report: AuditReport
    ) -> [Item] {
        var own = items(in: phase, of: findings)
        let places = Dictionary(
            own.enumerated().map { ($0.element.step.head, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var order: [GuidanceStep] = []
        var added: [GuidanceStep: Item] = [:]
        for story in cases {
            let steps = story.steps.filter { $0.step.phase == phase && places[$0.step.head] == nil }.map(\.step.head)
            for (index, head) in steps.enumerated() where added[head] == nil {
                // Before what follows it in its own case, so that no case's order is lost among the others'.
                let later = order.firstIndex { steps[(index + 1)...].contains($0) }
                order.insert(head, at: later ?? order.count)
                added[head] = Item(step: head)
            }
            for step in story.steps where step.step.phase == phase {
                if let place = places[step.step.head] {
                    own[place].add(step, of: story, report)
                } else {
                    added[step.step.head, default: Item(step: step.step)].add(step, of: story, report)
                }
            }
        }
        let ofCases = order.compactMap { added[$0] }
        return phase.beginsWithCases ? ofCases + own : own + ofCases
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
    fileprivate mutating func add(_ step: CaseStep, of story: Case, _ report: AuditReport) {
        let written = WrittenStep(step, in: report)
        // References belong to the step and not to its head.
        if uses.isEmpty, findings.isEmpty { self.step = step.step }
        if let index = places[written] {
            uses[index].cases.append(story)
        } else {
            places[written] = uses.count
            uses.append(GuidancePlan.CaseUse(written: written, cases: [story]))
        }
    }

    /// The commands of the first cases and of the first findings that ask for the step, each line once: what several need,
    /// such as a folder, is done once for all.
    ///
    /// - Returns: the lines, how many findings with other lines are left out, and how many cases.
    func commands(shown: (findings: Int, cases: Int), in report: AuditReport) -> (
        lines: [String], left: Int, cases: Int
    ) {
        let owners = findings.prefix(isPerFinding ? shown.findings : 1)
        var lines = uses.prefix(shown.cases).flatMap(\.written.commands)
        for owner in owners { lines += GuidanceCommands.commands(of: step, for: owner, in: report) }
        if findings.isEmpty, uses.isEmpty {
            lines = step.commands.map { GuidanceCommands.command($0, in: report) }
        }
        var seen: Set<String> = []
        let cases = uses.dropFirst(shown.cases).reduce(0) { $0 + $1.cases.count }
        lines = lines.filter { seen.insert($0).inserted }
        return (lines, isPerFinding ? others(than: seen, behind: owners.count, in: report) : 0, cases)
    }

    /// How many of the findings behind the first ones want anything but the lines that are told.
    private func others(than told: Set<String>, behind count: Int, in report: AuditReport) -> Int {
        let wanted = findings.dropFirst(count).map { finding in
            GuidanceCommands.commands(of: step, for: finding, in: report).filter { !told.contains($0) }
        }
        return Set(wanted.filter { !$0.isEmpty }).count
    }

    /// A line that goes with the step, with the values of the first finding that asks for it.
    func line(_ line: GuidanceLine, in report: AuditReport) -> String {
        GuidanceCommands.line(line, for: findings.first?.finding, in: report)
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
