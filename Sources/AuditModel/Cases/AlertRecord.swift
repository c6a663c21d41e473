/// What became of one rule on one event, in the words of the report.
package enum AlertOutcome: String, Codable, Sendable {
    case matched
    case excluded
    case undecided
}

/// Whether an event comes from the host whose tree is audited.
package enum HostRelation: String, Codable, Sendable {
    /// `host.id` is the tree's machine-id, or the name is the tree's host name.
    case same
    /// The event or the tree does not say.
    case unstated
    case other
}

/// One rule's word on one event, kept for the report.
package struct AlertRecord: Codable, Sendable {
    /// Stable: a digest of rule, version and event.
    package let id: String
    /// The whole digest, by which `detect` and a SIEM call the same alert.
    package let uuid: String
    package let rule: RuleMetadata
    package let outcome: AlertOutcome
    /// The named exclusions that silenced the rule.
    package let excludedBy: [UntrustedText]
    /// The fields that the sensor never sends, for `undecided`.
    package let missing: [FieldPath]
    package let facts: EventFacts
    package let relation: HostRelation
    /// The operator's exception that covers the alert, if any.
    package var exceptedBy: UntrustedText?

    package init(
        id: String, uuid: String? = nil, rule: RuleMetadata, outcome: AlertOutcome, excludedBy: [UntrustedText] = [],
        missing: [FieldPath] = [], facts: EventFacts, relation: HostRelation, exceptedBy: UntrustedText? = nil
    ) {
        self.id = id
        self.uuid = uuid ?? id
        self.rule = rule
        self.outcome = outcome
        self.excludedBy = excludedBy
        self.missing = missing
        self.facts = facts
        self.relation = relation
        self.exceptedBy = exceptedBy
    }
}

/// Why processes that stand behind the events, or what they did, may be missing.
package enum ContextLimit: Int, Comparable, Codable, Sendable {
    /// Processes above those of the events, which are looked for by name.
    case ancestors
    /// Processes below those of the events, which are kept.
    case descendants
    /// Processes that are told apart at all.
    case links
    /// How far above one process others are looked at.
    case depth
    /// Readings of the event files.
    case passes
    /// Bytes of the events that are kept.
    case bytes
    /// Inputs that can be read only once.
    case inputs

    package static func < (left: ContextLimit, right: ContextLimit) -> Bool { left.rawValue < right.rawValue }
}

/// Everything that the event files had to say to this audit.
package struct EventEvidence: Codable, Sendable {
    /// Matched alerts, and excluded and undecided ones that touch an artifact with a finding.
    package var alerts: [AlertRecord] = []
    /// Events that name an artifact with a finding, whether or not a rule is concerned.
    package var touching: [EventFacts] = []
    /// Start events of processes that alerts and touching events lead to, by process.
    package var processes: [ProcessKey: EventFacts] = [:]
    /// Network events of those processes.
    package var network: [EventFacts] = []
    /// Names of the inputs, in the order given.
    package var inputs: [UntrustedText] = []
    /// Documents that were looked at.
    package var documents = 0
    package var matched = 0
    package var excluded = 0
    package var undecided = 0
    /// Events that had been judged before, and alerts of other hosts.
    package var repeated = 0
    package var ofOtherHosts = 0
    /// Alerts and events that were counted only, since as many of their kind or in all were kept as are kept at most.
    package var omitted = 0
    /// Bounds that were hit in looking for what stands behind the events.
    package var contextLimits: Set<ContextLimit> = []
    /// Whether processes or their doings may be missing.
    package var isContextCut: Bool { !contextLimits.isEmpty }
    /// First and last moment that any event of this host names, or one that names no host; nil without any.
    package var span: TimeWindow?
    /// Categories of ECS that events of this host have: `process`, `file`, `network`.
    package var categories: Set<UntrustedText> = []

    package init() {}
}
