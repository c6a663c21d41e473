package import AuditModel
import Digests

/// Judges events one by one against a set of rules, each event once however often it is handed in.
///
/// Only events that some rule concerns are remembered, by name, so that memory grows with them and not with the input.
package struct Detector {
    /// How many events some rule concerned, by outcome.
    package struct Counts: Hashable, Sendable {
        package var matched = 0
        package var excluded = 0
        package var undecided = 0
        /// Events that had been judged before.
        package var repeated = 0
    }

    /// What a rule said, where it said anything.
    package struct Judgement {
        package let rule: CompiledRule
        package let outcome: RuleOutcome
    }

    private let rules: [CompiledRule]
    private var evaluator: RuleEvaluator
    package var window: EventWindow
    package private(set) var counts = Counts()

    /// - Parameter digest: SHA-256, by which events are remembered: a name may be as long as a document.
    package init(
        _ rules: [CompiledRule], window: EventWindow = EventWindow()
    ) {
        self.rules = rules
        evaluator = RuleEvaluator(rules: rules)
        self.window = window
    }

    /// The judgements of the rules that the event concerns, in the order of the rules; none for one that was judged
    /// before.
    ///
    /// - Parameter now: when the event is judged; it is remembered as no younger than that.
    package mutating func judge(_ event: HostEvent, now: Timestamp = .distantFuture) -> [Judgement] {
        evaluator.take(event)
        var judgements: [Judgement] = []
        for index in rules.indices {
            let outcome = evaluator.outcome(ofRuleAt: index)
            if outcome != .notApplicable { judgements.append(Judgement(rule: rules[index], outcome: outcome)) }
        }
        guard !judgements.isEmpty else { return [] }
        let keys = event.deduplicationKeys.map { ContentHasher.sha256($0.bytes) }
        let isKnown = keys.contains { window.contains($0) }
        let time = min(event.ingested ?? now, now).seconds
        for key in keys { window.insert(key, at: time) }
        if isKnown {
            counts.repeated += 1
            return []
        }
        for judgement in judgements { count(judgement.outcome) }
        return judgements
    }

    private mutating func count(_ outcome: RuleOutcome) {
        switch outcome {
        case .matched: counts.matched += 1
        case .excluded: counts.excluded += 1
        case .undecided: counts.undecided += 1
        case .notApplicable: break
        }
    }
}
