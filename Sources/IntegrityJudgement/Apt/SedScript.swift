import AuditModel

/// Reads a script of sed(1) as far as to say that it changes text and does nothing else.
struct SedScript {
    private let bytes: [UInt8]
    private var at = 0

    private init(_ script: UntrustedText) {
        bytes = script.bytes
    }

    /// Whether a script holds addresses, blocks and the commands `s`, `y`, `d` and `p` alone: `e`, `w`, `W`, `r` and the
    /// flags `e` and `w` of `s` run programs or touch other files.
    static func onlySubstitutes(_ script: UntrustedText) -> Bool {
        var reading = SedScript(script)
        while reading.at < reading.bytes.count {
            guard reading.passStatement() else { return false }
        }
        return !script.isEmpty
    }

    private mutating func passStatement() -> Bool {
        let byte = bytes[at]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","),
            UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "d"), UInt8(ascii: "p"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            at += 1
            return true
        case UInt8(ascii: "/"):
            at += 1
            return passText(until: byte)
        case UInt8(ascii: "s"), UInt8(ascii: "y"):
            return passSubstitution()
        default:
            return false
        }
    }

    private mutating func passSubstitution() -> Bool {
        at += 1
        guard at < bytes.count else { return false }
        let delimiter = bytes[at]
        // A bracket or a letter as delimiter is legal, and nobody's habit.
        guard !delimiter.isASCIILetter, !delimiter.isASCIIDigit, delimiter > 0x20, delimiter != 0x5B, delimiter != 0x5C
        else { return false }
        at += 1
        guard passText(until: delimiter), passText(until: delimiter) else { return false }
        while at < bytes.count, "gipIM".utf8.contains(bytes[at]) || bytes[at].isASCIIDigit { at += 1 }
        return at == bytes.count || " ;}".utf8.contains(bytes[at])
    }

    /// Passes over the delimiter that ends a text; false where there is none, or where a bracket could hide one.
    private mutating func passText(until delimiter: UInt8) -> Bool {
        while at < bytes.count {
            if bytes[at] == delimiter {
                at += 1
                return true
            }
            if bytes[at] == 0x5B || bytes[at] == 0x0A { return false }
            at += bytes[at] == 0x5C ? 2 : 1
        }
        return false
    }
}
