import AuditModel
import ShellReading

/// Reads a whole command for what it can do at most: only words that are known to touch no code pass.
enum VisibleCommand {
    /// What all parts of a command do at most.
    enum Reading {
        /// No program that it names exists.
        case runsNothing
        /// Clears caches, takes snapshots, remounts, or edits data of one package, with vouched programs.
        case harmless
    }

    private static let lengthLimit = 2048
    private static let builtins: Set<UntrustedText> = ["test", "[", "echo", "printf", "true", "false", ":", "exit", ""]
    private static let fileTests: Set<UntrustedText> = ["-x", "-e", "-f", "-v"]

    static func reading(of text: UntrustedText, in programs: HookPrograms) -> Reading? {
        guard text.bytes.count <= lengthLimit, let tokens = ShellTokens.tokens(text), isPlain(text, tokens),
            !beginsOpenly(tokens, programs)
        else { return nil }
        let script = ScriptReading(bytes: text.bytes, language: .shell, isHook: true)
        let commands = script.commands.map(\.command)
        var runs = false
        var edited: Set<HostPath> = []
        for command in commands {
            guard hasPlainSurroundings(command) else { return nil }
            if builtins.contains(command.program) { continue }
            guard !command.isSource, let program = programs.program(command.program) else { return nil }
            if program.isAbsent, isGuarded(command.program, in: tokens) { continue }
            guard program.isAbsent || (program.proof?.rung ?? .unverifiable) >= .baseline,
                VisibleProgram.isHarmless(command, program, editing: &edited, in: programs.ledger)
            else { return nil }
            runs = true
        }
        guard edited.count <= 1, !commands.isEmpty, script.unread.isEmpty else { return nil }
        return runs ? .harmless : .runsNothing
    }

    /// A cheap look before the command is read: it begins with a path at which no sound program stands.
    private static func beginsOpenly(_ tokens: [UntrustedText], _ programs: HookPrograms) -> Bool {
        guard let first = tokens.first, first.bytes.first == UInt8(ascii: "/") else { return false }
        guard let program = programs.program(first) else { return true }
        return program.proof == nil && !program.isAbsent
    }

    /// No second line, here-document, comment, function, backtick or alternative spelling of a substitution.
    private static func isPlain(_ text: UntrustedText, _ tokens: [UntrustedText]) -> Bool {
        let hasOddSign = text.bytes.contains { $0 == 0x0A || $0 == 0x60 || ($0 < 0x20 && $0 != 0x09) || $0 >= 0x7F }
        let hasInput = tokens.contains { $0 == "<" || $0 == "<<" || $0.begins(with: "#") }
        if hasOddSign || hasInput || tokens.last == "&" { return false }
        return !zip(tokens, tokens.dropFirst()).contains { token, next in
            (token == "(" && next == ")") || (token == "&" && next != ">" && !isDigit(next))
        }
    }

    private static func isDigit(_ token: UntrustedText) -> Bool {
        token.bytes.count == 1 && token.bytes[0].isASCIIDigit
    }

    /// No wrapper, no variable of the shell's or the loader's, and nothing written but to /dev/null.
    private static func hasPlainSurroundings(_ command: ShellCommand) -> Bool {
        let areNamesPlain = command.assignments.allSatisfy { word in
            word.text.bytes.prefix { $0 != 0x3D }.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F }
        }
        let areTargetsPlain = command.redirections.allSatisfy { redirection in
            let target = redirection.target.text
            if redirection.kind == .duplicate { return isDigit(target) }
            return target == "/dev/null" && (redirection.kind == .write || redirection.kind == .append)
        }
        return command.wrappers.isEmpty && command.inline.isEmpty && areNamesPlain && areTargetsPlain
    }

    /// Whether the command itself asks for the program before it runs it.
    private static func isGuarded(_ word: UntrustedText, in tokens: [UntrustedText]) -> Bool {
        zip(tokens, tokens.dropFirst()).contains { fileTests.contains($0) && $1 == word }
    }
}
