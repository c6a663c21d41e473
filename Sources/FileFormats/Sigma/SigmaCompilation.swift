import AuditModel

/// Turns a condition and its selections into a rule's requirement and named exclusions.
struct SigmaCompilation {
    private let selections: [SigmaSelection]
    private let line: Int
    private(set) var used: Set<[UInt8]> = []

    init(_ selections: [SigmaSelection], line: Int) {
        self.selections = selections
        self.line = line
    }

    /// What is negated at the top of the condition excludes; everything else is required.
    mutating func split(
        _ condition: SigmaCondition
    ) throws(SigmaMistake) -> (requirement: Predicate, exclusions: [RuleExclusion]) {
        var required: [Predicate] = []
        var exclusions: [RuleExclusion] = []
        for part in Self.conjuncts(of: condition) {
            if case .not(let inner) = part {
                for clause in try clauses(of: inner) {
                    exclusions.append(
                        RuleExclusion(name: UntrustedText(clause.source), predicate: try predicate(clause)))
                }
            } else {
                required.append(try predicate(part))
            }
        }
        return (required.count == 1 ? required[0] : .all(required), exclusions)
    }

    private static func conjuncts(of condition: SigmaCondition) -> [SigmaCondition] {
        if case .and(let parts) = condition { return parts.flatMap { conjuncts(of: $0) } }
        return [condition]
    }

    /// The alternatives of a negated condition, down to single selections.
    private func clauses(of condition: SigmaCondition) throws(SigmaMistake) -> [SigmaCondition] {
        switch condition {
        case .or(let parts):
            var found: [SigmaCondition] = []
            for part in parts { found += try clauses(of: part) }
            return found
        case .oneOf(let target): return try targets(of: target).map { .selection($0.name) }
        case .selection, .allOf, .and, .not: return [condition]
        }
    }

    private mutating func predicate(_ condition: SigmaCondition) throws(SigmaMistake) -> Predicate {
        switch condition {
        case .selection(let name):
            guard let selection = selections.first(where: { $0.name == name }) else {
                throw SigmaMistake(line: line, reason: "there is no selection \(UntrustedText(name))")
            }
            used.insert(name)
            return selection.predicate
        case .oneOf(let target): return .any(try predicates(target))
        case .allOf(let target): return .all(try predicates(target))
        case .and(let parts): return .all(try parts.map { (part) throws(SigmaMistake) in try predicate(part) })
        case .or(let parts): return .any(try parts.map { (part) throws(SigmaMistake) in try predicate(part) })
        case .not(let part): return .not(try predicate(part))
        }
    }

    private mutating func predicates(_ target: [UInt8]) throws(SigmaMistake) -> [Predicate] {
        let targets = try targets(of: target)
        used.formUnion(targets.map(\.name))
        return targets.map(\.predicate)
    }

    /// `them` is every selection whose name does not start with an underscore; a pattern is a name with `*`.
    private func targets(of target: [UInt8]) throws(SigmaMistake) -> [SigmaSelection] {
        let star = UInt8(ascii: "*")
        let found = selections.filter { selection in
            if target.elementsEqual("them".utf8) { return selection.name.first != UInt8(ascii: "_") }
            let parts = target.split(separator: star, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return selection.name == target }
            return selection.name.count >= target.count - 1 && selection.name.starts(with: parts[0])
                && selection.name.suffix(parts[1].count).elementsEqual(parts[1])
        }
        guard !found.isEmpty else {
            throw SigmaMistake(line: line, reason: "no selection is called \(UntrustedText(target))")
        }
        return found
    }
}
