/// A SHA-256 digest, held in place so that a host's worth of them costs no allocations.
package struct SHA256Digest: Hashable, Comparable, Sendable {
    private let words: InlineWords4

    /// Nil unless exactly 32 bytes are given.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        words = InlineWords4(bytes)
    }

    /// Nil unless exactly 64 hexadecimal digits are given.
    package init?(hex: some Collection<UInt8>) {
        guard let bytes = Hexadecimal.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// Lower-case hexadecimal, 64 characters.
    package var hex: String {
        Hexadecimal.text(words.a) + Hexadecimal.text(words.b) + Hexadecimal.text(words.c) + Hexadecimal.text(words.d)
    }

    package static func < (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words.order.lexicographicallyPrecedes(right.words.order)
    }
}

/// An MD5 digest: a hint that dpkg's own records give, never proof.
package struct MD5Digest: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Nil unless exactly 16 bytes are given.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = Hexadecimal.word(bytes.prefix(8))
        low = Hexadecimal.word(bytes.dropFirst(8))
    }

    /// Nil unless exactly 32 hexadecimal digits are given.
    package init?(hex: some Collection<UInt8>) {
        guard hex.count == 32 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (index, digit) in hex.enumerated() {
            guard let value = Hexadecimal.value(digit) else { return nil }
            if index < 16 { words.0 = words.0 << 4 | UInt64(value) } else { words.1 = words.1 << 4 | UInt64(value) }
        }
        (high, low) = words
    }

    /// Lower-case hexadecimal, 32 characters.
    package var hex: String {
        Hexadecimal.text(high) + Hexadecimal.text(low)
    }
}

/// Four 64-bit words of a digest.
private struct InlineWords4: Hashable, Sendable {
    let a: UInt64
    let b: UInt64
    let c: UInt64
    let d: UInt64

    init(_ bytes: some Collection<UInt8>) {
        a = Hexadecimal.word(bytes.prefix(8))
        b = Hexadecimal.word(bytes.dropFirst(8).prefix(8))
        c = Hexadecimal.word(bytes.dropFirst(16).prefix(8))
        d = Hexadecimal.word(bytes.dropFirst(24).prefix(8))
    }

    var order: [UInt64] { [a, b, c, d] }
}

/// Base 16, both ways.
package enum Hexadecimal {
    private static let digits: [UInt8] = Array("0123456789abcdef".utf8)

    /// The value of one digit of either case; nil for any other byte.
    package static func value(_ digit: UInt8) -> UInt8? {
        if digit.isASCIIDigit { return digit - 0x30 }
        let letter = digit.asciiLowercased
        return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : nil
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

    fileprivate static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    fileprivate static func text(_ word: UInt64) -> String {
        let bytes = stride(from: 60, through: 0, by: -4).map { digits[Int(word >> UInt64($0) & 0xF)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
