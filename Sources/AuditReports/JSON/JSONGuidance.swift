import AuditModel

/// One guidance step, written for one finding or one case.
struct JSONGuidance: Encodable {
    let id: String
    let phase: String
    let title: String
    let why: String
    let commands: [String]
    let console: [String]
    let caution: String
    let verify: String
    let undo: String
    let refs: [String]
    let countermeasures: [String]

    /// - Parameter finding: whose values stand in the lines that verify and undo; nil for a case.
    init(id: String, _ step: GuidanceStep, _ written: WrittenStep, for finding: Finding?, in report: AuditReport) {
        self.id = id
        phase = step.phase.rawValue
        title = step.title
        why = step.why
        commands = written.commands
        console = written.console
        caution = step.caution
        verify = GuidanceCommands.line(step.verify, for: finding, in: report)
        undo = GuidanceCommands.line(step.undo, for: finding, in: report)
        refs = step.references
        countermeasures = step.countermeasures
    }
}

/// The steps of every finding that stands and of every case, in the order in which a response takes them.
struct JSONGuidanceList {
    private(set) var all: [JSONGuidance] = []
    /// For each case of the report, the ids of its steps.
    private(set) var idsOfCases: [[String]] = []

    init(_ report: AuditReport) {
        var known: [WrittenStep: String] = [:]
        var openers: Set<String> = []
        var ofFindings: [GuidancePhase: [JSONGuidance]] = [:]
        for judged in report.standing {
            for step in judged.guidance {
                let written = WrittenStep(step, for: judged, in: report)
                let id = "\(step.id)-\(judged.id)"
                if step.opensPhase { openers.insert(id) }
                if known[written] == nil { known[written] = id }
                ofFindings[step.phase, default: []].append(
                    JSONGuidance(id: id, step, written, for: judged.finding, in: report))
            }
        }
        var ofCases: [GuidancePhase: [JSONGuidance]] = [:]
        for story in report.cases {
            var used: [String: Int] = [:]
            var ids: [String] = []
            for step in story.steps {
                let written = WrittenStep(step, in: report)
                if let id = known[written] {
                    ids.append(id)
                    continue
                }
                let name = "\(step.step.id)-\(story.id)"
                used[name, default: 0] += 1
                let count = used[name] ?? 1
                let id = count == 1 ? name : "\(name)-\(count)"
                known[written] = id
                ids.append(id)
                ofCases[step.step.phase, default: []].append(
                    JSONGuidance(id: id, step.step, written, for: nil, in: report))
                if step.step.opensPhase { openers.insert(id) }
            }
            idsOfCases.append(ids)
        }
        if EvidenceFolder.isWanted(by: report, report.standing) {
            let step = EvidenceFolder.step
            let written = WrittenStep(CaseStep(step: step, commands: step.commands), in: report)
            all.append(JSONGuidance(id: step.id, step, written, for: nil, in: report))
        }
        for phase in GuidancePhase.allCases {
            let (own, cases) = (ofFindings[phase] ?? [], ofCases[phase] ?? [])
            let steps = phase.beginsWithCases ? cases + own : own + cases
            all += steps.filter { openers.contains($0.id) } + steps.filter { !openers.contains($0.id) }
        }
    }
}
