import AuditModel

/// One word of a command, quotes removed.
struct ShellWord: Sendable {
    /// Dequoted; a variable stays as written, a substitution leaves `$()`.
    var text: UntrustedText
    var isQuoted = false
    /// What `$(...)`, backticks and `<(...)` in the word run.
    var nested: [ShellPipeline] = []
}

/// A redirection of a command.
struct ShellRedirection: Sendable {
    /// What is done with the target.
    enum Kind: Hashable, Sendable {
        case read
        case write
        case append
        /// The signs `>&` and `<&`.
        case duplicate
        /// The sign `<<<`.
        case hereString
    }

    let kind: Kind
    let target: ShellWord
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
final class ShellCommand: Sendable {
    let assignments: [ShellWord]
    /// Keywords and wrappers included.
    let words: [ShellWord]
    let redirections: [ShellRedirection]
    /// What stands in `( ... )` or `{ ...; }`.
    let group: [ShellPipeline]
    /// Code given as an argument: `sh -c '...'`, `eval ...`, `trap '...'`, and quoted text of several lines.
    let inline: [ShellPipeline]
    /// `if`, `exec`, `nohup`, `sudo` and the like that stood before the program.
    let wrappers: [UntrustedText]
    /// The program as written, empty where there is none.
    let program: UntrustedText
    let arguments: [ShellWord]
    /// The program without its folder.
    let name: UntrustedText
    /// Arguments that are no options.
    let operands: [UntrustedText]
    /// Everything that runs in order to make one of this command's words or its input.
    let substitutions: [ShellPipeline]
    /// Files that the command writes through the shell, or through tee.
    let writtenFiles: [UntrustedText]

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

    /// Whether an option letter stands in a bundle such as `-lc`, or a long option is given.
    func hasOption(_ letter: UInt8, long: UntrustedText? = nil) -> Bool {
        arguments.contains { word in
            let text = word.text
            if let long, text == long || text.begins(with: UntrustedText(long.bytes + [0x3D])) { return true }
            return text.bytes.count > 1 && text.bytes[0] == 0x2D && text.bytes[1] != 0x2D
                && text.bytes.dropFirst().contains(letter)
        }
    }

    /// Whether this command or one in its group satisfies a condition.
    func contains(where condition: (ShellCommand) -> Bool) -> Bool {
        condition(self) || group.contains { $0.contains(where: condition) }
    }
}

/// Commands joined by `|`.
struct ShellPipeline: Sendable {
    var commands: [ShellCommand] = []
    var isBackground = false

    /// Whether one of the commands, at any depth of grouping or substitution, satisfies a condition.
    func contains(where condition: (ShellCommand) -> Bool) -> Bool {
        commands.contains { command in
            command.contains(where: condition)
                || command.substitutions.contains { $0.contains(where: condition) }
        }
    }

    /// Whether a command is fed, through the pipe or by substitution, with what another makes.
    func feeds(from source: (ShellCommand) -> Bool, to sink: (ShellCommand) -> Bool) -> Bool {
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
