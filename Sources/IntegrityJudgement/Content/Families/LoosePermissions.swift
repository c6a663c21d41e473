import AuditModel
import ShellReading

/// Modes that let any user change what root runs, or become root.
enum LoosePermissions: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let inline = script.commands.filter { _, command in
            ShellPrograms.isScripted(command.name) && command.arguments.contains { setsIDInCode($0.text.bytes) }
        }
        let lines = script.language == .shell ? [] : script.lines.filter { setsIDInCode($0.bytes) }
        let coded = (inline.map(\.line) + lines).map { line in
            ContentMatch(
                pattern: "set-user-id-shell", severity: .high, line: line,
                reason: "makes a shell, or a file where any user may write, run as its owner for everybody")
        }
        let shellCopies = Set(script.commands.flatMap { copyOfShell($0.command) })
        return coded
            + script.commands.flatMap { line, command -> [ContentMatch] in
                switch command.name {
                case "chmod": return chmod(command, line, shellCopies)
                case "install": return copies(command, line, shellCopies)
                case "dpkg-statoverride": return override(command, line)
                default: return []
                }
            }
    }

    /// A set-id bit on a shell, or on what any user may write, is root for everybody; on a program of a package it is
    /// common.
    private static func setID(
        _ targets: ArraySlice<UntrustedText>, _ line: ShellLine, _ copies: Set<UntrustedText>
    ) -> ContentMatch {
        let isOpen = targets.contains {
            CommandTraits.isInterpreterPath($0) || copies.contains($0) || CommandTraits.isInWorldWritableFolder($0)
                || CommandTraits.isHidden($0)
        }
        guard isOpen else {
            return ContentMatch(
                pattern: "set-id", severity: .low, line: line,
                reason: "makes a program run with the rights of its owner or group for everybody")
        }
        return ContentMatch(
            pattern: "set-user-id-shell", severity: .high, line: line,
            reason: "makes a shell, or a file where any user may write, run as its owner for everybody")
    }

    private static let modes: [UntrustedText] = [
        "4755", "4711", "4777", "4555", "4511", "6755", "6777", "2755", "2777", "S_ISUID", "u+s",
    ]

    /// perl's and python's chmod of such a file.
    private static func setsIDInCode(_ bytes: [UInt8]) -> Bool {
        guard bytes.holds("chmod"), bytes.holdsAny(modes) else { return false }
        return bytes.split { $0 == 0x22 || $0 == 0x27 }.contains { text in
            CommandTraits.isInterpreterPath(UntrustedText(text))
                || CommandTraits.isInWorldWritableFolder(UntrustedText(text))
        }
    }

    private static func chmod(_ command: ShellCommand, _ line: ShellLine, _ copies: Set<UntrustedText>)
        -> [ContentMatch]
    {
        let words = command.arguments.map(\.text)
        guard let index = words.firstIndex(where: { !isOption($0) }) else { return [] }
        let mode = words[index]
        let targets = words[(index + 1)...]
        if setsID(mode) { return [setID(targets, line, copies)] }
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

    /// Set-user-id or set-group-id, by number or by letter.
    private static func setsID(_ mode: UntrustedText) -> Bool {
        if let digits = octal(mode) { return digits.count >= 4 && (digits[digits.count - 4] & 6) != 0 }
        return clauses(mode).contains { _, sign, bits in sign != 0x2D && bits.contains(0x73) }
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

    /// `install` sets the mode of what it copies; `dpkg-statoverride` keeps one over upgrades.
    private static func copies(_ command: ShellCommand, _ line: ShellLine, _ copies: Set<UntrustedText>)
        -> [ContentMatch]
    {
        guard let mode = WriteTargets.option(command, short: "-m", long: "--mode"), setsID(mode),
            !command.hasOption(0x64, long: "--directory")
        else { return [] }
        return [setID(command.operands.filter { $0 != mode }[...], line, copies)]
    }

    private static func override(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        let operands = command.operands
        guard operands.count == 4, setsID(operands[2]) else { return [] }
        return [setID(operands.suffix(1), line, [])]
    }
}
