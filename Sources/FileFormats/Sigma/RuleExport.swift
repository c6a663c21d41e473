package import AuditModel

/// A query language that rules can be written in.
package enum RuleLanguage: String, CaseIterable, Sendable {
    /// Event Query Language of Elasticsearch.
    case eql
    /// SQL of SQLite, over a table `events` with a column for each field, null where the field is missing.
    case sqlite
}

/// Why a rule has no exact statement in a language.
package struct RuleExportError: Error, Hashable, Sendable {
    package let reason: ReportText

    init(_ reason: ReportText) {
        self.reason = reason
    }
}

/// Writes a rule as a statement that means exactly the same, or refuses.
package enum RuleExport {
    /// UTF-8 text that ends with a line feed.
    package static func statement(
        for rule: CompiledRule, in language: RuleLanguage
    ) throws(RuleExportError) -> [UInt8] {
        switch language {
        case .eql: try EQLStatement.text(for: rule)
        case .sqlite: try SQLiteStatement.text(for: rule)
        }
    }

    /// Alternatives, or parts that all hold, joined by a word; brackets only where they are needed.
    static func joined(_ parts: [[UInt8]], _ word: StaticString) -> [UInt8] {
        parts.count == 1 ? parts[0] : Array("(".utf8) + parts.joined(separator: word.description.utf8) + Array(")".utf8)
    }

    /// The exclusions, one on each line, each with its name in a comment behind it.
    static func listed(
        _ clauses: [(name: UntrustedText, text: [UInt8])], or: StaticString, comment: StaticString
    ) -> [UInt8] {
        let lines = clauses.enumerated().map { index, clause in
            Array("  ".utf8) + clause.text + (index + 1 < clauses.count ? Array(or.description.utf8) : [])
                + Array(comment.description.utf8) + clause.name.bytes
        }
        return Array(lines.joined(separator: [0x0A])) + [0x0A]
    }
}
