package import AuditModel

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
    private var seen: Set<UntrustedText> = []
    package private(set) var counts = Counts()

    package init(_ rules: [CompiledRule]) {
        self.rules = rules
    }

    /// The judgements of the rules that the event concerns, in the order of the rules; none for one that was judged
    /// before.
    package mutating func judge(_ event: HostEvent) -> [Judgement] {
        var evaluator = RuleEvaluator(event)
        let judgements = rules.map { Judgement(rule: $0, outcome: evaluator.outcome(of: $0)) }
            .filter { $0.outcome != .notApplicable }
        guard !judgements.isEmpty else { return [] }
        let keys = event.deduplicationKeys
        guard seen.isDisjoint(with: keys) else {
            seen.formUnion(keys)
            counts.repeated += 1
            return []
        }
        seen.formUnion(keys)
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
