import AuditModel

/// Reads one logical line into pipelines (POSIX.1-2017, XCU 2.10, as far as the recognition of commands needs it).
struct ShellParser {
    /// Deeper nesting is read flat, as if the parentheses were separators.
    private static let depthLimit = 12
    /// Code inside arguments inside arguments is followed so far.
    private static let inlineLimit = 3

    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0
    private let inlineDepth: Int

    private init(_ bytes: [UInt8], inlineDepth: Int) {
        self.bytes = bytes
        self.inlineDepth = inlineDepth
    }

    static func pipelines(in bytes: [UInt8], inlineDepth: Int = 0) -> [ShellPipeline] {
        var parser = ShellParser(bytes, inlineDepth: inlineDepth)
        var all: [ShellPipeline] = []
        while parser.at < bytes.count {
            all += parser.list(closer: nil)
            parser.at += 1
        }
        return all
    }

    /// Reads until an unquoted closer or the end; leaves the cursor on the closer.
    private mutating func list(closer: UInt8?) -> [ShellPipeline] {
        var pipelines: [ShellPipeline] = []
        var pipeline = ShellPipeline()
        var command = ShellCommand()
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
                nest(&command.group, closer: 0x29)
            case 0x7B where command.words.isEmpty && nextIsSpace:
                at += 1
                nest(&command.group, closer: 0x7D)
            case 0x3C, 0x3E:
                redirection(&command)
            default:
                if byte.isASCIISpace { at += 1 } else { append(word(), to: &command) }
            }
        }
        finish(&command, &pipeline, &pipelines)
        return pipelines
    }

    private var nextIsSpace: Bool { at + 1 < bytes.count && bytes[at + 1].isASCIISpace }

    private mutating func nest(_ target: inout [ShellPipeline], closer: UInt8) {
        guard depth < Self.depthLimit else { return }
        depth += 1
        target += list(closer: closer)
        at += 1
        depth -= 1
    }

    private mutating func ampersand(
        _ command: inout ShellCommand, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
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
        _ command: inout ShellCommand, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
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

    private func finish(_ command: inout ShellCommand, _ pipeline: inout ShellPipeline) {
        defer { command = ShellCommand() }
        guard !command.isEmpty else { return }
        ShellPrograms.resolve(&command)
        command.inline = ShellInlineCode.pipelines(of: command, depth: inlineDepth, limit: Self.inlineLimit)
        pipeline.commands.append(command)
    }

    private func finish(
        _ command: inout ShellCommand, _ pipeline: inout ShellPipeline, _ pipelines: inout [ShellPipeline]
    ) {
        finish(&command, &pipeline)
        if !pipeline.commands.isEmpty { pipelines.append(pipeline) }
        pipeline = ShellPipeline()
    }

    private func append(_ word: ShellWord, to command: inout ShellCommand) {
        if command.words.isEmpty, !word.isQuoted, ShellPrograms.isAssignment(word.text) {
            command.assignments.append(word)
        } else if !word.text.isEmpty || word.isQuoted {
            command.words.append(word)
        }
    }

    private mutating func redirection(_ command: inout ShellCommand) {
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

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte.isASCIISpace || byte == 0x3B || byte == 0x26 || byte == 0x7C || byte == 0x28 || byte == 0x29
            || byte == 0x3C || byte == 0x3E
    }
}

/// The reading of one word.
extension ShellParser {
    private mutating func word() -> ShellWord {
        var text: [UInt8] = []
        var word = ShellWord(text: "")
        if bytes[at] == 0x3C || bytes[at] == 0x3E {
            at += 1
            substitution(&word, &text)
        }
        while at < bytes.count, !Self.endsWord(bytes[at]) {
            switch bytes[at] {
            case 0x27:
                word.isQuoted = true
                singleQuoted(&text)
            case 0x22:
                word.isQuoted = true
                doubleQuoted(&word, &text)
            case 0x5C:
                at += 1
                if at < bytes.count { text.append(bytes[at]) }
                at += 1
            case 0x60:
                backtick(&word, &text)
            case 0x24:
                if skipFieldSeparator() { return ended(word, text) }
                dollar(&word, &text)
            default:
                text.append(bytes[at])
                at += 1
            }
        }
        return ended(word, text)
    }

