import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// Every clause and list value of the built-in rules decides over some event, but for those that are known not to.
@Suite struct `Clauses that decide` {
    /// Values of the published lists that a pattern elsewhere in the same rule covers.
    private static let redundant: Set<String> = [
        "/usr/lib/snapd/snapd", "/usr/libexec/netplan/generate", "/tmp/", "/dev/fd/", "/var/lib/dpkg/", "/proc/self/",
    ]

    @Test(arguments: BuiltInRules.files.map(\.name))
    func `each value of each exclusion silences an event that nothing else silences`(file: String) throws {
        let rule = try #require(BuiltInRules.all().first { $0.file.name == file }?.rule)
        let base = try Self.matchingFields(rule)
        for exclusion in rule.exclusions where exclusion.name != "filter_e2scrub_temporary" {
            for place in 0..<Self.values(in: exclusion.predicate) {
                #expect(!Self.using(place, exclusion.predicate).isEmpty, "\(exclusion.name): \(place)")
            }
            for fields in Self.satisfying(exclusion.predicate) {
                let event = fields.reduce(base) { Self.setting($0, $1.field, $1.value) }
                let isRedundant = fields.contains { Self.redundant.contains($0.value ?? "") }
                switch Self.outcome(rule, event) {
                case .excluded(let names): #expect(names == [exclusion.name] || isRedundant, "\(fields)")
                case let other: Issue.record("\(exclusion.name): \(fields): \(other)")
                }
            }
        }
    }

    @Test(arguments: BuiltInRules.files.map(\.name))
    func `without any one of its required fields no rule matches`(file: String) throws {
        let rule = try #require(BuiltInRules.all().first { $0.file.name == file }?.rule)
        let base = try Self.matchingFields(rule)
        #expect(Self.outcome(rule, base) == .matched)
        let required = rule.requirement.fields.map { String(decoding: $0.bytes, as: UTF8.self) }
        for field in base where required.contains(field.field) {
            let rest = base.filter { $0.field != field.field }
            #expect(Self.outcome(rule, rest) == .notApplicable, "\(field.field)")
        }
    }

    @Test(arguments: BuiltInRules.files.map(\.name))
    func `each value of the requirement decides over an event`(file: String) throws {
        let rule = try #require(BuiltInRules.all().first { $0.file.name == file }?.rule)
        for place in 0..<Self.values(in: rule.requirement) {
            let less = CompiledRule(
                metadata: rule.metadata, requirement: Self.without(place, rule.requirement), exclusions: rule.exclusions
            )
            let events = Self.using(place, rule.requirement).flatMap {
                [Self.merged($0), Self.merged($0 + Self.extra)]
            }
            let decides = events.contains { event in
                let outcomes = [Self.outcome(rule, event), Self.outcome(less, event)]
                return outcomes.contains(.matched) && outcomes.contains(.notApplicable)
            }
            #expect(decides, "value \(place), as in \(events.first ?? [])")
        }
    }

    private typealias Fields = [(field: String, values: [String])]
    private typealias Wanted = (field: String, value: String?)

    /// Several of the published rules take an event without a program for one of the sensor's losses.
    private static let extra: [Wanted] = [("process.executable", "/opt/x")]

    private static func outcome(_ rule: CompiledRule, _ fields: Fields) -> RuleOutcome {
        var evaluator = RuleEvaluator(rules: [rule])
        evaluator.take(
            HostEvent(
                body: EventDocument.nested(fields), position: EventPosition(input: "-", line: 1, offset: 0)))
        return evaluator.outcome(ofRuleAt: 0)
    }

    private static func setting(_ fields: Fields, _ field: String, _ value: String?) -> Fields {
        let rest = fields.filter { $0.field != field }
        return value.map { rest + [(field, [$0])] } ?? rest
    }

    /// The smallest event that the rule matches.
    private static func matchingFields(_ rule: CompiledRule) throws -> Fields {
        var candidates = [satisfying(rule.requirement).first ?? []]
        candidates += satisfying(rule.requirement)
        let events = candidates.flatMap { candidate in
            [[], extra].map { added in
                (added + candidate).reduce(into: Fields()) { $0 = setting($0, $1.field, $1.value) }
            }
        }
        return try #require(events.first { outcome(rule, $0) == .matched })
    }

