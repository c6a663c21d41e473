import AuditModel

/// Writes rules in EQL as Elasticsearch 8 and 9 read it: `==` and `in` are exact, `:` folds ASCII case and knows
/// wildcards, and nothing can take a wildcard's meaning away.
enum EQLStatement {
    static func text(for rule: CompiledRule) throws(RuleExportError) -> [UInt8] {
        let (category, rest) = split(rule.requirement)
        var text = category + Array(" where ".utf8)
        if let rest { text += try predicate(rest) } else { text += Array("true".utf8) }
        if !rule.exclusions.isEmpty {
            var clauses: [(UntrustedText, [UInt8])] = []
            for exclusion in rule.exclusions { clauses.append((exclusion.name, try predicate(exclusion.predicate))) }
            text += Array(" and not (\n".utf8)
            text += RuleExport.listed(clauses, or: " or", comment: " // ") + Array(")".utf8)
        }
        return text + [0x0A]
    }

    /// The event category that every event must have becomes the word before `where`.
    private static func split(_ requirement: Predicate) -> (category: [UInt8], rest: Predicate?) {
        let parts = conjuncts(of: requirement)
        for (index, part) in parts.enumerated() {
            guard case .field(let condition) = part, condition.field == "event.category",
                case .anyOf(let patterns) = condition.test, patterns.count == 1, case .text(let text) = patterns[0],
                !text.foldsCase, let word = text.exactText, !word.isEmpty, word.allSatisfy(\.isASCIILetter)
            else { continue }
            let rest = Array(parts[..<index] + parts[(index + 1)...])
            return (word, rest.isEmpty ? nil : rest.count == 1 ? rest[0] : .all(rest))
        }
        return (Array("any".utf8), requirement)
    }

    private static func conjuncts(of predicate: Predicate) -> [Predicate] {
        if case .all(let parts) = predicate { return parts.flatMap { conjuncts(of: $0) } }
        return [predicate]
    }

    private static func predicate(_ predicate: Predicate) throws(RuleExportError) -> [UInt8] {
        switch predicate {
        case .field(let condition): return try self.condition(condition)
        case .all(let parts): return parts.isEmpty ? Array("true".utf8) : try joined(parts, " and ")
        case .any(let parts): return parts.isEmpty ? Array("false".utf8) : try joined(parts, " or ")
        case .not(let part):
            let text = try self.predicate(part)
            return Array("not ".utf8)
                + (text.first == UInt8(ascii: "(") ? text : Array("(".utf8) + text + Array(")".utf8))
        }
    }

    private static func joined(_ parts: [Predicate], _ word: StaticString) throws(RuleExportError) -> [UInt8] {
        var texts: [[UInt8]] = []
        for part in parts { texts.append(try predicate(part)) }
        return RuleExport.joined(texts, word)
    }

    private static func condition(_ condition: FieldCondition) throws(RuleExportError) -> [UInt8] {
        let field = condition.field.bytes
        switch condition.test {
        case .missing: return field + Array(" == null".utf8)
        case .present: return field + Array(" != null".utf8)
        case .anyOf(let patterns): return RuleExport.joined(try alternatives(field, patterns), " or ")
        case .allOf(let patterns):
            var texts: [[UInt8]] = []
            for pattern in patterns { texts += try alternatives(field, [pattern]) }
            return RuleExport.joined(texts, " and ")
        }
    }

    /// One comparison for each operator that the patterns need.
    private static func alternatives(_ field: [UInt8], _ patterns: [ValuePattern]) throws(RuleExportError) -> [[UInt8]]
    {
        var values: [Operator: [[UInt8]]] = [:]
        for pattern in patterns {
            let (name, value) = try comparison(pattern)
            values[name, default: []].append(value)
        }
        return Operator.allCases.compactMap { name in
            guard let list = values[name] else { return nil }
            let joined = Array(list.joined(separator: ", ".utf8))
            if name == .network {
                return Array("cidrMatch(".utf8) + field + Array(", ".utf8) + joined + Array(")".utf8)
            }
            let isSingle = list.count == 1 && name != .exactFolded
            let word = isSingle && name == .exact ? "==" : name.rawValue
            return field + Array(" \(word) ".utf8) + (isSingle ? joined : Array("(".utf8) + joined + Array(")".utf8))
        }
    }

    /// How a field is compared.
    private enum Operator: String, CaseIterable {
        case exact = "in"
        case folded = ":"
        case exactFolded = "in~"
        case wildcard = "like"
        case network = "cidrMatch"
    }

    private static func comparison(_ pattern: ValuePattern) throws(RuleExportError) -> (Operator, [UInt8]) {
        switch pattern {
        case .network(let block): return (.network, try quoted(block.source.bytes))
        case .expression(let program):
            throw RuleExportError("EQL has no exact form of the expression \(program.source)")
        case .text(let text):
            let wild: [UInt8] = Array("*?".utf8)
            let hasLiteralWildcard = text.tokens.contains { token in
                if case .literal(let bytes) = token { return bytes.contains(where: wild.contains) }
                return false
            }
            if let exact = text.exactText {
                if !text.foldsCase { return (.exact, try quoted(exact)) }
                return (hasLiteralWildcard ? .exactFolded : .folded, try quoted(exact))
            }
            guard !hasLiteralWildcard else {
                throw RuleExportError("EQL cannot mix a wildcard with the same character meant literally")
            }
            let spelled = text.tokens.flatMap { token -> [UInt8] in
                switch token {
                case .literal(let bytes): bytes
                case .anyRun: Array("*".utf8)
                case .oneScalar: Array("?".utf8)
                }
            }
            return (text.foldsCase ? .folded : .wildcard, try quoted(spelled))
        }
    }

    private static func quoted(_ text: [UInt8]) throws(RuleExportError) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text {
            switch byte {
            case 0x0A: result += Array("\\n".utf8)
            case 0x0D: result += Array("\\r".utf8)
            case 0x09: result += Array("\\t".utf8)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0x00..<0x20, 0x7F: result += Array("\\u{\(String(byte, radix: 16))}".utf8)
            default: result.append(byte)
            }
        }
        return result + [UInt8(ascii: "\"")]
    }
}
