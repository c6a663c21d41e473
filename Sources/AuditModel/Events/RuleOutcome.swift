/// What one rule says about one event.
package enum RuleOutcome: Hashable, Sendable {
    /// The requirement holds and nothing silences the rule.
    case matched
    /// Silenced by each of these exclusions, in the rule's order.
    case excluded(by: [UntrustedText])
    /// The requirement does not hold.
    case notApplicable
    /// The answer hangs on fields that the event's sensor never sends.
    case undecided(missing: [FieldPath])
}

/// One rule that matched one event.
package struct Alert: Sendable {
    package let rule: RuleMetadata
    package let event: HostEvent

    package init(rule: RuleMetadata, event: HostEvent) {
        self.rule = rule
        self.event = event
    }
}
