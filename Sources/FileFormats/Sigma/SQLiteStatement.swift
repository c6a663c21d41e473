import AuditModel

/// Writes rules for SQLite with its default settings, in which LIKE folds ASCII letters only and GLOB folds nothing.
///
/// Every comparison is true or false, never null, so that NOT means what it means in the rule.
enum SQLiteStatement {
    static func text(for rule: CompiledRule) throws(RuleExportError) -> [UInt8] {
        var text = Array("SELECT * FROM events WHERE ".utf8) + (try predicate(rule.requirement))
        if !rule.exclusions.isEmpty {
            var clauses: [(UntrustedText, [UInt8])] = []
            for exclusion in rule.exclusions { clauses.append((exclusion.name, try predicate(exclusion.predicate))) }
            text += Array(" AND NOT (\n".utf8)
            text += RuleExport.listed(clauses, or: " OR", comment: " -- ") + Array(")".utf8)
        }
        return text + Array(";\n".utf8)
    }

    private static func predicate(_ predicate: Predicate) throws(RuleExportError) -> [UInt8] {
        switch predicate {
        case .field(let condition): return try self.condition(condition)
        case .all(let parts): return parts.isEmpty ? Array("1".utf8) : try joined(parts, " AND ")
        case .any(let parts): return parts.isEmpty ? Array("0".utf8) : try joined(parts, " OR ")
        case .not(let part): return Array("NOT (".utf8) + (try self.predicate(part)) + Array(")".utf8)
        }
    }

    private static func joined(_ parts: [Predicate], _ word: StaticString) throws(RuleExportError) -> [UInt8] {
        var texts: [[UInt8]] = []
        for part in parts { texts.append(try predicate(part)) }
        return RuleExport.joined(texts, word)
    }

    private static func condition(_ condition: FieldCondition) throws(RuleExportError) -> [UInt8] {
        // Not in double quotes: SQLite takes those for a text where there is no such column.
        let tick = UInt8(ascii: "`")
        let column = [tick] + condition.field.bytes.flatMap { $0 == tick ? [tick, tick] : [$0] } + [tick]
        switch condition.test {
        case .missing: return column + Array(" IS NULL".utf8)
        case .present: return column + Array(" IS NOT NULL".utf8)
        case .anyOf(let patterns): return guarded(column, try comparisons(column, patterns), " OR ")
        case .allOf(let patterns):
            var texts: [[UInt8]] = []
            for pattern in patterns { texts += try comparisons(column, [pattern]) }
            return guarded(column, texts, " AND ")
        }
    }

    private static func guarded(_ column: [UInt8], _ texts: [[UInt8]], _ word: StaticString) -> [UInt8] {
        Array("(".utf8) + column + Array(" IS NOT NULL AND ".utf8) + RuleExport.joined(texts, word) + Array(")".utf8)
    }

    private static func comparisons(
        _ column: [UInt8], _ patterns: [ValuePattern]
    ) throws(RuleExportError) -> [[UInt8]] {
        var exact: [[UInt8]] = []
        var others: [[UInt8]] = []
        for pattern in patterns {
            switch pattern {
            case .text(let text):
                if let value = text.exactText, !text.foldsCase {
                    exact.append(try quoted(value))
                } else {
                    others.append(column + (try comparison(text)))
                }
            case .expression(let program):
                throw RuleExportError("SQLite has no expressions, such as \(program.source), without an extension")
            case .network(let block):
                throw RuleExportError("SQLite cannot compare addresses, such as \(block.source)")
            }
        }
        guard !exact.isEmpty else { return others }
        let list = Array(exact.joined(separator: ", ".utf8))
        return [column + Array(" COLLATE BINARY IN (".utf8) + list + Array(")".utf8)] + others
    }

    private static func comparison(_ text: TextPattern) throws(RuleExportError) -> [UInt8] {
        if let exact = text.exactText { return Array(" = ".utf8) + (try quoted(exact)) + Array(" COLLATE NOCASE".utf8) }
        let folds = text.foldsCase
        let special: [UInt8] = Array((folds ? "%_\\" : "*?[").utf8)
        let spelled = text.tokens.flatMap { token -> [UInt8] in
            switch token {
            case .anyRun: return Array((folds ? "%" : "*").utf8)
            case .oneScalar: return Array((folds ? "_" : "?").utf8)
            case .literal(let bytes):
                return bytes.flatMap { byte -> [UInt8] in
                    guard special.contains(byte) else { return [byte] }
                    return folds ? [UInt8(ascii: "\\"), byte] : [UInt8(ascii: "["), byte, UInt8(ascii: "]")]
                }
            }
        }
        let value = try quoted(spelled)
        return folds ? Array(" LIKE ".utf8) + value + Array(" ESCAPE '\\'".utf8) : Array(" GLOB ".utf8) + value
    }

    private static func quoted(_ text: [UInt8]) throws(RuleExportError) -> [UInt8] {
        guard !text.contains(0) else { throw RuleExportError("SQLite's texts cannot hold a NUL byte") }
        let quote = UInt8(ascii: "'")
        return [quote] + text.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
