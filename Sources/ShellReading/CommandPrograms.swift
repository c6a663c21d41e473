package import AuditModel

/// The programs that a shell command names.
package enum CommandPrograms {
    private static let builtins: Set<UntrustedText> = [
        "test", "[", "[[", "]", "echo", "exit", "true", "false", ":", "cd", "set", "unset", "export", "read", "printf",
        "shift", "return", "umask", "wait", "trap", "eval", "command", "fi", "for", "case", "local", "type", "",
    ]

    package static func programs(in command: UntrustedText) -> [UntrustedText] {
        let script = ScriptReading(bytes: command.bytes, language: .shell, isHook: true)
        var found: [UntrustedText] = []
        for (_, command) in script.commands {
            if command.isSource {
                found += command.operands.prefix(1)
            } else if !builtins.contains(command.program) {
                found.append(command.program)
                if ShellPrograms.isInterpreter(command.name) { found += scripts(of: command) }
            }
        }
        var seen: Set<UntrustedText> = []
        return found.filter { seen.insert($0).inserted }
    }

    /// The file that an interpreter is given, where it is named by its whole path.
    private static func scripts(of command: ShellCommand) -> [UntrustedText] {
        command.operands.prefix(1).filter { $0.bytes.first == UInt8(ascii: "/") }
    }
}
