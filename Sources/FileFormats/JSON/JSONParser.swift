import AuditModel

/// Reads JSON strictly: no comments, no trailing commas, no key twice, nothing but UTF-8.
struct JSONParser {
    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private var line: Int

    private static let depthLimit = 32

    init(_ bytes: ArraySlice<UInt8>, line: Int) {
        self.bytes = bytes
        place = bytes.startIndex
        self.line = line
    }

    mutating func document() throws(JSONMistake) -> JSONNode {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.elementsEqual(bytes) else { throw JSONMistake(line: badLine, reason: "not UTF-8") }
        skipSpace()
        let root = try value(depth: 0)
        skipSpace()
        guard place == bytes.endIndex else { throw mistake("something stands behind the JSON text") }
        return root
    }

    private var badLine: Int? {
        ByteLines(bytes).enumerated().first { _, part in
            !String(decoding: part, as: UTF8.self).utf8.elementsEqual(part)
        }.map { line + $0.offset }
    }

    private func mistake(_ reason: ReportText) -> JSONMistake {
        JSONMistake(line: line, reason: "not JSON: \(reason)")
    }

    private var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return
            }
            place += 1
        }
    }

    /// Takes one byte that has to stand here.
    private mutating func take(_ byte: Unicode.Scalar) throws(JSONMistake) {
        guard next == UInt8(ascii: byte) else {
            throw mistake(next == nil ? "it ends too early" : "\(ours: String(byte)) is expected here")
        }
        place += 1
    }

    private mutating func value(depth: Int) throws(JSONMistake) -> JSONNode {
        guard depth < Self.depthLimit else { throw mistake("nested deeper than \(Self.depthLimit) levels") }
        let start = line
        switch next {
        case nil: throw mistake("it ends too early")
        case UInt8(ascii: "{"): return JSONNode(content: .map(try object(depth: depth)), line: start)
        case UInt8(ascii: "["): return JSONNode(content: .list(try array(depth: depth)), line: start)
        case UInt8(ascii: "\""): return JSONNode(content: .text(try string()), line: start)
        default: return JSONNode(content: try word(), line: start)
        }
    }

    private mutating func object(depth: Int) throws(JSONMistake) -> [JSONMember] {
        try take("{")
        skipSpace()
        var members: [JSONMember] = []
        var keys: Set<[UInt8]> = []
        if next == UInt8(ascii: "}") {
            place += 1
            return []
        }
        while true {
            let keyLine = line
            let key = try string()
            guard keys.insert(key).inserted else {
                throw mistake("the key \(UntrustedText(key)) stands twice in one object")
            }
            skipSpace()
            try take(":")
            skipSpace()
            members.append(
                JSONMember(key: UntrustedText(key), line: keyLine, value: try value(depth: depth + 1)))
            skipSpace()
            if next == UInt8(ascii: "}") { break }
            try take(",")
            skipSpace()
        }
        place += 1
        return members
    }

    private mutating func array(depth: Int) throws(JSONMistake) -> [JSONNode] {
        try take("[")
        skipSpace()
        var elements: [JSONNode] = []
        if next == UInt8(ascii: "]") {
            place += 1
            return []
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if next == UInt8(ascii: "]") { break }
            try take(",")
            skipSpace()
        }
        place += 1
        return elements
    }

    /// `true`, `false`, `null` or a number.
    private mutating func word() throws(JSONMistake) -> JSONNode.Content {
        let end =
            bytes[place...].firstIndex { byte in
                !(byte.isASCIILetter || byte.isASCIIDigit || "+-.".utf8.contains(byte))
            } ?? bytes.endIndex
        let word = Array(bytes[place..<end])
        let content: JSONNode.Content
        switch UntrustedText(word) {
        case "true": content = .boolean(true)
        case "false": content = .boolean(false)
        case "null": content = .null
        default:
            guard Self.isNumber(word) else {
                let shown = word.isEmpty ? Array(bytes[place...].prefix(1)) : word
                throw mistake("\(UntrustedText(shown)) is no value")
            }
            content = .number(word)
        }
        place = end
        return content
    }

    /// RFC 8259, section 6.
    private static func isNumber(_ word: [UInt8]) -> Bool {
        var rest = word[...]
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let whole = rest.prefix { $0.isASCIIDigit }
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        rest = rest[whole.endIndex...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
            guard !fraction.isEmpty else { return false }
            rest = rest[fraction.endIndex...]
        }
        guard rest.first?.asciiLowercased == UInt8(ascii: "e") else { return rest.isEmpty }
        rest = rest.dropFirst()
        if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(\.isASCIIDigit)
    }
}

extension JSONParser {
    private mutating func string() throws(JSONMistake) -> [UInt8] {
        try take("\"")
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw mistake("a control character stands in a text")
            default: text.append(byte)
            }
        }
        throw mistake("a text is not closed")
    }

    private mutating func escape() throws(JSONMistake) -> [UInt8] {
        guard let letter = next else { throw mistake("a text is not closed") }
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default: throw mistake("there is no escape \\\(UntrustedText([letter]))")
        }
    }

    /// The code point of `\uXXXX`, or of the two of a surrogate pair.
    private mutating func scalar() throws(JSONMistake) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let high = UInt32(unit)
        guard high < 0xDC00, bytes[place...].starts(with: "\\u".utf8) else {
            throw mistake("half of a surrogate pair stands in a text")
        }
        place += 2
        let low = UInt32(try codeUnit())
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw mistake("half of a surrogate pair stands in a text") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONMistake) -> UInt16 {
        let digits = bytes[place...].prefix(4)
        var unit: UInt16 = 0
        for digit in digits {
            guard let value = Hexadecimal.value(digit) else { break }
            unit = unit << 4 | UInt16(value)
        }
        guard digits.count == 4, digits.allSatisfy({ Hexadecimal.value($0) != nil }) else {
            throw mistake("four hexadecimal digits are expected behind \\u")
        }
        place += 4
        return unit
    }
}
