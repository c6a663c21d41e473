import AuditModel

/// Backslash escapes that hide a character behind its number.
package enum EscapeCodes {
    /// Decodes what follows a backslash; says how many bytes it took.
    package static func decode(_ rest: ArraySlice<UInt8>) -> (byte: UInt8, length: Int) {
        guard let first = rest.first else { return (0x5C, 0) }
        if first == 0x78 {
            let digits = rest.dropFirst().prefix(2).prefix { hexValue($0) != nil }
            guard !digits.isEmpty else { return (first, 1) }
            return (digits.reduce(0) { $0 &* 16 &+ (hexValue($1) ?? 0) }, 1 + digits.count)
        }
        if first >= 0x30, first <= 0x37 {
            let digits = rest.prefix(3).prefix { $0 >= 0x30 && $0 <= 0x37 }
            return (digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) }, digits.count)
        }
        switch first {
        case 0x6E: return (0x0A, 1)
        case 0x74: return (0x09, 1)
        default: return (first, 1)
        }
    }

    /// How many hexadecimal or octal escapes of two digits and more a text holds.
    package static func count(in bytes: [UInt8]) -> Int {
        var found = 0
        var at = 0
        while at + 2 < bytes.count {
            guard bytes[at] == 0x5C else {
                at += 1
                continue
            }
            let length = decode(bytes[(at + 1)...]).length
            if length >= 2 { found += 1 }
            at += 1 + max(length, 1)
        }
        return found
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
