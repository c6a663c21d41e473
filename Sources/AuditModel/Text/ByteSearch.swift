extension Collection where Element == UInt8, Index == Int {
    /// Where a short needle first stands at or after an index; the cost is the length times the needle's.
    @inlinable
    package func firstIndex(of needle: UntrustedText, from start: Int? = nil) -> Int? {
        let wanted = needle.bytes
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var at = start ?? startIndex
        while at + wanted.count <= endIndex {
            if self[at] == first, self[at..<(at + wanted.count)].elementsEqual(wanted) { return at }
            at += 1
        }
        return nil
    }

    @inlinable
    package func holds(_ needle: UntrustedText) -> Bool {
        firstIndex(of: needle) != nil
    }

    @inlinable
    package func holdsAny(_ needles: [UntrustedText]) -> Bool {
        needles.contains { firstIndex(of: $0) != nil }
    }
}

extension Sequence where Element == UInt8 {
    @inlinable
    package func begins(with prefix: UntrustedText) -> Bool {
        starts(with: prefix.bytes)
    }
}

extension UntrustedText {
    @inlinable
    package func begins(with prefix: UntrustedText) -> Bool {
        bytes.starts(with: prefix.bytes)
    }

    @inlinable
    package func ends(with suffix: UntrustedText) -> Bool {
        bytes.count >= suffix.bytes.count && bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
    }

    @inlinable
    package func beginsAny(_ prefixes: [UntrustedText]) -> Bool {
        prefixes.contains { begins(with: $0) }
    }

    @inlinable
    package func holds(_ needle: UntrustedText) -> Bool {
        bytes.firstIndex(of: needle) != nil
    }

    /// The part after the last slash; the whole text where there is none.
    @inlinable
    package var lastComponent: UntrustedText {
        guard let cut = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return UntrustedText(bytes[(cut + 1)...])
    }

    /// At most so many bytes, for quoting in a report.
    @inlinable
    package func cut(to limit: Int) -> UntrustedText {
        bytes.count <= limit ? self : UntrustedText(bytes.prefix(limit))
    }
}
