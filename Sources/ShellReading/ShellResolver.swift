import AuditModel

/// Reads the pipelines of a script in their order, with its constants and its folder put in.
struct ShellResolver {
    /// Expansion makes a script longer; more than this is not followed.
    private static let sizeLimit = 32 << 20

    private var constants = ShellConstants()
    private var folder: UntrustedText
    private var room = Self.sizeLimit
    /// Whether variables were left as they are written because there are too many.
    private(set) var isCut = false

    /// Learns all constants first, since a function stands before what sets its variables.
    init(_ pipelines: [ShellPipeline], folder: UntrustedText) {
        self.folder = folder
        for pipeline in pipelines { _ = resolved(pipeline, choice: 0) }
        constants.rewind()
        self.folder = folder
        room = Self.sizeLimit
    }

    /// A pipeline as it runs, and as it would run with the other values that its variables are given anywhere.
    mutating func readings(of pipeline: ShellPipeline) -> [ShellPipeline] {
        guard pipeline.hasReferences else { return [resolved(pipeline, choice: 0)] }
        let before = self
        var readings = [resolved(pipeline, choice: 0)]
        let choices = before.choices(in: pipeline)
        for choice in 0..<choices where choices > 1 {
            var other = before
            other.room = room
            readings.append(other.resolved(pipeline, choice: choice + 1))
            (room, isCut) = (other.room, isCut || other.isCut)
        }
        return readings
    }

    /// The greatest number of values of a variable that is used.
    private func choices(in pipeline: ShellPipeline) -> Int {
        pipeline.commands.map { command in
            let words = command.words + command.assignments + command.redirections.map(\.target)
            let own = words.flatMap(\.references).map { reference in
                switch reference.source {
                case .variable(let name), .variableOr(let name, _): constants.count(of: name)
                case .output: 0
                }
            }
            let inner = (command.group + command.inline + command.substitutions).filter(\.hasReferences)
            return max(own.max() ?? 0, inner.map(choices).max() ?? 0)
        }.max() ?? 0
    }

    private mutating func resolved(_ pipeline: ShellPipeline, choice: Int) -> ShellPipeline {
        var result = pipeline
        let outer = folder
        result.commands = pipeline.commands.map { resolved($0, choice: choice) }
        // Each part of a pipeline is a shell of its own.
        if pipeline.commands.count > 1 { folder = outer }
        return result
    }

    private mutating func resolved(_ command: ShellCommand, choice: Int) -> ShellCommand {
        let isPlain =
            !command.hasReferences && folder == command.folder && command.group.isEmpty && command.inline.isEmpty
        let result = isPlain || room <= 0 ? command : rebuilt(command, choice: choice)
        if room <= 0, command.hasReferences { isCut = true }
        note(result)
        return result
    }

    private mutating func rebuilt(_ command: ShellCommand, choice: Int) -> ShellCommand {
        let here = folder
        let expansion = ShellExpansion(constants: constants, choice: choice)
        var draft = ShellCommandDraft()
        draft.assignments = command.assignments.map { inner(expansion.whole($0), choice) }
        draft.words = command.words.map { inner($0, choice) }.flatMap(expansion.words)
        draft.redirections = command.redirections.map {
            ShellRedirection(kind: $0.kind, target: inner(expansion.whole($0.target), choice))
        }
        folder = here
        draft.isSubshell = command.isSubshell
        draft.group = command.group.map { resolved($0, choice: choice) }
        if command.isSubshell { folder = here }
        ShellPrograms.resolve(&draft)
        let isChanged = command.words.contains { !$0.references.isEmpty }
        var code = ShellCode(pipelines: command.inline, isCut: command.hasUnreadCode)
        if isChanged {
            code = ShellInlineCode.code(of: draft, depth: command.inlineDepth)
            room -= draft.words.reduce(64) { $0 + $1.text.bytes.count }
        }
        code.pipelines = code.pipelines.map { resolved($0, choice: choice) }
        // `eval cd X` moves this shell; any other inline code is a shell of its own.
        if draft.program != "eval" { folder = here }
        return ShellCommand(draft, inline: code, inlineDepth: command.inlineDepth, folder: here)
    }

    /// The word with what it runs resolved, in a shell of its own.
    private mutating func inner(_ word: ShellWord, _ choice: Int) -> ShellWord {
        guard !word.nested.isEmpty else { return word }
        var word = word
        let here = folder
        word.nested = word.nested.map { resolved($0, choice: choice) }
        folder = here
        return word
    }

    private static let declarers: Set<UntrustedText> = ["export", "local", "readonly", "declare", "typeset"]

    /// Learns what a command sets, and where it goes.
    private mutating func note(_ command: ShellCommand) {
        if command.program.isEmpty {
            for word in command.assignments { assign(word) }
        } else if Self.declarers.contains(command.program) {
            for word in command.arguments where ShellPrograms.isAssignment(word.text) { assign(word) }
        } else if command.program == "for", let name = command.arguments.first?.text, command.arguments.count > 2 {
            for word in command.arguments.dropFirst(2) { constants.set(name, to: Self.constant(word.text, word)) }
        } else if command.program == "cd" || command.program == "pushd" {
            let target = command.operands.first ?? "/root"
            let path = target == "-" ? "" : ShellPath.absolute(target, in: command.folder)
            folder = path.bytes.count <= ShellPath.lengthLimit ? path : ""
        } else if command.program == "popd" {
            folder = ""
        }
    }

    private mutating func assign(_ word: ShellWord) {
        guard let equals = word.text.bytes.firstIndex(of: 0x3D) else { return }
        var name = UntrustedText(word.text.bytes[..<equals])
        var value = Self.constant(UntrustedText(word.text.bytes[(equals + 1)...]), word)
        if name.bytes.last == 0x2B {
            name = UntrustedText(name.bytes.dropLast())
            value = constants.value(of: name, choice: 0).flatMap { old in
                value.map { UntrustedText(old.bytes + $0.bytes) }
            }
        }
        constants.set(name, to: value)
    }

    /// The text, where nothing in it is left to be known.
    private static func constant(_ text: UntrustedText, _ word: ShellWord) -> UntrustedText? {
        word.references.isEmpty && !text.holds("$()") ? text : nil
    }
}
