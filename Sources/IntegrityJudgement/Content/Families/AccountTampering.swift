import AuditModel
import ShellReading

/// Users, passwords, keys and sudo rights made outside the tools a package uses for its system users.
enum AccountTampering: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in changes(command, line, script) }
            + script.lines.filter { $0.kind == .hereDocument }.compactMap { rule(in: $0.bytes, $0) }
    }

    /// A sudo rule without a password: for every command, or for some.
    private static func rule(in text: [UInt8], _ line: ShellLine) -> ContentMatch? {
        guard let mark = text.firstIndex(of: "NOPASSWD") else { return nil }
        let commands = text[(mark + 8)...].drop { $0 == 0x3A || $0.isASCIISpace }
        let isAll = commands.starts(with: "ALL".utf8)
        return ContentMatch(
            pattern: "sudo-rule-write", severity: isAll ? .high : .medium, line: line,
            reason: isAll
                ? "makes a sudo rule that gives root for every command and asks for no password"
                : "makes a sudo rule that asks for no password")
    }

    private static func changes(_ command: ShellCommand, _ line: ShellLine, _ script: ScriptReading) -> [ContentMatch] {
        let words = command.arguments.map(\.text)
        switch command.name {
        case "useradd", "usermod", "adduser", "gpasswd":
            return account(command, words, line, script)
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
            return words.compactMap { rule(in: $0.bytes, line) }
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

    private static let adminGroups: Set<UntrustedText> = [
        "sudo", "wheel", "root", "docker", "lxd", "shadow", "disk", "incus-admin",
    ]
    /// The packages whose group it is.
    private static let groupMakers: [UntrustedText: Set<UntrustedText>] = [
        "docker": ["docker.io", "docker-ce"], "lxd": ["lxd"], "sudo": ["sudo"], "incus-admin": ["incus"],
    ]

    private static func account(
        _ command: ShellCommand, _ words: [UntrustedText], _ line: ShellLine, _ script: ScriptReading
    ) -> [ContentMatch] {
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
            if word == "-p" || word == "--password", command.name == "usermod" || command.name == "useradd" {
                matches.append(
                    ContentMatch(
                        pattern: "password-set", severity: .medium, line: line,
                        reason: "sets a password from text it is given"))
            }
        }
        let groups = groups(joinedBy: command, words)
        guard let group = groups.first(where: adminGroups.contains) else { return matches }
        return matches + [
            ContentMatch(
                pattern: "administrator-added",
                severity: groupMakers[group]?.contains(script.package) ?? false ? .low : .medium, line: line,
                reason: "puts an account into a group that is as good as root")
        ]
    }

    /// Groups that the command puts an account into.
    private static func groups(joinedBy command: ShellCommand, _ words: [UntrustedText]) -> [UntrustedText] {
        if command.name == "adduser", command.operands.count == 2 { return Array(command.operands.suffix(1)) }
        if command.name == "gpasswd" {
            return command.hasOption(0x61, long: "--add") ? Array(command.operands.suffix(1)) : []
        }
        let lists = words.indices.filter { index in
            let word = words[index]
            return index > 0
                && (words[index - 1] == "-G" || words[index - 1] == "--groups"
                    || (words[index - 1].bytes.last == 0x47 && isBundle(words[index - 1])))
                || word.begins(with: "--groups=")
        }
        return lists.flatMap { words[$0].bytes.split { $0 == 0x2C || $0 == 0x3D } }.map { UntrustedText($0) }
    }

    private static func isBundle(_ word: UntrustedText) -> Bool {
        word.begins(with: "-") && !word.begins(with: "--") && word.bytes.count > 1
    }
}
