import AuditModel
import ShellReading

/// Users, passwords, keys and sudo rights made outside the tools a package uses for its system users.
enum AccountTampering: ContentFamily {
    private static let accountFiles: Set<UntrustedText> = [
        "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/sudoers", "/etc/subuid", "/etc/subgid",
    ]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            writes(command).compactMap { target($0, command, line) } + changes(command, line)
        }
    }

    /// Files written by redirection, tee, `sed -i`, cp, mv or install.
    private static func writes(_ command: ShellCommand) -> [UntrustedText] {
        var files = command.writtenFiles
        if command.name == "sed" || command.name == "perl", command.hasOption(0x69, long: "--in-place") {
            files += command.operands
        }
        return files
    }

    private static func target(_ file: UntrustedText, _ command: ShellCommand, _ line: ShellLine) -> ContentMatch? {
        if accountFiles.contains(file) {
            let isRestored = CommandTraits.isOwnBackup(command, of: file)
            return ContentMatch(
                pattern: "account-file-write", severity: isRestored ? .low : .high, line: line,
                reason: "writes \(file) by hand, past the tools that keep it whole")
        }
        if file.begins(with: "/etc/sudoers.d/") {
            return ContentMatch(
                pattern: "sudo-rule-write", severity: .medium, line: line,
                reason: "writes a rule that says who may become root")
        }
        if file.ends(with: "authorized_keys") || file.ends(with: "authorized_keys2") {
            return ContentMatch(
                pattern: "login-key-write", severity: .high, line: line,
                reason: "adds a key that opens a login")
        }
        return nil
    }

    private static func changes(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        let words = command.arguments.map(\.text)
        switch command.name {
        case "useradd", "usermod", "adduser":
            return account(command, words, line)
        case "passwd":
            guard command.hasOption(0x64, long: "--delete") || command.hasOption(0x75, long: "--unlock") else {
                return []
            }
            return [
                ContentMatch(
                    pattern: "password-removed", severity: .medium, line: line,
                    reason: "removes or unlocks a password")
            ]
        case "echo", "printf":
            guard words.contains(where: { $0.holds("NOPASSWD") }) else { return [] }
            return [
                ContentMatch(
                    pattern: "sudo-rule-write", severity: .high, line: line,
                    reason: "makes a sudo rule that asks for no password")
            ]
        case "chpasswd":
            return [
                ContentMatch(
                    pattern: "password-set", severity: .medium, line: line,
                    reason: "sets passwords from text it is given")
            ]
        default:
            return []
        }
    }

    private static let adminGroups: Set<UntrustedText> = ["sudo", "wheel", "root", "docker", "lxd"]

    private static func account(_ command: ShellCommand, _ words: [UntrustedText], _ line: ShellLine) -> [ContentMatch]
    {
        var matches: [ContentMatch] = []
        for (index, word) in words.enumerated() {
            let value = index + 1 < words.count ? words[index + 1] : ""
            let isUID = word == "-u" || word == "--uid" || (word.bytes.last == 0x75 && isBundle(word))
            if (isUID && value == "0") || word == "--uid=0" || word == "-u0" {
                matches.append(
                    ContentMatch(
                        pattern: "second-root", severity: .high, line: line,
                        reason: "makes an account with root's user number"))
            }
            let isGroups = word == "-G" || word == "--groups" || (word.bytes.last == 0x47 && isBundle(word))
            if isGroups, value.bytes.split(separator: 0x2C).contains(where: { adminGroups.contains(UntrustedText($0)) })
            {
                matches.append(
                    ContentMatch(
                        pattern: "administrator-added", severity: .medium, line: line,
                        reason: "puts an account into a group that is as good as root"))
            }
        }
        return matches
    }

    private static func isBundle(_ word: UntrustedText) -> Bool {
        word.begins(with: "-") && !word.begins(with: "--") && word.bytes.count > 1
    }
}