    private func ended(_ word: ShellWord, _ text: [UInt8]) -> ShellWord {
        var word = word
        word.text = UntrustedText(text)
        return word
    }

    private mutating func singleQuoted(_ text: inout [UInt8]) {
        at += 1
        while at < bytes.count, bytes[at] != 0x27 {
            text.append(bytes[at])
            at += 1
        }
        at += 1
    }

    private mutating func doubleQuoted(_ word: inout ShellWord, _ text: inout [UInt8]) {
        at += 1
        while at < bytes.count, bytes[at] != 0x22 {
            switch bytes[at] {
            case 0x5C where at + 1 < bytes.count:
                let next = bytes[at + 1]
                if next != 0x22, next != 0x24, next != 0x60, next != 0x5C { text.append(0x5C) }
                text.append(next)
                at += 2
            case 0x60: backtick(&word, &text)
            case 0x24: dollar(&word, &text)
            default:
                text.append(bytes[at])
                at += 1
            }
        }
        at += 1
    }

    /// `$IFS` and `${IFS}` outside quotes part words as a space does.
    private mutating func skipFieldSeparator() -> Bool {
        for form: UntrustedText in ["${IFS}", "$IFS"] where bytes[at...].begins(with: form) {
            at += form.bytes.count
            return true
        }
        return false
    }

    private mutating func dollar(_ word: inout ShellWord, _ text: inout [UInt8]) {
        at += 1
        guard at < bytes.count else {
            text.append(0x24)
            return
        }
        switch bytes[at] {
        case 0x28: substitution(&word, &text)
        case 0x27 where !word.isQuoted || text.isEmpty: ansiQuoted(&word, &text)
        case 0x7B: braces(&text)
        default: text.append(0x24)
        }
    }

    /// `$'...'` with its hexadecimal and octal escapes decoded (bash(1), QUOTING).
    private mutating func ansiQuoted(_ word: inout ShellWord, _ text: inout [UInt8]) {
        word.isQuoted = true
        at += 1
        while at < bytes.count, bytes[at] != 0x27 {
            if bytes[at] == 0x5C, at + 1 < bytes.count {
                let (byte, length) = EscapeCodes.decode(bytes[(at + 1)...])
                text.append(byte)
                at += 1 + length
            } else {
                text.append(bytes[at])
                at += 1
            }
        }
        at += 1
    }

    /// `${...}` as written.
    private mutating func braces(_ text: inout [UInt8]) {
        text.append(0x24)
        while at < bytes.count {
            let byte = bytes[at]
            text.append(byte)
            at += 1
            if byte == 0x7D || byte == 0x0A { return }
        }
    }

    /// Stands on the `(` of `$(`, `<(` or `>(`.
    private mutating func substitution(_ word: inout ShellWord, _ text: inout [UInt8]) {
        at += 1
        nest(&word.nested, closer: 0x29)
        text += [0x24, 0x28, 0x29]
    }

    private mutating func backtick(_ word: inout ShellWord, _ text: inout [UInt8]) {
        at += 1
        var code: [UInt8] = []
        while at < bytes.count, bytes[at] != 0x60 {
            if bytes[at] == 0x5C, at + 1 < bytes.count, bytes[at + 1] == 0x60 || bytes[at + 1] == 0x5C { at += 1 }
            code.append(bytes[at])
            at += 1
        }
        at += 1
        if inlineDepth < Self.inlineLimit {
            word.nested += Self.pipelines(in: code, inlineDepth: inlineDepth + 1)
        }
        text += [0x24, 0x28, 0x29]
    }
}
