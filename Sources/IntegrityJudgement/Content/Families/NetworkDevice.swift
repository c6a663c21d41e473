import AuditModel
import ShellReading

/// bash's pseudo files `/dev/tcp/HOST/PORT` and `/dev/udp/HOST/PORT` (bash(1), REDIRECTION).
enum NetworkDevice: ContentFamily {
    private static let prefixes: [UntrustedText] = ["/dev/tcp/", "/dev/udp/"]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let written = script.lines.filter { $0.bytes.holdsAny(prefixes) }
        // Put together of variables, it stands in no line.
        let made = script.commands.filter { _, command in
            command.redirections.contains { $0.target.text.beginsAny(prefixes) }
                || command.arguments.contains { $0.text.beginsAny(prefixes) }
        }
        return (written + made.map(\.line)).map { line in
            ContentMatch(
                pattern: "network-device", severity: .high, line: line,
                reason: "opens a network connection through bash's /dev/tcp or /dev/udp, without any program that shows"
            )
        }
    }
}