    /// An event with all of the values; a field that has to be missing has none.
    private static func merged(_ wanted: [Wanted]) -> Fields {
        var values: [String: [String]] = [:]
        for (field, value) in wanted { if let value { values[field, default: []].append(value) } }
        for (field, value) in wanted where value == nil { values[field] = nil }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// For each alternative of a statement, fields that satisfy it; nil for a field that has to be missing.
    private static func satisfying(_ predicate: Predicate) -> [[Wanted]] {
        switch predicate {
        case .field(let condition):
            let name = String(decoding: condition.field.bytes, as: UTF8.self)
            switch condition.test {
            case .missing: return [[(name, nil)]]
            case .present: return [[(name, "something")]]
            case .anyOf(let patterns), .allOf(let patterns):
                return patterns.compactMap { RuleEventGenerator.example(of: $0, filler: "") }.map { [(name, $0)] }
            }
        case .any(let parts): return parts.flatMap { satisfying($0) }
        case .all(let parts):
            return parts.reduce([[]]) { found, part in
                let more = satisfying(part)
                return found.count * more.count > 400
                    ? found.map { $0 + (more.first ?? []) } : found.flatMap { one in more.map { one + $0 } }
            }
        case .not: return [[]]
        }
    }
}

/// The values of a statement one by one, in the order in which they stand there.
extension `Clauses that decide` {
    private static func values(in predicate: Predicate) -> Int {
        switch predicate {
        case .field(let condition):
            if case .anyOf(let patterns) = condition.test { return patterns.count }
            return 1
        case .all(let parts), .any(let parts): return parts.reduce(0) { $0 + values(in: $1) }
        case .not(let part): return values(in: part)
        }
    }

    /// The part that holds a value, and the value's place in it.
    private static func part(of parts: [Predicate], with place: Int) -> (index: Int, place: Int) {
        var rest = place
        for (index, part) in parts.enumerated() {
            let count = values(in: part)
            if rest < count { return (index, rest) }
            rest -= count
        }
        return (parts.count - 1, 0)
    }

    /// The statement as if nothing ever had the value.
    private static func without(_ place: Int, _ predicate: Predicate) -> Predicate {
        func changed(_ parts: [Predicate]) -> [Predicate] {
            var parts = parts
            let found = part(of: parts, with: place)
            parts[found.index] = without(found.place, parts[found.index])
            return parts
        }
        switch predicate {
        case .field(let condition):
            guard case .anyOf(var patterns) = condition.test else { return .any([]) }
            patterns.remove(at: place)
            return .field(FieldCondition(condition.field, .anyOf(patterns)))
        case .all(let parts): return .all(changed(parts))
        case .any(let parts): return .any(changed(parts))
        case .not(let part): return .not(without(place, part))
        }
    }

    /// Fields with the value that satisfy the rest of the statement in different ways.
    private static func using(_ place: Int, _ predicate: Predicate) -> [[Wanted]] {
        switch predicate {
        case .field(let condition):
            guard case .anyOf(let patterns) = condition.test else { return satisfying(predicate) }
            let name = String(decoding: condition.field.bytes, as: UTF8.self)
            return RuleEventGenerator.example(of: patterns[place], filler: "").map { [[(name, $0)]] } ?? []
        case .any(let parts):
            let found = part(of: parts, with: place)
            // What must not hold is made to hold where it stands beside the value, so that the value is what counts.
            let others = parts.enumerated().flatMap { index, part -> [Wanted] in
                guard index != found.index, case .not(let inner) = part else { return [] }
                return satisfying(inner).first ?? []
            }
            return using(found.place, parts[found.index]).map { $0 + others }
        case .not(let part): return using(place, part)
        case .all(let parts):
            let found = part(of: parts, with: place)
            return parts.indices.reduce([[]]) { events, index in
                let more = index == found.index ? using(found.place, parts[index]) : satisfying(parts[index])
                return Array(events.flatMap { event in more.prefix(12).map { event + $0 } }.prefix(400))
            }
        }
    }
}
