package import AuditModel

/// Evaluates rules over one event, with Elasticsearch's semantics for what is missing.
///
/// A comparison with a missing field is false and its negation true, any element of an array can satisfy a comparison,
/// and nothing is folded but ASCII letters. A field that the event's sensor never sends is another matter: a comparison
/// with it has no answer, and one that decides makes the outcome undecided.
package struct RuleEvaluator {
    private let event: HostEvent
    private let sensor: EventSensor
    private var values: [FieldPath: [[UInt8]]] = [:]

    package init(_ event: HostEvent) {
        self.event = event
        sensor = EventSensor(of: event)
    }

    package mutating func outcome(of rule: CompiledRule) -> RuleOutcome {
        let requirement = answer(rule.requirement)
        if requirement == .no { return .notApplicable }
        let answers = rule.exclusions.map { answer($0.predicate) }
        let silencing = zip(rule.exclusions, answers).filter { $0.1 == .yes }.map(\.0.name)
        if !silencing.isEmpty { return .excluded(by: silencing) }
        if requirement == .unknown || answers.contains(.unknown) {
            return .undecided(missing: rule.condition.fields.filter { isUnseen($0) })
        }
        return .matched
    }

    /// Whether a statement is true of the event; false also where the answer hangs on a field that is never sent.
    package mutating func holds(_ predicate: Predicate) -> Bool {
        answer(predicate) == .yes
    }

    /// Kleene's three values; without unseen fields only the first two occur.
    private enum Answer {
        case no
        case unknown
        case yes
    }

    private mutating func answer(_ predicate: Predicate) -> Answer {
        switch predicate {
        case .field(let condition):
            return answer(condition)
        case .not(let part):
            switch answer(part) {
            case .no: return .yes
            case .unknown: return .unknown
            case .yes: return .no
            }
        case .all(let parts):
            var result = Answer.yes
            for part in parts {
                switch answer(part) {
                case .no: return .no
                case .unknown: result = .unknown
                case .yes: break
                }
            }
            return result
        case .any(let parts):
            var result = Answer.no
            for part in parts {
                switch answer(part) {
                case .yes: return .yes
                case .unknown: result = .unknown
                case .no: break
                }
            }
            return result
        }
    }

    private mutating func answer(_ condition: FieldCondition) -> Answer {
        let found = scalars(of: condition.field)
        if found.isEmpty, !sensor.sends(condition.field) { return .unknown }
        let holds =
            switch condition.test {
            case .missing: found.isEmpty
            case .present: !found.isEmpty
            case .anyOf(let patterns): found.contains { value in patterns.contains { Self.matches(value, $0) } }
            case .allOf(let patterns): patterns.allSatisfy { pattern in found.contains { Self.matches($0, pattern) } }
            }
        return holds ? .yes : .no
    }

    private mutating func isUnseen(_ field: FieldPath) -> Bool {
        scalars(of: field).isEmpty && !sensor.sends(field)
    }

    private mutating func scalars(of field: FieldPath) -> [[UInt8]] {
        if let known = values[field] { return known }
        let found = event.scalars(of: field)
        values[field] = found
        return found
    }

    private static func matches(_ value: [UInt8], _ pattern: ValuePattern) -> Bool {
        switch pattern {
        case .text(let text): TextMatcher.matches(value, text)
        case .expression(let program): RegexMatcher.finds(program, in: value)
        case .network(let block): block.contains(value)
        }
    }
}
