import AuditModel
import ShellReading

/// Programs run as root from places where anybody may write, or that are hidden.
enum UntrustedProgramPath: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            paths(of: command).compactMap { match($0, line) } + searchPaths(of: command, line)
        }
    }

    private static func match(_ path: UntrustedText, _ line: ShellLine) -> ContentMatch? {
        if CommandTraits.isInWorldWritableFolder(path) {
            return ContentMatch(
                pattern: "program-in-world-writable-folder", severity: .high, line: line,
                reason: "runs \(path.cut(to: 120)), which any user of the system can put there")
        }
        guard CommandTraits.isHidden(path) else { return nil }
        return ContentMatch(
            pattern: "hidden-program", severity: .medium, line: line,
            reason: "runs \(path.cut(to: 120)), whose name is hidden from a plain listing")
    }

    /// The program, and the script that an interpreter or `.` is given.
    private static func paths(of command: ShellCommand) -> [UntrustedText] {
        var paths = command.program.holds("/") ? [command.program] : []
        // What is linked to a place that things are run from, or made a service, is run from where it lies.
        if command.name == "systemctl" || command.name == "update-alternatives"
            || command.name == "ln" && WriteTargets.files(of: command).contains(where: isRunPlace)
        {
            paths += command.operands.filter { $0.bytes.first == 0x2F }
        }
        let takesScript = ShellPrograms.isInterpreter(command.name) || command.isSource
        if takesScript, !command.hasOption(0x63), !command.hasOption(0x65) {
            paths += command.operands.prefix(1)
            if ShellPrograms.isInterpreter(command.name) {
                paths += command.redirections.filter { $0.kind == .read }.map(\.target.text)
            }
        }
        return paths.map { ShellPath.absolute($0, in: command.folder) }.filter { $0.bytes.first == 0x2F }
    }

    private static func isRunPlace(_ file: UntrustedText) -> Bool {
        ProtectedPlaces.place(of: file) != nil || file.beginsAny(["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"])
    }

    /// A search path with such a folder in it: `PATH=/tmp/x:$PATH`.
    private static func searchPaths(of command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        (command.assignments + command.arguments).compactMap { word in
            guard word.text.begins(with: "PATH=") else { return nil }
            let parts = word.text.bytes.dropFirst(5).split(separator: 0x3A)
            guard let part = parts.first(where: { CommandTraits.isInWorldWritableFolder(UntrustedText($0 + [0x2F])) })
            else { return nil }
            return ContentMatch(
                pattern: "program-in-world-writable-folder", severity: .high, line: line,
                reason: "looks for programs in \(UntrustedText(part.prefix(120))), where any user can put them")
        }
    }
}
