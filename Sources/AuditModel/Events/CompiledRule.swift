/// A detection rule, ready to be evaluated.
package struct CompiledRule: Sendable {
    package let metadata: RuleMetadata
    /// What an event must be for the rule to concern it.
    package let requirement: Predicate
    /// What silences the rule, each with the name that the rule file gives it.
    package let exclusions: [RuleExclusion]

    package init(metadata: RuleMetadata, requirement: Predicate, exclusions: [RuleExclusion]) {
        self.metadata = metadata
        self.requirement = requirement
        self.exclusions = exclusions
    }

    /// The whole rule as one statement: the requirement and none of the exclusions.
    package var condition: Predicate {
        exclusions.isEmpty ? requirement : .all([requirement, .not(.any(exclusions.map(\.predicate)))])
    }
}

/// A named clause that silences a rule.
package struct RuleExclusion: Hashable, Sendable {
    package let name: UntrustedText
    package let predicate: Predicate

    package init(name: UntrustedText, predicate: Predicate) {
        self.name = name
        self.predicate = predicate
    }
}

/// Which of the published rules' versions to evaluate.
package enum RuleProfile: String, CaseIterable, Codable, Sendable {
    case seed
    case current
}

/// What a rule file says about its rule.
package struct RuleMetadata: Codable, Sendable {
    /// The file's own id.
    package var id: UntrustedText
    package var title: UntrustedText
    package var description: UntrustedText
    package var status: UntrustedText?
    package var author: UntrustedText?
    package var date: UntrustedText?
    package var level: RuleLevel
    /// The published rule that this one restates; nil for rules of our own.
    package var published: PublishedRule?
    /// Nil where the rule belongs to every profile.
    package var profile: RuleProfile?
    /// 0 to 100, as Kibana counts it.
    package var riskScore: Int
    /// Seconds between two runs of the detection engine.
    package var interval: Int
    /// Seconds that each run looks back.
    package var lookBack: Int
    /// Alerts that one run makes at most.
    package var alertCap: Int
    /// `attack.t1546.016` and the like.
    package var tags: [UntrustedText]
    package var falsePositives: [UntrustedText]
    package var references: [UntrustedText]
    /// Ids of related rules.
    package var related: [UntrustedText]

    /// A rule with the schedule that both published rules have.
    package init(id: UntrustedText, title: UntrustedText, level: RuleLevel) {
        self.id = id
        self.title = title
        self.level = level
        description = ""
        riskScore = level.riskScore
        interval = 5 * 60
        lookBack = 9 * 60
        alertCap = 100
        tags = []
        falsePositives = []
        references = []
        related = []
    }

    /// The published rule's id where there is one, else the file's own: the name in alerts, TSV and exceptions.
    package var ruleID: UntrustedText { published?.id ?? id }

    package var version: Int { published?.version ?? 1 }

    /// What an alert calls the rule.
    package var alertName: UntrustedText { published?.name ?? title }
}

/// A rule of Elastic's, by its stable id.
package struct PublishedRule: Hashable, Codable, Sendable {
    package let id: UntrustedText
    package let version: Int
    package let name: UntrustedText

    package init(id: UntrustedText, version: Int, name: UntrustedText) {
        self.id = id
        self.version = version
        self.name = name
    }
}

/// Sigma's words for how much an alert matters.
package enum RuleLevel: String, CaseIterable, Codable, Sendable {
    case informational
    case low
    case medium
    case high
    case critical

    /// The score that Kibana gives to a severity where a rule names none.
    package var riskScore: Int {
        switch self {
        case .informational: 1
        case .low: 21
        case .medium: 47
        case .high: 73
        case .critical: 99
        }
    }

    /// Kibana knows four severities.
    package var severity: Severity {
        switch self {
        case .informational, .low: .low
        case .medium: .medium
        case .high: .high
        case .critical: .critical
        }
    }
}
