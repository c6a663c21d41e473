import AuditModel
import ShellReading

/// What the first line of a script hands the script to (execve(2)).
enum OddInterpreter: ContentFamily {
    private static let folders: [UntrustedText] = [
        "/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/usr/games/",
    ]
    private static let codeSigns: [UInt8] = [0x24, 0x28, 0x29, 0x3B, 0x60, 0x7B, 0x7C, 0x3E, 0x3C, 0x22, 0x27]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let text = script.interpreterLine
        guard !text.isEmpty else { return [] }
        let line = ShellLine(number: 1, kind: .code, bytes: [0x23, 0x21] + text.bytes)
        let words = text.bytes.split { $0 == 0x20 || $0 == 0x09 }.map { UntrustedText($0) }
        let carried = words.dropFirst().contains { word in word.bytes.contains(where: codeSigns.contains) }
        let carries: [ContentMatch] =
            carried
            ? [
                ContentMatch(
                    pattern: "code-in-first-line", severity: .high, line: line,
                    reason: "carries code in the line that names its interpreter")
            ] : []
        return carries + (words.first.map { interpreter($0, line) } ?? [])
    }

    private static func interpreter(_ path: UntrustedText, _ line: ShellLine) -> [ContentMatch] {
        if CommandTraits.isInWorldWritableFolder(path) || CommandTraits.isHidden(path) {
            return [
                ContentMatch(
                    pattern: "odd-interpreter", severity: .high, line: line,
                    reason: "is run by \(path.cut(to: 120)), which is hidden or which any user can put there")
            ]
        }
        let isCommon = folders.contains {
            path.begins(with: $0) && !path.bytes.dropFirst($0.bytes.count).contains(0x2F)
        }
        guard !isCommon else { return [] }
        return [
            ContentMatch(
                pattern: "odd-interpreter", severity: .medium, line: line,
                reason: "is run by \(path.cut(to: 120)), which lies where no interpreter of Debian lies")
        ]
    }
}
