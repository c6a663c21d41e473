import AuditModel
import ShellReading

/// A maintainer script that is a program: legal, rare, and not to be read.
enum CompiledScript: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        guard script.language == .compiled else { return [] }
        return [
            ContentMatch(
                pattern: "compiled-script", severity: .medium, line: ShellLine(number: 1, kind: .code, bytes: []),
                reason: "is a compiled program, so that its lines cannot be judged")
        ]
    }
}
