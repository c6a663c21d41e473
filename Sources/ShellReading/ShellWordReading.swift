import AuditModel

/// The reading of one word.
extension ShellParser {
    mutating func word() -> ShellWord {
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
