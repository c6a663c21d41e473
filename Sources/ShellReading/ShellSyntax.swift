package import AuditModel

/// One word of a command, quotes removed.
package struct ShellWord: Sendable {
    /// Dequoted; a variable stays as written, a substitution leaves `$()`.
    package var text: UntrustedText
    package var isQuoted = false
    /// What `$(...)`, backticks and `<(...)` in the word run.
    package var nested: [ShellPipeline] = []
}

/// A redirection of a command.
package struct ShellRedirection: Sendable {
    /// What is done with the target.
    package enum Kind: Hashable, Sendable {
        case read
        case write
        case append
        /// The signs `>&` and `<&`.
        case duplicate
        /// The sign `<<<`.
        case hereString
    }

    package let kind: Kind
    package let target: ShellWord
}

/// One simple command or one group while its words are read.
struct ShellCommandDraft {
    var assignments: [ShellWord] = []
    var words: [ShellWord] = []
    var redirections: [ShellRedirection] = []
    var group: [ShellPipeline] = []
    var wrappers: [UntrustedText] = []
    var program: UntrustedText = ""
    var arguments: [ShellWord] = []

    var isEmpty: Bool { words.isEmpty && assignments.isEmpty && redirections.isEmpty && group.isEmpty }
}

/// One simple command or one group in a pipeline.
///
/// A class, and its answers computed once: every pattern family asks each of a host's hundred thousand commands, and a
/// structure of as many arrays would cost a count up and down for each at every step.
package final class ShellCommand: Sendable {
    package let assignments: [ShellWord]
    /// Keywords and wrappers included.
    package let words: [ShellWord]
    package let redirections: [ShellRedirection]
    /// What stands in `( ... )` or `{ ...; }`.
    package let group: [ShellPipeline]
    /// Code given as an argument: `sh -c '...'`, `eval ...`, `trap '...'`, and quoted text of several lines.
    package let inline: [ShellPipeline]
    /// `if`, `exec`, `nohup`, `sudo` and the like that stood before the program.
    package let wrappers: [UntrustedText]
    /// The program as written, empty where there is none.
    package let program: UntrustedText
    package let arguments: [ShellWord]
    /// The program without its folder.
    package let name: UntrustedText
    /// Arguments that are no options.
    package let operands: [UntrustedText]
    /// Everything that runs in order to make one of this command's words or its input.
    package let substitutions: [ShellPipeline]
    /// Files that the command writes through the shell, or through tee.
    package let writtenFiles: [UntrustedText]

    init(_ draft: ShellCommandDraft, inline: [ShellPipeline]) {
        assignments = draft.assignments
        words = draft.words
        redirections = draft.redirections
        group = draft.group
        self.inline = inline
        wrappers = draft.wrappers
        program = draft.program
        arguments = draft.arguments
        name = draft.program.lastComponent
        operands = draft.arguments.map(\.text).filter { $0.bytes.first != 0x2D || $0.bytes.count == 1 }
        substitutions =
            draft.words.flatMap(\.nested) + draft.redirections.flatMap(\.target.nested)
            + draft.assignments.flatMap(\.nested)
        let written = draft.redirections.filter { $0.kind == .write || $0.kind == .append }.map(\.target.text)
        writtenFiles = name == "tee" ? written + operands : written
    }

    /// The shell's own `.` and `source`.
    package var isSource: Bool { program == "." || program == "source" }

    /// Whether an option letter stands in a bundle such as `-lc`, or a long option is given.
    package func hasOption(_ letter: UInt8, long: UntrustedText? = nil) -> Bool {
        arguments.contains { word in
            let text = word.text
            if let long, text == long || text.begins(with: UntrustedText(long.bytes + [0x3D])) { return true }
            return text.bytes.count > 1 && text.bytes[0] == 0x2D && text.bytes[1] != 0x2D
                && text.bytes.dropFirst().contains(letter)
        }
    }

    /// Whether this command or one in its group satisfies a condition.
    package func contains(where condition: (ShellCommand) -> Bool) -> Bool {
        condition(self) || group.contains { $0.contains(where: condition) }
    }
}

/// Commands joined by `|`.
package struct ShellPipeline: Sendable {
    package var commands: [ShellCommand] = []
    package var isBackground = false

    /// Whether one of the commands, at any depth of grouping or substitution, satisfies a condition.
    package func contains(where condition: (ShellCommand) -> Bool) -> Bool {
        commands.contains { command in
            command.contains(where: condition)
                || command.substitutions.contains { $0.contains(where: condition) }
        }
    }

    /// Whether a command is fed, through the pipe or by substitution, with what another makes.
    package func feeds(from source: (ShellCommand) -> Bool, to sink: (ShellCommand) -> Bool) -> Bool {
        var hasSource = false
        for command in commands {
            let isSink = command.contains(where: sink)
            // `tee >(sh)` hands its input to a substitution.
            let handsOn = command.substitutions.contains { $0.contains(where: sink) }
            if (isSink || handsOn) && hasSource { return true }
            let fed = command.substitutions.contains { $0.contains(where: source) }
            if isSink && fed { return true }
            hasSource = hasSource || fed || command.contains(where: source)
        }
        return false
    }
}
