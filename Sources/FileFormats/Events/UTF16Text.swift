/// Turns UTF-16, as PowerShell writes it, into UTF-8, piece by piece.
package struct UTF16Text: Sendable {
    private let isLittleEndian: Bool
    private var half: UInt8?
    private var high: UInt32?

    /// Nil unless a text begins with a byte order mark of UTF-16, or with a bracket in two bytes.
    package init?(start: some Collection<UInt8>) {
        let first = Array(start.prefix(4))
        guard first.count >= 2 else { return nil }
        // UTF-32 begins as UTF-16 does; its NUL characters are found to be no JSON.
        let brackets = Array("{[".utf8)
        switch (first[0], first[1]) {
        case (0xFF, 0xFE): isLittleEndian = true
        case (0xFE, 0xFF): isLittleEndian = false
        case (let bracket, 0) where brackets.contains(bracket): isLittleEndian = true
        case (0, let bracket) where brackets.contains(bracket): isLittleEndian = false
        default: return nil
        }
    }

    /// The UTF-8 for more of the text; what is no UTF-16 becomes a byte that is no UTF-8.
    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            guard let first = half.take() else {
                half = byte
                continue
            }
            let unit = isLittleEndian ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
            take(unit, into: &result)
        }
        return result
    }

    /// What is left open where the text ends.
    package mutating func end() -> [UInt8] {
        half.take() != nil || high.take() != nil ? [Self.invalid] : []
    }

    private static let invalid: UInt8 = 0xFF

    private mutating func take(_ unit: UInt32, into result: inout [UInt8]) {
        if let first = high.take() {
            let isLow = (0xDC00...0xDFFF).contains(unit)
            guard isLow, let scalar = Unicode.Scalar(0x10000 + (first << 10) + (unit - 0xDC00)) else {
                result.append(Self.invalid)
                take(unit, into: &result)
                return
            }
            result += UTF8.encode(scalar).map { Array($0) } ?? []
        } else if (0xD800...0xDBFF).contains(unit) {
            high = unit - 0xD800
        } else if let scalar = Unicode.Scalar(unit) {
            result += UTF8.encode(scalar).map { Array($0) } ?? []
        } else {
            result.append(Self.invalid)
        }
    }
}
