/// Words of one line of a tree description: bare, or in double quotes with `\n`, `\t`, `\"`, `\\` and `\xNN`.
enum TreeWords {
    /// One word.
    struct Word {
        var bytes: [UInt8] = []
        var isQuoted = false

        /// The key, where the word is a bare `key=value`.
        var optionKey: String? {
            guard !isQuoted, let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign > 0 else { return nil }
            let key = bytes[..<sign]
            let isKey = key.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
            }
            return isKey ? String(decoding: key, as: UTF8.self) : nil
        }

        var optionValue: String {
            String(decoding: bytes.drop { $0 != UInt8(ascii: "=") }.dropFirst(), as: UTF8.self)
        }
    }

    static func split(_ line: ArraySlice<UInt8>, at place: TreePlace) throws(TreeDescriptionError) -> [Word] {
        var words: [Word] = []
        var rest = line
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            guard let first = rest.first else { return words }
            if first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                words.append(Word(bytes: try quoted(&rest, at: place), isQuoted: true))
            } else {
                let word = rest.prefix { $0 != UInt8(ascii: " ") }
                rest = rest.dropFirst(word.count)
                words.append(Word(bytes: Array(word)))
            }
        }
    }

    private static func quoted(
        _ rest: inout ArraySlice<UInt8>, at place: TreePlace
    ) throws(TreeDescriptionError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return bytes }
            bytes.append(byte == UInt8(ascii: "\\") ? try escaped(&rest, at: place) : byte)
        }
        throw TreeDescriptionError(place: place, reason: "a quoted word has no end")
    }

    private static func escaped(
        _ rest: inout ArraySlice<UInt8>, at place: TreePlace
    ) throws(TreeDescriptionError) -> UInt8 {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "x"):
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            rest = rest.dropFirst(2)
            if digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) { return byte }
        default: break
        }
        throw TreeDescriptionError(place: place, reason: "an escape is \\n, \\t, \\\", \\\\ or \\xNN")
    }
}
