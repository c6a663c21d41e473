import AuditModel
import ShellReading

/// Programs run as root from places where anybody may write, or that are hidden.
enum UntrustedProgramPath: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            paths(of: command).compactMap { path -> ContentMatch? in
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
        }
    }

    /// The program, and the script that an interpreter or `.` is given.
    private static func paths(of command: ShellCommand) -> [UntrustedText] {
        var paths = [command.program]
        let takesScript = ShellPrograms.isInterpreter(command.name) || command.isSource
        if takesScript, !command.hasOption(0x63), !command.hasOption(0x65), let script = command.operands.first {
            paths.append(script)
        }
        return paths.filter { $0.bytes.first == 0x2F }
    }
}
