import AuditModel
import ShellReading

/// Files that make the system run something later, written by code instead of being shipped in a package.
enum PersistenceWrite: ContentFamily {
    private static let high: [UntrustedText] = [
        "/etc/ld.so.preload", "/var/lib/dpkg/info/", "/var/lib/dpkg/status", "/etc/pam.d/", "/var/lib/dpkg/triggers/",
        "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe",
    ]
    private static let medium: [UntrustedText] = [
        "/etc/cron.d/", "/etc/cron.daily/", "/etc/cron.hourly/", "/etc/cron.weekly/", "/etc/cron.monthly/",
        "/etc/crontab", "/var/spool/cron/", "/etc/profile.d/", "/etc/rc.local", "/etc/bash.bashrc", "/root/.bashrc",
        "/root/.profile", "/root/.bash_profile", "/etc/systemd/system/", "/lib/systemd/system/",
        "/usr/lib/systemd/system/", "/run/systemd/system/", "/etc/init.d/", "/etc/update-motd.d/",
        "/etc/apt/apt.conf", "/etc/dpkg/dpkg.cfg", "/etc/udev/rules.d/", "/etc/xdg/autostart/",
        "/etc/NetworkManager/dispatcher.d/", "/etc/modules-load.d/", "/usr/local/sbin/", "/usr/local/bin/",
    ]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            targets(of: command).compactMap { match($0, command, line) } + jobs(command, line)
                + kernelHooks(command, line)
        }
    }

    private static let copiers: Set<UntrustedText> = ["cp", "mv", "install", "ln"]

    private static func targets(of command: ShellCommand) -> [UntrustedText] {
        var files = command.writtenFiles
        if copiers.contains(command.name), let last = command.operands.last, command.operands.count > 1 {
            files.append(last)
        }
        return files
    }

    private static func match(_ file: UntrustedText, _ command: ShellCommand, _ line: ShellLine) -> ContentMatch? {
        guard !CommandTraits.isOwnBackup(command, of: file) else { return nil }
        if file.beginsAny(high) {
            return ContentMatch(
                pattern: "persistence-write", severity: .high, line: line,
                reason: "writes \(file.cut(to: 120)), from where code runs as root, and which no script should write")
        }
        guard file.beginsAny(medium) else { return nil }
        return ContentMatch(
            pattern: "persistence-write", severity: command.name == "ln" ? .low : .medium, line: line,
            reason: "writes \(file.cut(to: 120)), from where code runs later, instead of shipping the file")
    }

    private static func jobs(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        let isJob: Bool
        switch command.name {
        case "crontab":
            isJob = !command.hasOption(0x6C) && !command.hasOption(0x72)
        case "at", "batch":
            isJob = !command.hasOption(0x6C) && !command.hasOption(0x64) && !command.arguments.isEmpty
        case "systemd-run":
            isJob = command.arguments.contains { $0.text.begins(with: "--on-") }
        default:
            isJob = false
        }
        guard isJob else { return [] }
        return [
            ContentMatch(
                pattern: "job-scheduled", severity: .medium, line: line,
                reason: "schedules a job to run after the package run")
        ]
    }

    private static func kernelHooks(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        guard command.name == "sysctl",
            command.arguments.contains(where: { word in
                let text = word.text
                return (text.begins(with: "kernel.core_pattern=|") || text.begins(with: "kernel.modprobe="))
            })
        else { return [] }
        return [
            ContentMatch(
                pattern: "persistence-write", severity: .high, line: line,
                reason: "makes the kernel run a program as root when any process crashes or asks for a module")
        ]
    }
}
