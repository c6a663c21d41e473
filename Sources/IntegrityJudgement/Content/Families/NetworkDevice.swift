import AuditModel
import ShellReading

/// bash's pseudo files `/dev/tcp/HOST/PORT` and `/dev/udp/HOST/PORT` (bash(1), REDIRECTION).
enum NetworkDevice: ContentFamily {
    private static let prefixes: [UntrustedText] = ["/dev/tcp/", "/dev/udp/"]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.lines.filter { $0.bytes.holdsAny(prefixes) }.map { line in
            ContentMatch(
                pattern: "network-device", severity: .high, line: line,
                reason: "opens a network connection through bash's /dev/tcp or /dev/udp, without any program that shows"
            )
        }
    }
}
