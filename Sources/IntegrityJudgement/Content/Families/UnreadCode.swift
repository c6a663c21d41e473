import AuditModel
import ShellReading

/// Code behind a ceiling: what was not read may be anything.
enum UnreadCode: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        guard let line = script.unread.first else { return [] }
        return [
            ContentMatch(
                pattern: "unread-code", severity: .high, line: line,
                reason: """
                    holds more code, or code more deeply nested, than any script of Debian; what follows was not read, and \
                    may be anything
                    """)
        ]
    }
}
