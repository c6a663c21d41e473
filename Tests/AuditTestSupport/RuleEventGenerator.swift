package import AuditModel

/// Makes events that sit close to both sides of a rule: for each of its fields values that satisfy a pattern, values that
/// just miss it, an empty text, several values, or nothing at all.
package struct RuleEventGenerator {
    private var source: EventGenerator
    private let fields: [FieldPath]
    private let required: Set<FieldPath>
    private let satisfying: [FieldPath: [String]]
    /// Whether every field has at most one value.
    private let isScalar: Bool

    package init(_ rule: CompiledRule, seed: UInt64, isScalar: Bool) {
        source = EventGenerator(seed: seed)
        fields = rule.condition.fields
        required = Set(rule.requirement.fields)
        self.isScalar = isScalar
        var satisfying: [FieldPath: [String]] = [:]
        for condition in rule.condition.conditions {
            guard case .anyOf(let patterns) = condition.test else { continue }
            // With and without a folder: a rule may leave out what lies deeper.
            for filler in ["zz/q", "zz"] {
                satisfying[condition.field, default: []] += patterns.compactMap { Self.example(of: $0, filler: filler) }
            }
        }
        self.satisfying = satisfying
    }

    /// A text that satisfies a pattern of text; nil for other patterns.
    package static func example(of pattern: ValuePattern, filler: String) -> String? {
        guard case .text(let text) = pattern else { return nil }
        return text.tokens.map { token in
            switch token {
            case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
            case .anyRun: filler
            case .oneScalar: "é"
            }
        }.joined()
    }

    package mutating func next() -> [(field: String, values: [String])] {
        fields.compactMap { field in
            let values = values(for: field)
            return values.isEmpty ? nil : (String(decoding: field.bytes, as: UTF8.self), values)
        }
    }

    private mutating func values(for field: FieldPath) -> [String] {
        let good = satisfying[field] ?? []
        let chance = required.contains(field) ? 92 : 12
        if !good.isEmpty, source.below(100) < chance {
            let value = good[source.below(good.count)]
            if isScalar || source.below(6) > 0 { return [value] }
            return source.below(2) == 0 ? [value, "other"] : ["other", value]
        }
        if required.contains(field), good.isEmpty, source.below(100) < chance { return ["anything"] }
        switch source.below(8) {
        case 0, 1, 2: return []
        case 3: return [""]
        case 4, 5:
            guard !good.isEmpty else { return ["other"] }
            return [nearMiss(good[source.below(good.count)])]
        default: return isScalar || source.below(3) > 0 ? ["other"] : ["other", "more"]
        }
    }

    private mutating func nearMiss(_ value: String) -> String {
        switch source.below(5) {
        case 0: value.uppercased()
        case 1: value + "x"
        case 2: "x" + value
        case 3: String(value.dropLast())
        default: value + "\n"
        }
    }
}
