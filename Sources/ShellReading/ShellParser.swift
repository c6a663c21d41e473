import AuditModel

/// Reads one logical line into pipelines (POSIX.1-2017, XCU 2.10, as far as the recognition of commands needs it).
struct ShellParser {
    /// Deeper nesting is read flat, as if the parentheses were separators.
    private static let depthLimit = 12
    /// Code inside arguments inside arguments is followed so far.
    static let inlineLimit = 6
    /// Statements in one line that are read; no line of a Debian script has a hundredth of it.
    private static let statementLimit = 100_000

    let bytes: [UInt8]
    var at = 0
    private var depth = 0
    private var statements = 0
    private(set) var isCut = false
    let inlineDepth: Int

    private init(_ bytes: [UInt8], inlineDepth: Int) {
        self.bytes = bytes
        self.inlineDepth = inlineDepth
    }

    static func code(in bytes: [UInt8], inlineDepth: Int = 0) -> ShellCode {
        var parser = ShellParser(bytes, inlineDepth: inlineDepth)
        var all: [ShellPipeline] = []
        while parser.at < bytes.count {
            all += parser.list(closer: nil)
            parser.at += 1
        }
        return ShellCode(pipelines: all, isCut: parser.isCut)
    }

    /// Reads until an unquoted closer or the end; leaves the cursor on the closer.
    private mutating func list(closer: UInt8?) -> [ShellPipeline] {
        var pipelines: [ShellPipeline] = []
        var pipeline = ShellPipeline()
        var command = ShellCommandDraft()
        while at < bytes.count {
            let byte = bytes[at]
            if byte == closer { break }
            switch byte {
            case 0x0A where command.isEmpty && !pipeline.commands.isEmpty:
                at += 1
            case 0x0A, 0x3B, 0x29:
                finish(&command, &pipeline, &pipelines)
                at += 1
            case 0x26:
                ampersand(&command, &pipeline, &pipelines)
            case 0x7C:
                bar(&command, &pipeline, &pipelines)
            case 0x28:
                at += 1
                let isEmpty = command.group.isEmpty
                nest(&command.group, closer: 0x29)
                if isEmpty, command.group.isEmpty, command.words.count == 1 {
                    // `NAME()`: what follows is the function's body.
                    command = ShellCommandDraft()
                } else {
                    command.isSubshell = true
                }
            case 0x7B where nextIsSpace && (command.words.isEmpty || isFunctionHead(command)):
                at += 1
                command.words = []
                nest(&command.group, closer: 0x7D)
            case 0x3C, 0x3E:
                redirection(&command)
            default:
                if byte.isShellSpace { at += 1 } else { append(word(), to: &command) }
            }
        }
        finish(&command, &pipeline, &pipelines)
        return pipelines
    }

    /// bash's `function NAME {`.
    private func isFunctionHead(_ command: ShellCommandDraft) -> Bool {
        command.words.count == 2 && command.words[0].text == "function" && !command.words[0].isQuoted
    }

    private var nextIsSpace: Bool { at + 1 < bytes.count && bytes[at + 1].isShellSpace }

    mutating func cut() { isCut = true }

    mutating func nest(_ target: inout [ShellPipeline], closer: UInt8) {
        guard depth < Self.depthLimit else { return }
        depth += 1
        target += list(closer: closer)
        at += 1
        depth -= 1
    }

    private mutating func ampersand(
        _ command: inout ShellCommandDraft, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
    ) {
        at += 1
        guard at < bytes.count else {
            pipeline.isBackground = true
            finish(&command, &pipeline, &pipelines)
            return
        }
        if bytes[at] == 0x3E {
            redirection(&command)
            return
        }
        if bytes[at] == 0x26 { at += 1 } else { pipeline.isBackground = true }
        finish(&command, &pipeline, &pipelines)
    }

    private mutating func bar(
        _ command: inout ShellCommandDraft, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
    ) {
        at += 1
        if at < bytes.count, bytes[at] == 0x7C {
            at += 1
            finish(&command, &pipeline, &pipelines)
            return
        }
        if at < bytes.count, bytes[at] == 0x26 { at += 1 }
        finish(&command, &pipeline)
    }

    private mutating func finish(_ command: inout ShellCommandDraft, _ pipeline: inout ShellPipeline) {
        defer { command = ShellCommandDraft() }
        guard !command.isEmpty else { return }
        ShellPrograms.resolve(&command)
        let inline = ShellInlineCode.code(of: command, depth: inlineDepth)
        pipeline.commands.append(ShellCommand(command, inline: inline, inlineDepth: inlineDepth))
        statements += 1
        if statements >= Self.statementLimit, at < bytes.count {
            at = bytes.count
            isCut = true
        }
    }

    private mutating func finish(
        _ command: inout ShellCommandDraft, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
    ) {
        finish(&command, &pipeline)
        if !pipeline.commands.isEmpty { pipelines.append(pipeline) }
        pipeline = ShellPipeline()
    }

    private func append(_ word: ShellWord, to command: inout ShellCommandDraft) {
        if command.words.isEmpty, !word.isQuoted, ShellPrograms.isAssignment(word.text) {
            command.assignments.append(word)
        } else if !word.text.isEmpty || word.isQuoted {
            command.words.append(word)
        }
    }

    private mutating func redirection(_ command: inout ShellCommandDraft) {
        // A number right before the sign is a descriptor, not an argument.
        if at > 0, bytes[at - 1].isASCIIDigit, let last = command.words.last, !last.isQuoted,
            last.text.bytes.allSatisfy(\.isASCIIDigit)
        {
            command.words.removeLast()
        }
        let isInput = bytes[at] == 0x3C
        let start = at
        while at < bytes.count, at - start < 3, bytes[at] == bytes[start] { at += 1 }
        let signs = at - start
        if signs == 1, at < bytes.count, bytes[at] == 0x28 {
            at = start
            append(word(), to: &command)
            return
        }
        var kind: ShellRedirection.Kind = isInput ? .read : signs > 1 ? .append : .write
        if isInput, signs == 3 { kind = .hereString }
        if at < bytes.count, bytes[at] == 0x26 {
            at += 1
            kind = .duplicate
        } else if at < bytes.count, bytes[at] == 0x7C || (isInput && signs == 2 && bytes[at] == 0x2D) {
            at += 1
        }
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, !Self.endsWord(bytes[at]) || bytes[at] == 0x3C else { return }
        let target = word()
        if isInput, signs == 2 { return }
        command.redirections.append(ShellRedirection(kind: kind, target: target))
    }

    static func endsWord(_ byte: UInt8) -> Bool {
        byte.isShellSpace || byte == 0x3B || byte == 0x26 || byte == 0x7C || byte == 0x28 || byte == 0x29
            || byte == 0x3C || byte == 0x3E
    }
}
