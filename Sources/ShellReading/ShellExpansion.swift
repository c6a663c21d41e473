import AuditModel

/// Puts known values into the words of a command, and parts them as sh does.
struct ShellExpansion {
    private static let lengthLimit = 1 << 16

    let constants: ShellConstants
    let choice: Int

    /// The words that one word becomes; none where it is unquoted and empty.
    func words(of word: ShellWord) -> [ShellWord] {
        guard !word.references.isEmpty else { return [word] }
        return fields(of: word, isSplit: true)
    }

    /// One word, whatever the values hold: an assignment or the target of a redirection.
    func whole(_ word: ShellWord) -> ShellWord {
        guard !word.references.isEmpty else { return word }
        return fields(of: word, isSplit: false).first ?? ShellWord(text: "", nested: word.nested)
    }

    /// What a reference stands for, where it is known.
    private func value(of reference: ShellReference, in word: ShellWord) -> UntrustedText? {
        switch reference.source {
        case .variable(let name): constants.value(of: name, choice: choice)
        case .variableOr(let name, let text): constants.value(of: name, choice: choice) ?? text
        case .output(let index): Self.printed(by: word.nested[index])
        }
    }

    /// What `echo TEXT`, `printf TEXT`, `command -v NAME` and `which NAME` print.
    private static func printed(by pipeline: ShellPipeline) -> UntrustedText? {
        guard pipeline.commands.count == 1, let command = pipeline.commands.first, command.wrappers.isEmpty,
            command.arguments.allSatisfy({ $0.references.isEmpty && $0.nested.isEmpty })
        else { return nil }
        switch command.name {
        case "echo":
            let text = Array(command.arguments.map(\.text.bytes).joined(separator: [0x20]))
            return text.contains(0x5C) || text.first == 0x2D ? nil : UntrustedText(text)
        case "printf":
            guard command.arguments.count == 1, let text = command.arguments.first?.text,
                !text.bytes.contains(where: { $0 == 0x5C || $0 == 0x25 })
            else { return nil }
            return text
        case "command", "which", "type":
            return command.operands.count == 1 ? command.operands.first : nil
        default:
            return nil
        }
    }

    private func fields(of word: ShellWord, isSplit: Bool) -> [ShellWord] {
        var result = ExpandedFields(isQuoted: word.isQuoted)
        var at = 0
        for reference in word.references where reference.range.lowerBound >= at {
            result.append(word.text.bytes[at..<reference.range.lowerBound])
            if let value = value(of: reference, in: word), result.length + value.bytes.count <= Self.lengthLimit {
                if isSplit, !reference.isQuoted {
                    result.appendSplitting(value.bytes)
                } else {
                    result.append(value.bytes[...])
                }
            } else {
                result.append(reference, written: word.text.bytes[reference.range])
            }
            at = reference.range.upperBound
        }
        result.append(word.text.bytes[at...])
        return result.finished(nested: word.nested)
    }
}

/// The words that a word with values in it falls into.
private struct ExpandedFields {
    let isQuoted: Bool
    private(set) var length = 0
    private var done: [ShellWord] = []
    private var text: [UInt8] = []
    private var references: [ShellReference] = []

    init(isQuoted: Bool) {
        self.isQuoted = isQuoted
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        text += bytes
        length += bytes.count
    }

    /// Something unknown, kept as it is written.
    mutating func append(_ reference: ShellReference, written: ArraySlice<UInt8>) {
        let start = text.count
        append(written)
        if case .output = reference.source { return }
        references.append(
            ShellReference(source: reference.source, range: start..<text.count, isQuoted: reference.isQuoted))
    }

    mutating func appendSplitting(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte.isShellSpace {
                endWord()
            } else {
                text.append(byte)
            }
        }
        length += bytes.count
    }

    private mutating func endWord() {
        if !text.isEmpty { done.append(ShellWord(text: UntrustedText(text), references: references)) }
        text = []
        references = []
    }

    func finished(nested: [ShellPipeline]) -> [ShellWord] {
        var words = done
        if !text.isEmpty || (isQuoted && done.isEmpty) {
            words.append(ShellWord(text: UntrustedText(text), isQuoted: isQuoted, references: references))
        }
        // What runs to make the word runs, whatever becomes of the word.
        if words.isEmpty, !nested.isEmpty { words = [ShellWord(text: "", isQuoted: true)] }
        if !nested.isEmpty { words[0].nested = nested }
        return words
    }
}
