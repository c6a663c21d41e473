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

    init(id: String, _ step: GuidanceStep, _ written: WrittenStep) {
        self.id = id
        phase = step.phase.rawValue
        title = step.title
        why = step.why
        commands = written.commands
        console = written.console
        caution = step.caution
        verify = step.verify
        undo = step.undo
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
        var ofFindings: [GuidancePhase: [JSONGuidance]] = [:]
        for judged in report.standing {
            for step in judged.guidance {
                let written = WrittenStep(step, for: judged.finding, in: report)
                let id = "\(step.id)-\(judged.id)"
                if known[written] == nil { known[written] = id }
                ofFindings[step.phase, default: []].append(JSONGuidance(id: id, step, written))
            }
        }
        var ofCases: [GuidancePhase: [JSONGuidance]] = [:]
        for story in report.cases {
            var used: [String: Int] = [:]
            var ids: [String] = []
            for step in story.steps {
                let written = WrittenStep(step)
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
                ofCases[step.step.phase, default: []].append(JSONGuidance(id: id, step.step, written))
            }
            idsOfCases.append(ids)
        }
        for phase in GuidancePhase.allCases {
            let (own, cases) = (ofFindings[phase] ?? [], ofCases[phase] ?? [])
            all += phase.beginsWithCases ? cases + own : own + cases
        }
    }
}
