import AuditModel
import ShellReading

/// Questions that several pattern families ask about a command.
enum CommandTraits {
    /// Whether a command runs, as code, what it is fed or what is substituted into its words.
    static func runsInput(_ command: ShellCommand) -> Bool {
        if command.program == "eval" || command.isSource { return true }
        if command.name == "at" || command.name == "batch" { return !command.hasOption(0x6C) }
        if command.wrappers.contains("xargs"), ShellPrograms.isInterpreter(command.name) { return true }
        guard ShellPrograms.isInterpreter(command.name) else { return false }
        // An interpreter with a script of its own reads its input as data.
        guard let first = command.operands.first, !first.begins(with: "$()"), first != "-", first != "/dev/stdin" else {
            return true
        }
        if command.hasOption(0x63) || command.hasOption(0x65) {
            return command.arguments.contains { !$0.nested.isEmpty }
        }
        return command.hasOption(0x73)
    }

    /// Whether a command runs one of its arguments, or its here-string, as code.
    static func runsArgument(_ command: ShellCommand) -> Bool {
        if command.program == "eval" { return true }
        guard ShellPrograms.isInterpreter(command.name) else { return false }
        return command.hasOption(0x63) || command.hasOption(0x65)
            || command.redirections.contains { $0.kind == .hereString }
    }

    private static let backupMarks: [UntrustedText] = [
        ".dpkg-", ".org", ".orig", ".bak", ".old", ".upgrade-", "~", ".disabled", ".ucf", ".pre-conffile",
    ]

    /// Whether a command only puts a file's own backup back, or the file out of the way: `mv X.dpkg-bak X`.
    static func isOwnBackup(_ command: ShellCommand, of file: UntrustedText) -> Bool {
        guard command.name == "mv" || command.name == "cp" || command.name == "cat" else { return false }
        let sources = command.operands.map { ShellPath.absolute($0, in: command.folder) }.filter { $0 != file }
        guard sources.count == 1, let source = sources.first else { return false }
        let (short, long) = source.bytes.count < file.bytes.count ? (source, file) : (file, source)
        let rest = UntrustedText(long.bytes.dropFirst(short.bytes.count))
        return long.begins(with: short) && rest.beginsAny(backupMarks) && !rest.holds("/")
    }

    /// A folder where every user may create files.
    static func isInWorldWritableFolder(_ path: UntrustedText) -> Bool {
        path.beginsAny(SharedFolders.prefixes)
    }

    /// A path with a component that starts with one dot and goes on.
    static func isHidden(_ path: UntrustedText) -> Bool {
        guard path.bytes.first == 0x2F, path.bytes.allSatisfy(isPathByte) else { return false }
        return path.bytes.split(separator: 0x2F).contains { part in
            part.first == 0x2E && part.dropFirst().first.map { $0 != 0x2E } ?? false
        }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 || [0x2F, 0x2E, 0x2D, 0x5F, 0x2B, 0x20].contains(byte)
    }

    /// A shell, perl, python or another interpreter by its absolute path.
    static func isInterpreterPath(_ path: UntrustedText) -> Bool {
        path.beginsAny(shellFolders) && ShellPrograms.isInterpreter(path.lastComponent)
    }

    private static let shellFolders: [UntrustedText] = ["/bin/", "/usr/bin/", "/usr/local/bin/"]

    /// A shell by its absolute path.
    static func isShellPath(_ path: UntrustedText) -> Bool {
        path.beginsAny(shellFolders) && ShellPrograms.shells.contains(path.lastComponent)
    }
}
