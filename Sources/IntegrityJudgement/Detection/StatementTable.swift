import AuditModel

/// Statements about events in flat tables, so that evaluating them follows numbers and touches no reference count.
struct StatementTable {
    /// One step of a statement: `first` and `end` number its parts, or `first` its test.
    private struct Step {
        enum Kind {
            case test
            case all
            case any
            case not
        }

        let kind: Kind
        let first: Int
        let end: Int
    }

    /// A test of the field with a number.
    private struct NumberedTest {
        let field: Int
        let test: FieldTest
    }

    /// Kleene's three values; without fields that a sensor never sends only the first two occur.
    enum Answer {
        case no
        case unknown
        case yes
    }

    private(set) var fields = FieldTable()
    private var steps: [Step] = []
    private var tests: [NumberedTest] = []

    /// The number of a statement that was added.
    mutating func add(_ statement: Predicate) -> Int {
        place([statement])
    }

    mutating func number(_ field: FieldPath) -> Int {
        fields.number(field)
    }

    /// Places statements side by side; the number of the first.
    private mutating func place(_ parts: [Predicate]) -> Int {
        let first = steps.count
        steps += Array(repeating: Step(kind: .any, first: 0, end: 0), count: parts.count)
        for (index, part) in parts.enumerated() { steps[first + index] = step(for: part) }
        return first
    }

    private mutating func step(for statement: Predicate) -> Step {
        let kind: Step.Kind
        let parts: [Predicate]
        switch statement {
        case .field(let condition):
            tests.append(NumberedTest(field: fields.number(condition.field), test: condition.test))
            return Step(kind: .test, first: tests.count - 1, end: tests.count)
        case .all(let inner): (kind, parts) = (.all, inner)
        case .any(let inner): (kind, parts) = (.any, inner)
        case .not(let inner): (kind, parts) = (.not, [inner])
        }
        let first = place(parts)
        return Step(kind: kind, first: first, end: first + parts.count)
    }

    /// What a statement, by its number, says of an event that holds these values.
    func answer(_ statement: Int, _ values: borrowing FieldValues) -> Answer {
        let step = steps[statement]
        switch step.kind {
        case .test:
            return answer(tests[step.first], values)
        case .not:
            switch answer(step.first, values) {
            case .no: return .yes
            case .unknown: return .unknown
            case .yes: return .no
            }
        case .all, .any:
            let deciding: Answer = step.kind == .all ? .no : .yes
            var result: Answer = step.kind == .all ? .yes : .no
            for part in step.first..<step.end {
                let answer = answer(part, values)
                if answer == deciding { return answer }
                if answer == .unknown { result = .unknown }
            }
            return result
        }
    }

    private func answer(_ test: NumberedTest, _ values: borrowing FieldValues) -> Answer {
        let found = values[test.field]
        if found.isEmpty, values.isNeverSent(test.field) { return .unknown }
        let holds =
            switch test.test {
            case .missing: found.isEmpty
            case .present: !found.isEmpty
            case .anyOf(let patterns): found.contains { value in patterns.contains { Self.matches(value, $0) } }
            case .allOf(let patterns): patterns.allSatisfy { pattern in found.contains { Self.matches($0, pattern) } }
            }
        return holds ? .yes : .no
    }

    private static func matches(_ value: [UInt8], _ pattern: ValuePattern) -> Bool {
        switch pattern {
        case .text(let text): TextMatcher.matches(value, text)
        case .expression(let program): RegexMatcher.finds(program, in: value)
        case .network(let block): block.contains(value)
        }
    }
}
