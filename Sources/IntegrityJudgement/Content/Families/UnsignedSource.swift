import AuditModel
import ShellReading

/// A source of packages that apt takes without a signature (sources.list(5)).
enum UnsignedSource: ContentFamily {
    private static let options: [UntrustedText] = [
        "trusted=yes", "trusted: yes", "allow-insecure=yes", "allow-insecure: yes",
    ]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let lines = script.lines.filter { line in
            let text = UntrustedText(line.bytes).asciiLowercased
            return options.contains(where: text.holds) && (line.kind == .hereDocument || text.holds("deb"))
        }
        return lines.map { line in
            ContentMatch(
                pattern: "unsigned-source", severity: .high, line: line,
                reason: "adds a source whose packages apt installs without a signature")
        }
    }
}
