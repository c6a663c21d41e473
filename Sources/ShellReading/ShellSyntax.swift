package import AuditModel

/// A variable or a command substitution, and where it stands in a word.
package struct ShellReference: Sendable {
    /// What the shell puts in its place.
    package enum Source: Hashable, Sendable {
        case variable(UntrustedText)
        /// `${NAME:-TEXT}` and its like, where TEXT is plain.
        case variableOr(UntrustedText, UntrustedText)
        /// What the nested pipeline of this index prints.
        case output(Int)
    }

    package let source: Source
    /// In the bytes of the word's text.
    package var range: Range<Int>
    /// Inside double quotes, where the value is one word whatever it holds.
    package let isQuoted: Bool
}

/// One word of a command, quotes removed.
package struct ShellWord: Sendable {
    /// Dequoted; a plain variable stands as `${NAME}`, however it was written, and a substitution leaves `$()`.
    package var text: UntrustedText
    package var isQuoted = false
    /// What `$(...)`, backticks and `<(...)` in the word run.
    package var nested: [ShellPipeline] = []
    /// In the order of the text.
    package var references: [ShellReference] = []
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
    /// Whether the group is a shell of its own, `( ... )`.
    var isSubshell = false
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
    package let isSubshell: Bool
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
    /// Whether code in the arguments lies deeper, or is longer, than what is read.
    package let hasUnreadCode: Bool
    /// How many arguments of other commands this one stood in.
    let inlineDepth: Int
    /// Whether a variable or substitution stands in it or in what it holds.
    package let hasReferences: Bool
    /// Where the command runs, as far as `cd` says; dpkg starts maintainer scripts in `/`.
    package let folder: UntrustedText

    init(
        _ draft: ShellCommandDraft, inline: ShellCode = ShellCode(), inlineDepth: Int = 0, folder: UntrustedText = "/"
    ) {
        assignments = draft.assignments
        words = draft.words
        redirections = draft.redirections
        group = draft.group
        isSubshell = draft.isSubshell
        self.inline = inline.pipelines
        hasUnreadCode = inline.isCut
        self.inlineDepth = inlineDepth
        self.folder = folder
        wrappers = draft.wrappers
        program = draft.program
        arguments = draft.arguments
        name = draft.program.lastComponent
        operands = draft.arguments.map(\.text).filter { $0.bytes.first != 0x2D || $0.bytes.count == 1 }
        substitutions =
            draft.words.flatMap(\.nested) + draft.redirections.flatMap(\.target.nested)
            + draft.assignments.flatMap(\.nested)
        hasReferences =
            draft.words.contains { !$0.references.isEmpty } || draft.assignments.contains { !$0.references.isEmpty }
            || draft.redirections.contains { !$0.target.references.isEmpty }
            || (draft.group + inline.pipelines + substitutions).contains(where: \.hasReferences)
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

/// What a text holds as code of the shell.
struct ShellCode: Sendable {
    var pipelines: [ShellPipeline] = []
    /// Whether a part was left unread because there is too much of it, or it lies too deep.
    var isCut = false
}

/// Commands joined by `|`.
package struct ShellPipeline: Sendable {
    package var commands: [ShellCommand] = []
    package var isBackground = false

    var hasReferences: Bool { commands.contains(where: \.hasReferences) }

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
