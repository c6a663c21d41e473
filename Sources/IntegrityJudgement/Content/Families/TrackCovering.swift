import AuditModel
import ShellReading

/// Steps that hide what was done: histories, logs, time stamps, auditing.
enum TrackCovering: ContentFamily {
    private static let logs: Set<UntrustedText> = [
        "/var/log/auth.log", "/var/log/syslog", "/var/log/messages", "/var/log/secure", "/var/log/wtmp",
        "/var/log/btmp", "/var/log/lastlog", "/var/log/dpkg.log", "/var/log/apt/history.log", "/var/log/apt/term.log",
        "/var/log/kern.log", "/var/log/audit/audit.log", "/var/run/utmp", "/run/utmp", "/var/log/journal",
        "/var/log/audit/*", "/var/log/*", "/var/log/apt/*", "/var/log/faillog",
    ]
    private static let erasers: Set<UntrustedText> = ["rm", "shred", "truncate", "wipe", "srm", "unlink"]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            history(command, line) + erasures(command, line, script) + auditing(command, line, script)
        }
    }

    private static func history(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        let isSilenced = command.assignments.contains(where: silences) || command.words.contains(where: silences)
        let isUnset = command.name == "unset" && command.operands.contains("HISTFILE")
        let isCleared = command.name == "history" && command.hasOption(0x63)
        let isErased =
            (erasers.contains(command.name) || command.name == "ln")
            && command.operands.contains { $0.ends(with: "/.bash_history") }
        guard isSilenced || isUnset || isCleared || isErased else { return [] }
        return [
            ContentMatch(
                pattern: "history-silenced", severity: .high, line: line,
                reason: "switches off or erases the shell's history")
        ]
    }

    private static func silences(_ word: ShellWord) -> Bool {
        guard word.text.bytes.first == 0x48 else { return false }
        return word.text == "HISTFILE=" || word.text == "HISTFILE=/dev/null" || word.text == "HISTSIZE=0"
            || word.text == "HISTFILESIZE=0"
    }

    private static func erasures(_ command: ShellCommand, _ line: ShellLine, _ script: ScriptReading) -> [ContentMatch]
    {
        var files = command.redirections.filter { $0.kind == .write }.map(\.target.text)
        if erasers.contains(command.name) { files += command.operands }
        files = files.map { ShellPath.absolute($0, in: command.folder) }
        files = files.filter(logs.contains)
        guard !files.isEmpty else { return [] }
        return [
            ContentMatch(
                pattern: "log-erased", severity: files.allSatisfy(script.isNamed) ? .low : .medium, line: line,
                reason: "empties or deletes a log that records what happened on the system")
        ]
    }

    private static let auditServices: Set<UntrustedText> = [
        "auditd", "auditd.service", "rsyslog", "rsyslog.service", "systemd-journald", "falco", "osqueryd",
        "wazuh-agent",
        "elastic-agent", "auditbeat", "crowdstrike", "falcon-sensor", "clamav-daemon", "fail2ban",
    ]

    private static func auditing(_ command: ShellCommand, _ line: ShellLine, _ script: ScriptReading) -> [ContentMatch]
    {
        let operands = command.operands
        let isOff: Bool
        var isOwn = false
        switch command.name {
        case "auditctl":
            isOff = command.hasOption(0x44) || operands == ["0"] && command.hasOption(0x65)
        case "setenforce":
            isOff = operands.first == "0"
        case "systemctl", "service", "deb-systemd-invoke", "invoke-rc.d", "update-rc.d":
            let stops = operands.contains { ["stop", "disable", "mask", "remove"].contains($0) }
            let services = operands.filter(auditServices.contains)
            isOff = stops && !services.isEmpty
            isOwn = services.allSatisfy(script.isNamed)
        case "pkill", "killall":
            isOff = operands.contains(where: auditServices.contains)
            isOwn = operands.allSatisfy(script.isNamed)
        default:
            isOff = false
        }
        guard isOff else { return [] }
        return [
            ContentMatch(
                pattern: "auditing-stopped", severity: isOwn ? .low : .medium, line: line,
                reason: "stops what records or guards the system")
        ]
    }
}
