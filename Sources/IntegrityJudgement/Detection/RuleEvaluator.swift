package import AuditModel

/// Evaluates rules and other statements over one event after the other, with Elasticsearch's semantics for what is
/// missing.
///
/// A comparison with a missing field is false and its negation true, any element of an array can satisfy a comparison,
/// and nothing is folded but ASCII letters. A field that the event's sensor never sends is another matter: a comparison
/// with it has no answer, and one that decides makes the outcome undecided.
package struct RuleEvaluator {
    /// A rule by the numbers of its statements.
    private struct NumberedRule {
        let requirement: Int
        let exclusions: [(name: UntrustedText, statement: Int)]
        /// Every field that the rule looks at, in order.
        let fields: [Int]
    }

    private let table: StatementTable
    private let rules: [NumberedRule]
    private let statements: [Int]
    private var values: FieldValues

    /// An evaluator of rules, of statements, or of both; each is asked for by its place.
    package init(rules: [CompiledRule] = [], statements: [Predicate] = []) {
        var table = StatementTable()
        self.rules = rules.map { rule in
            NumberedRule(
                requirement: table.add(rule.requirement),
                exclusions: rule.exclusions.map { ($0.name, table.add($0.predicate)) },
                fields: rule.condition.fields.map { table.number($0) })
        }
        self.statements = statements.map { table.add($0) }
        self.table = table
        values = FieldValues(table.fields)
    }

    /// Turns to an event, which every question is about from now on.
    package mutating func take(_ event: HostEvent) {
        values.take(event)
        values.sensor = event.sensor
    }

    /// What the rule at a place of the list says of the event.
    package func outcome(ofRuleAt index: Int) -> RuleOutcome {
        let rule = rules[index]
        let requirement = answer(rule.requirement)
        if requirement == .no { return .notApplicable }
        var silencing: [UntrustedText] = []
        var isUndecided = requirement == .unknown
        for exclusion in rule.exclusions {
            switch answer(exclusion.statement) {
            case .yes: silencing.append(exclusion.name)
            case .unknown: isUndecided = true
            case .no: break
            }
        }
        if !silencing.isEmpty { return .excluded(by: silencing) }
        guard isUndecided else { return .matched }
        return .undecided(
            missing: rule.fields.filter { values[$0].isEmpty && values.isNeverSent($0) }.map { table.fields.paths[$0] })
    }

    /// Whether the statement at a place of the list is true of the event; false also where the answer hangs on a field
    /// that is never sent.
    package func holds(statementAt index: Int) -> Bool {
        answer(statements[index]) == .yes
    }

    private func answer(_ statement: Int) -> StatementTable.Answer {
        table.answer(statement, values)
    }
}
