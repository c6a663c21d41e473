import AuditModel
import ShellReading

/// Modes that let any user change what root runs, or become root.
enum LoosePermissions: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let shellCopies = Set(script.commands.flatMap { copyOfShell($0.command) })
        return script.commands.flatMap { line, command -> [ContentMatch] in
            switch command.name {
            case "chmod": return chmod(command, line, shellCopies)
            case "install", "cp", "mv": return copies(command, line)
            case "setcap": return setcap(command, line)
            default: return []
            }
        }
    }

    private static func chmod(_ command: ShellCommand, _ line: ShellLine, _ copies: Set<UntrustedText>)
        -> [ContentMatch]
    {
        let words = command.arguments.map(\.text)
        guard let index = words.firstIndex(where: { !isOption($0) }) else { return [] }
        let mode = words[index]
        let targets = words[(index + 1)...]
        if setsUserID(mode) {
            let isShell = targets.contains {
                CommandTraits.isShellPath($0) || copies.contains($0) || CommandTraits.isInWorldWritableFolder($0)
                    || CommandTraits.isHidden($0)
            }
            guard isShell else { return [] }
            return [
                ContentMatch(
                    pattern: "set-user-id-shell", severity: .high, line: line,
                    reason: "makes a shell, or a file where any user may write, run as its owner for everybody")
            ]
        }
        guard isWorldWritable(mode) else { return [] }
        return [
            ContentMatch(
                pattern: "world-writable", severity: .medium, line: line,
                reason: "lets every user of the system change a file")
        ]
    }

    /// Options look like modes that take bits away: `-R` against `-x`.
    private static func isOption(_ word: UntrustedText) -> Bool {
        guard word.begins(with: "-") else { return false }
        return word.begins(with: "--") || word.bytes.dropFirst().allSatisfy { [0x52, 0x66, 0x76, 0x63].contains($0) }
    }

    private static func setsUserID(_ mode: UntrustedText) -> Bool {
        if let digits = octal(mode) { return digits.count >= 4 && (digits[digits.count - 4] & 4) != 0 }
        return clauses(mode).contains { who, sign, bits in
            sign != 0x2D && bits.contains(0x73) && (who.isEmpty || who.contains(0x75) || who.contains(0x61))
        }
    }

    private static func isWorldWritable(_ mode: UntrustedText) -> Bool {
        if let digits = octal(mode) {
            guard let others = digits.last, others & 2 != 0 else { return false }
            let isSticky = digits.count >= 4 && digits[digits.count - 4] & 1 != 0
            return !isSticky
        }
        let all = clauses(mode)
        let isSticky = all.contains { $0.2.contains(0x74) }
        return !isSticky
            && all.contains { who, sign, bits in
                sign != 0x2D && bits.contains(0x77) && (who.contains(0x6F) || who.contains(0x61))
            }
    }

    private static func octal(_ mode: UntrustedText) -> [UInt8]? {
        guard !mode.isEmpty, mode.bytes.count <= 6, mode.bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }) else {
            return nil
        }
        return mode.bytes.map { $0 - 0x30 }
    }

    /// `u+s,o=rw` as who, sign and bits.
    private static func clauses(_ mode: UntrustedText) -> [([UInt8], UInt8, [UInt8])] {
        mode.bytes.split(separator: 0x2C).compactMap { clause in
            guard let sign = clause.firstIndex(where: { $0 == 0x2B || $0 == 0x2D || $0 == 0x3D }) else { return nil }
            return (Array(clause[..<sign]), clause[sign], Array(clause[(sign + 1)...]))
        }
    }

    private static func copyOfShell(_ command: ShellCommand) -> [UntrustedText] {
        guard command.name == "cp" || command.name == "install" || command.name == "mv" || command.name == "ln",
            command.operands.contains(where: CommandTraits.isShellPath)
        else { return [] }
        return command.operands.filter { !CommandTraits.isShellPath($0) }
    }

    private static func copies(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        guard command.operands.contains(where: CommandTraits.isShellPath), command.name == "install" else { return [] }
        let words = command.arguments.map(\.text)
        let mode =
            words.indices.first { words[$0] == "-m" && $0 + 1 < words.count }.map { words[$0 + 1] }
            ?? words.first { $0.begins(with: "-m") }.map { UntrustedText($0.bytes.dropFirst(2)) }
        guard let mode, setsUserID(mode) else { return [] }
        return [
            ContentMatch(
                pattern: "set-user-id-shell", severity: .high, line: line,
                reason: "installs a copy of a shell that runs as its owner for everybody")
        ]
    }

    private static let fullCapabilities: [UntrustedText] = [
        "cap_setuid", "cap_dac_override", "cap_sys_admin", "cap_sys_ptrace", "cap_sys_module", "all=",
    ]

    private static func setcap(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        guard let file = command.operands.last else { return [] }
        let isOdd =
            ShellPrograms.isInterpreter(file.lastComponent)
            || CommandTraits.isInWorldWritableFolder(file) || CommandTraits.isHidden(file)
        let gives = command.operands.dropLast().contains { text in
            text == "=ep" || fullCapabilities.contains { text.asciiLowercased.holds($0) }
        }
        guard gives || isOdd, command.operands.count > 1 else { return [] }
        return [
            ContentMatch(
                pattern: "root-capability", severity: isOdd ? .high : .low, line: line,
                reason: "gives a program a capability that is as good as root")
        ]
    }
}
