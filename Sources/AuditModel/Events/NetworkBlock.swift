/// A block of IP addresses in CIDR notation (RFC 4632, RFC 4291).
package struct NetworkBlock: Hashable, Sendable {
    /// 4 or 16 bytes.
    package let address: [UInt8]
    /// Leading bits that count.
    package let prefixLength: Int
    /// As it was written.
    package let source: UntrustedText

    /// Nil unless the text is an address, a slash and a length that fits it.
    package init?(_ text: UntrustedText) {
        let parts = text.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let address = Self.address(parts[0]), let length = Self.decimal(parts[1], digits: 3),
            length <= address.count * 8
        else { return nil }
        self.address = address
        prefixLength = length
        source = text
    }

    /// Whether an address, as text, is of the same family and inside the block.
    package func contains(_ text: [UInt8]) -> Bool {
        guard let other = Self.address(text[...]), other.count == address.count else { return false }
        let whole = prefixLength / 8
        let rest = prefixLength % 8
        guard address.prefix(whole) == other.prefix(whole) else { return false }
        return rest == 0 || (address[whole] ^ other[whole]) >> UInt8(8 - rest) == 0
    }

    private static func address(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        text.contains(UInt8(ascii: ":")) ? longAddress(text) : shortAddress(text)
    }

    private static func shortAddress(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let bytes = parts.compactMap { decimal($0, digits: 3) }.filter { $0 < 256 }
        return parts.count == 4 && bytes.count == 4 ? bytes.map { UInt8($0) } : nil
    }

    private static func longAddress(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        var halves: [ArraySlice<UInt8>] = [text]
        if let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) {
            halves = [text[..<gap], text[(gap + 2)...]]
        }
        var parts: [[UInt8]] = []
        for half in halves {
            var bytes: [UInt8] = []
            for group in half.split(separator: colon, omittingEmptySubsequences: half.isEmpty) {
                if group.contains(UInt8(ascii: ".")) {
                    guard group.endIndex == text.endIndex, let tail = shortAddress(group) else { return nil }
                    bytes += tail
                } else {
                    guard let value = hexadecimal(group) else { return nil }
                    bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
                }
            }
            parts.append(bytes)
        }
        let count = parts.reduce(0) { $0 + $1.count }
        if parts.count == 1 { return count == 16 ? parts[0] : nil }
        return count <= 14 ? parts[0] + Array(repeating: 0, count: 16 - count) + parts[1] : nil
    }

    private static func decimal(_ text: ArraySlice<UInt8>, digits: Int) -> Int? {
        guard !text.isEmpty, text.count <= digits, text.allSatisfy(\.isASCIIDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 4 else { return nil }
        var value = 0
        for digit in text {
            guard let half = Hexadecimal.value(digit) else { return nil }
            value = value << 4 | Int(half)
        }
        return value
    }
}
