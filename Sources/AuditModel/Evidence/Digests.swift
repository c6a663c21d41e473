/// A SHA-256 digest, held in place so that a host's worth of them costs no allocations.
package struct SHA256Digest: Hashable, Comparable, Codable, Sendable {
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    /// The digest as four words, its first byte on top; for code that has it as a number already.
    package init(words a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// Nil unless exactly 32 bytes are given.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        let bytes = Array(bytes)
        self.init(
            words: Hexadecimal.word(bytes[0..<8]), Hexadecimal.word(bytes[8..<16]), Hexadecimal.word(bytes[16..<24]),
            Hexadecimal.word(bytes[24..<32]))
    }

    /// Nil unless exactly 64 hexadecimal digits are given.
    package init?(hex: ArraySlice<UInt8>) {
        let start = hex.startIndex
        guard hex.count == 64, let a = Hexadecimal.word(hex: hex, at: start),
            let b = Hexadecimal.word(hex: hex, at: start + 16), let c = Hexadecimal.word(hex: hex, at: start + 32),
            let d = Hexadecimal.word(hex: hex, at: start + 48)
        else { return nil }
        self.init(words: a, b, c, d)
    }

    /// Nil unless exactly 64 hexadecimal digits are given.
    package init?(hex: some Collection<UInt8>) {
        self.init(hex: Array(hex)[...])
    }

    /// Lower-case hexadecimal, 64 characters.
    package var hex: String {
        Hexadecimal.text([a, b, c, d])
    }

    /// The 32 bytes, the first one first.
    package var bytes: [UInt8] {
        [a, b, c, d].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
    }

    package static func < (left: SHA256Digest, right: SHA256Digest) -> Bool {
        (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
    }
}

/// An MD5 digest: a hint that dpkg's own records give, never proof.
package struct MD5Digest: Hashable, Codable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The digest as two words, its first byte on top; for code that has it as a number already.
    package init(words high: UInt64, _ low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// Nil unless exactly 16 bytes are given.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let bytes = Array(bytes)
        self.init(words: Hexadecimal.word(bytes[0..<8]), Hexadecimal.word(bytes[8..<16]))
    }

    /// Nil unless exactly 32 hexadecimal digits are given.
    package init?(hex: ArraySlice<UInt8>) {
        guard hex.count == 32, let high = Hexadecimal.word(hex: hex, at: hex.startIndex),
            let low = Hexadecimal.word(hex: hex, at: hex.startIndex + 16)
        else { return nil }
        self.init(words: high, low)
    }

    /// Nil unless exactly 32 hexadecimal digits are given.
    package init?(hex: some Collection<UInt8>) {
        self.init(hex: Array(hex)[...])
    }

    /// Lower-case hexadecimal, 32 characters.
    package var hex: String {
        Hexadecimal.text([high, low])
    }
}

/// Base 16, both ways.
package enum Hexadecimal {
    /// The value of one digit of either case; nil for any other byte.
    @inlinable
    package static func value(_ digit: UInt8) -> UInt8? {
        let number = digit &- 0x30
        if number <= 9 { return number }
        let letter = (digit | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// Nil for an odd count or a byte that is no digit.
    package static func decode(_ hex: some Collection<UInt8>) -> [UInt8]? {
        guard hex.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.count / 2)
        var high: UInt8?
        for digit in hex {
            guard let value = value(digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    fileprivate static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Sixteen digits as a number; nil where one of them is no digit.
    fileprivate static func word(hex: ArraySlice<UInt8>, at start: Int) -> UInt64? {
        var word: UInt64 = 0
        for index in start..<(start + 16) {
            guard let value = value(hex[index]) else { return nil }
            word = word << 4 | UInt64(value)
        }
        return word
    }

    fileprivate static func text(_ words: [UInt64]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(words.count * 16)
        for word in words {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                let nibble = UInt8(truncatingIfNeeded: word >> shift) & 0xF
                text.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
