import AuditModel

/// Takes one word off the front of a statement, by the two rules of apt-pkg/contrib/strutl.cc.
enum AptConfWords {
    /// A word, and where the rest of the statement starts.
    struct Word {
        let bytes: [UInt8]
        let end: Int
    }

    private static let quote = UInt8(ascii: "\"")

    /// A run up to white space in which quotes and brackets protect; quotes are dropped, `%XX` decoded everywhere.
    ///
    /// Nil where nothing is left, or a quote or bracket is not closed (ParseQuoteWord).
    static func plain(_ text: [UInt8], from start: Int) -> Word? {
        var end = skippingBlanks(text, from: start)
        guard end < text.count else { return nil }
        while end < text.count, !text[end].isASCIISpace {
            if let closer = closer(of: text[end]) {
                guard let close = text[(end + 1)...].firstIndex(of: closer) else { return nil }
                end = close
            }
            end += 1
        }
        let word = decoded(text[start..<end])
        while end < text.count, text[end].isASCIISpace { end += 1 }
        return Word(bytes: word, end: end)
    }

    /// Quoted strings to the end of the statement, joined; white space between them counts as one blank.
    ///
    /// Nothing is decoded. Nil where anything stands outside the quotes, or one is not closed (ParseCWord).
    static func quoted(_ text: [UInt8], from start: Int) -> Word? {
        var index = skippingBlanks(text, from: start)
        guard index < text.count else { return nil }
        var word: [UInt8] = []
        while index < text.count {
            if text[index] == quote {
                guard let close = text[(index + 1)...].firstIndex(of: quote) else { return nil }
                word.append(contentsOf: text[(index + 1)..<close])
                index = close
            } else {
                guard text[index].isASCIISpace else { return nil }
                if index == start || !text[index - 1].isASCIISpace { word.append(0x20) }
            }
            index += 1
        }
        return Word(bytes: word, end: index)
    }

    private static func skippingBlanks(_ text: [UInt8], from start: Int) -> Int {
        var index = start
        while index < text.count, text[index] == 0x20 { index += 1 }
        return index
    }

    private static func closer(of byte: UInt8) -> UInt8? {
        switch byte {
        case quote: quote
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: nil
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var word: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let high = hexValue(text[index + 1]), let low = hexValue(text[index + 2])
            {
                word.append(high << 4 | low)
                index += 3
                continue
            }
            if text[index] != quote { word.append(text[index]) }
            index += 1
        }
        return word
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte.asciiLowercased {
        case let digit where digit.isASCIIDigit: digit - 0x30
        case let letter where letter >= 0x61 && letter <= 0x66: letter - 0x57
        default: nil
        }
    }
}
