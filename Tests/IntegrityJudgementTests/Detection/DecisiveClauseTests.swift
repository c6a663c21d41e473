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

    private typealias Fields = [(field: String, values: [String])]

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
        let extra: [(field: String, value: String?)] = [("process.executable", "/opt/x")]
        let events = candidates.flatMap { candidate in
            [[], extra].map { added in
                (added + candidate).reduce(into: Fields()) { $0 = setting($0, $1.field, $1.value) }
            }
        }
        return try #require(events.first { outcome(rule, $0) == .matched })
    }

    /// For each alternative of a statement, fields that satisfy it; nil for a field that has to be missing.
    private static func satisfying(_ predicate: Predicate) -> [[(field: String, value: String?)]] {
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
