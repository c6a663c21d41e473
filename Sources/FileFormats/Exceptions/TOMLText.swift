import AuditModel

/// The bytes of a TOML file, read from the front.
struct TOMLText {
    private let bytes: [UInt8]
    private var place = 0
    /// Counted from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    func mistake(_ reason: ReportText) -> JSONMistake { JSONMistake(line: line, reason: reason) }

    mutating func take() {
        if peek == 0x0A { line += 1 }
        place += 1
    }

    /// Takes a byte, after spaces, where it is this one.
    mutating func takes(_ byte: UInt8) -> Bool {
        skipSpaces()
        guard peek == byte else { return false }
        take()
        return true
    }

    mutating func skipSpaces() {
        while let byte = peek, byte == 0x20 || byte == 0x09 { place += 1 }
    }

    /// Spaces, line ends and comments.
    mutating func skipLines() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                while let byte = peek, byte != 0x0A { place += 1 }
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                take()
            } else {
                return
            }
        }
    }

    /// A comment and the end of the line, after which something else may begin.
    mutating func endLine() throws(JSONMistake) {
        skipSpaces()
        if peek == UInt8(ascii: "#") { while let byte = peek, byte != 0x0A { place += 1 } }
        if peek == 0x0D { place += 1 }
        guard let byte = peek else { return }
        guard byte == 0x0A else { throw mistake("the end of the line is expected") }
        take()
    }

    mutating func key() throws(JSONMistake) -> UntrustedText {
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return UntrustedText(try string()) }
        let start = place
        while let byte = peek, byte.isASCIILetter || byte.isASCIIDigit || byte == 0x5F || byte == 0x2D { place += 1 }
        guard place > start else { throw mistake("a key is expected") }
        return UntrustedText(bytes[start..<place])
    }

    /// True, false, a number or a date.
    mutating func word() throws(JSONMistake) -> JSONNode.Content {
        let start = place
        while let byte = peek, !byte.isASCIISpace, !",]}#".utf8.contains(byte) { place += 1 }
        let word = bytes[start..<place]
        if word.elementsEqual("true".utf8) { return .boolean(true) }
        if word.elementsEqual("false".utf8) { return .boolean(false) }
        guard let first = word.first, first.isASCIIDigit || "+-in".utf8.contains(first) else {
            throw mistake("a value is expected")
        }
        let digits = word.drop { $0 == UInt8(ascii: "+") }
        return Int64(String(decoding: digits, as: UTF8.self)) != nil ? .number(Array(digits)) : .text(Array(word))
    }

    /// In one or three quotes of either kind.
    mutating func string() throws(JSONMistake) -> [UInt8] {
        guard let quote = peek else { throw mistake("a text is expected") }
        let triple = [quote, quote, quote]
        let isLong = bytes[place...].starts(with: triple)
        place += isLong ? 3 : 1
        if isLong {
            if peek == 0x0D, bytes.dropFirst(place + 1).first == 0x0A { place += 1 }
            if peek == 0x0A { take() }
        }
        var result: [UInt8] = []
        while let byte = peek {
            if byte == quote, !isLong || bytes[place...].starts(with: triple) {
                place += isLong ? 3 : 1
                // Up to two more quotes belong to the text.
                for _ in 0..<2 where isLong && peek == quote {
                    result.append(quote)
                    place += 1
                }
                return result
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                place += 1
                result += try escape(isLong: isLong)
                continue
            }
            if byte == 0x0A, !isLong { break }
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { throw mistake("a control character in a text") }
            result.append(byte)
            take()
        }
        throw mistake("a text is not closed")
    }

    private mutating func escape(isLong: Bool) throws(JSONMistake) -> [UInt8] {
        guard let byte = peek else { throw mistake("a text is not closed") }
        if isLong, byte == 0x0A || byte == 0x20 || byte == 0x0D || byte == 0x09 {
            while let byte = peek, byte.isASCIISpace { take() }
            return []
        }
        place += 1
        switch byte {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [byte]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            var value: UInt32 = 0
            for _ in 0..<(byte == UInt8(ascii: "u") ? 4 : 8) {
                guard let digit = peek.flatMap({ Hexadecimal.value($0) }) else { throw mistake("a bad escape") }
                value = value << 4 | UInt32(digit)
                place += 1
            }
            guard let scalar = Unicode.Scalar(value) else { throw mistake("a bad escape") }
            return UTF8.encode(scalar).map { Array($0) } ?? []
        default: throw mistake("a bad escape")
        }
    }
}
