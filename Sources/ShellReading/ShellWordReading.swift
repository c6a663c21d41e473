import AuditModel

/// The reading of one word.
extension ShellParser {
    mutating func word() -> ShellWord {
        var text: [UInt8] = []
        var word = ShellWord(text: "")
        if bytes[at] == 0x3C || bytes[at] == 0x3E {
            at += 1
            nestedCode(&word, &text)
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
                backtick(&word, &text, isQuoted: false)
            case 0x24:
                if skipFieldSeparator() { return ended(word, text) }
                dollar(&word, &text, isQuoted: false)
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
            case 0x60: backtick(&word, &text, isQuoted: true)
            case 0x24: dollar(&word, &text, isQuoted: true)
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

    private mutating func dollar(_ word: inout ShellWord, _ text: inout [UInt8], isQuoted: Bool) {
        at += 1
        guard at < bytes.count else {
            text.append(0x24)
            return
        }
        switch bytes[at] {
        case 0x28: substitution(&word, &text, isQuoted: isQuoted)
        case 0x27 where !isQuoted: ansiQuoted(&word, &text)
        // bash(1): `$"..."` is a text to be translated, and the sign is dropped.
        case 0x22 where !isQuoted: break
        case 0x7B: braces(&word, &text, isQuoted: isQuoted)
        default:
            let name = Self.name(in: bytes[at...])
            at += name.count
            variable(name, &word, &text, isQuoted: isQuoted)
        }
    }

    /// The longest name of a variable that a text begins with.
    private static func name(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = text.first, first.isASCIILetter || first == 0x5F else { return text.prefix(0) }
        return text.prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x5F }
    }

    private func variable(
        _ name: ArraySlice<UInt8>, _ word: inout ShellWord, _ text: inout [UInt8], isQuoted: Bool
    ) {
        guard !name.isEmpty else {
            text.append(0x24)
            return
        }
        let start = text.count
        text += [0x24, 0x7B] + name + [0x7D]
        word.references.append(
            ShellReference(
                source: .variable(UntrustedText(name)), range: start..<text.count, isQuoted: isQuoted))
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

    /// `${...}`, from its opening brace: a plain name is followed, and one with a plain text for where it is not set.
    ///
    /// Other forms stay as they are written.
    private mutating func braces(_ word: inout ShellWord, _ text: inout [UInt8], isQuoted: Bool) {
        let start = text.count
        text.append(0x24)
        var depth = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x60 {
                backtick(&word, &text, isQuoted: true)
                continue
            }
            if byte == 0x24, at + 1 < bytes.count, bytes[at + 1] == 0x28 {
                at += 1
                nestedCode(&word, &text)
                continue
            }
            if byte == 0x7B, at == 0 || bytes[at - 1] == 0x24 { depth += 1 }
            if byte == 0x7D { depth -= 1 }
            text.append(byte)
            at += 1
            if depth == 0 || byte == 0x0A { break }
        }
        guard text.last == 0x7D, let source = Self.source(of: text[(start + 2)..<(text.count - 1)]) else { return }
        word.references.append(ShellReference(source: source, range: start..<text.count, isQuoted: isQuoted))
    }

    /// What the text between the braces stands for, where that is easily said.
    private static func source(of inner: ArraySlice<UInt8>) -> ShellReference.Source? {
        let name = name(in: inner)
        guard !name.isEmpty else { return nil }
        var rest = inner[name.endIndex...]
        if rest.isEmpty { return .variable(UntrustedText(name)) }
        if rest.first == 0x3A { rest = rest.dropFirst() }
        guard let sign = rest.first, sign == 0x2D || sign == 0x3D else { return nil }
        let value = rest.dropFirst().filter { $0 != 0x22 && $0 != 0x27 }
        guard !value.contains(where: { $0 == 0x24 || $0 == 0x60 || $0 == 0x5C }) else { return nil }
        return .variableOr(UntrustedText(name), UntrustedText(value))
    }

    /// Stands on the `(` of `$(`.
    private mutating func substitution(_ word: inout ShellWord, _ text: inout [UInt8], isQuoted: Bool) {
        let before = word.nested.count
        let start = text.count
        nestedCode(&word, &text)
        noteOutput(&word, before, start..<text.count, isQuoted)
    }

    /// Stands on the `(` of `$(`, `<(` or `>(`.
    private mutating func nestedCode(_ word: inout ShellWord, _ text: inout [UInt8]) {
        at += 1
        nest(&word.nested, closer: 0x29)
        text += [0x24, 0x28, 0x29]
    }

    /// What one pipeline prints can be followed.
    private func noteOutput(_ word: inout ShellWord, _ before: Int, _ range: Range<Int>, _ isQuoted: Bool) {
        guard word.nested.count == before + 1 else { return }
        word.references.append(ShellReference(source: .output(before), range: range, isQuoted: isQuoted))
    }

    private mutating func backtick(_ word: inout ShellWord, _ text: inout [UInt8], isQuoted: Bool) {
        at += 1
        var code: [UInt8] = []
        while at < bytes.count, bytes[at] != 0x60 {
            if bytes[at] == 0x5C, at + 1 < bytes.count, bytes[at + 1] == 0x60 || bytes[at + 1] == 0x5C { at += 1 }
            code.append(bytes[at])
            at += 1
        }
        at += 1
        let before = word.nested.count
        if inlineDepth < Self.inlineLimit {
            let inner = Self.code(in: code, inlineDepth: inlineDepth + 1)
            word.nested += inner.pipelines
            if inner.isCut { cut() }
        } else {
            cut()
        }
        let start = text.count
        text += [0x24, 0x28, 0x29]
        noteOutput(&word, before, start..<text.count, isQuoted)
    }
}
