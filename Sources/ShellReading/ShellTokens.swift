package import AuditModel

/// A command as a flat row of words and operators, quotes kept, so that two spellings are equal only if they are alike.
package enum ShellTokens {
    private static let operators: Set<UInt8> = [0x3B, 0x26, 0x7C, 0x28, 0x29, 0x3C, 0x3E, 0x0A]

    /// Nil where a quote is left open, or where the command is longer than any known shape.
    package static func tokens(_ text: UntrustedText) -> [UntrustedText]? {
        let bytes = text.bytes
        guard bytes.count <= 4096 else { return nil }
        var tokens: [UntrustedText] = []
        var word: [UInt8] = []
        var quote: UInt8?
        for (index, byte) in bytes.enumerated() {
            if let open = quote {
                word.append(byte)
                if byte == open { quote = nil }
            } else if byte == 0x5C || byte == 0 {
                return nil
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
                word.append(byte)
            } else if operators.contains(byte) {
                flush(&word, &tokens)
                let isDoubled = index > 0 && bytes[index - 1] == byte && tokens.last?.bytes == [byte]
                if isDoubled { tokens.removeLast() }
                tokens.append(UntrustedText(isDoubled ? [byte, byte] : [byte]))
            } else if byte.isShellSpace {
                flush(&word, &tokens)
            } else {
                word.append(byte)
            }
        }
        flush(&word, &tokens)
        return quote == nil ? tokens : nil
    }

    private static func flush(_ word: inout [UInt8], _ tokens: inout [UntrustedText]) {
        if !word.isEmpty { tokens.append(UntrustedText(word)) }
        word = []
    }
}
