package import AuditModel

/// Turns untrusted bytes into text that no terminal, reader or parser can take for anything else.
///
/// The only place where such bytes become a String. Control characters, invalid UTF-8, bidirectional and invisible
/// characters are written as `\xNN` (a byte) or `\u{N}` (a code point); a backslash that could be taken for one of
/// these is doubled.
package enum Escaping {
    /// Printable text, on one line.
    package static func printable(_ text: UntrustedText) -> String {
        if isPlain(text) { return String(decoding: text.bytes, as: UTF8.self) }
        var output = ""
        var rest = text.bytes[...]
        while let byte = rest.first {
            guard let scalar = decode(rest) else {
                output += "\\x" + hex(byte)
                rest = rest.dropFirst()
                continue
            }
            let length = UTF8.width(scalar)
            rest = rest.dropFirst(length)
            if scalar == "\\" {
                output += startsEscape(rest) ? "\\\\" : "\\"
            } else if scalar.value < 0x20 || scalar.value == 0x7F {
                output += "\\x" + hex(UInt8(truncatingIfNeeded: scalar.value))
            } else if isUnsafe(scalar) {
                output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    package static func printable(_ path: HostPath) -> String {
        printable(path.text)
    }

    package static func printable(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let bytes): printable(bytes)
            }
        }.joined()
    }

    /// True where `printable` gives back the bytes as they are.
    package static func isPlain(_ text: UntrustedText) -> Bool {
        if text.bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }) { return true }
        var rest = text.bytes[...]
        while !rest.isEmpty {
            guard let scalar = decode(rest), scalar.value >= 0x20, scalar.value != 0x7F, !isUnsafe(scalar) else {
                return false
            }
            rest = rest.dropFirst(UTF8.width(scalar))
            if scalar == "\\", startsEscape(rest) { return false }
        }
        return true
    }

    /// True for a character that shows as itself and changes nothing around it.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0x7F && !isUnsafe(scalar)
    }

    private static func startsEscape(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let next = rest.first else { return false }
        return next == UInt8(ascii: "x") || next == UInt8(ascii: "u") || next == UInt8(ascii: "\\")
    }

    /// The scalar at the start of the bytes; nil for anything that is not well-formed UTF-8.
    private static func decode(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        var iterator = bytes.prefix(4).makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
        return nil
    }

    /// C1 controls, line and paragraph separators, bidirectional controls, zero-width and other format characters,
    /// private use, surrogate and unassigned code points.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return true
        case .spaceSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }
}
