/// When in a response a guidance step has its place.
package enum GuidancePhase: String, CaseIterable, Sendable {
    case preserve
    case contain
    case eradicate
    case recover
    case harden
    case escalate
}

/// One thing to do, with its reason and its danger; printed, never carried out.
package struct GuidanceStep: Hashable, Sendable {
    package let id: String
    package let phase: GuidancePhase
    package let title: String
    package let why: String
    package let commands: [CommandTemplate]
    package let caution: String
    package let verify: GuidanceLine?
    package let undo: GuidanceLine?
    package let references: [String]
    /// Labels of MITRE D3FEND for what the step does, such as `D3-NI Network Isolation`.
    package let countermeasures: [String]

    package init(
        id: String, phase: GuidancePhase, title: String, why: String, commands: [CommandTemplate] = [],
        caution: String = "", verify: GuidanceLine? = nil, undo: GuidanceLine? = nil, references: [String] = [],
        countermeasures: [String] = []
    ) {
        self.id = id
        self.phase = phase
        self.title = title
        self.why = why
        self.commands = commands
        self.caution = caution
        self.verify = verify
        self.undo = undo
        self.references = references
        self.countermeasures = countermeasures
    }
}
