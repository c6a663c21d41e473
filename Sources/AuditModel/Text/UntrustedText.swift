// The small readers and initialisers of this file are `@inlinable`: other modules call them for every byte of every list,
// and a generic that is not specialised there costs a look-up of type metadata for each.

/// Bytes an attacker may have chosen; it has no description, so only AuditReports can print it.
@usableFromInline
package struct UntrustedText: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// The bytes exactly as they were read; nothing says that they are UTF-8.
    @usableFromInline
    package let bytes: [UInt8]

    @inlinable
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Shares the array instead of copying it.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    @usableFromInline
    package init(stringLiteral value: String) {
        self.bytes = Array(value.utf8)
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Byte order, so that sorting never depends on a locale.
    @usableFromInline
    package static func < (left: UntrustedText, right: UntrustedText) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Byte by byte, as with any other text; a literal is compared in place, without an array made of it.
    @inlinable
    package static func == (left: UntrustedText, right: String) -> Bool {
        left.bytes.count == right.utf8.count && left.bytes.elementsEqual(right.utf8)
    }

    @inlinable
    package static func != (left: UntrustedText, right: String) -> Bool {
        !(left == right)
    }

    /// For `switch` over literals.
    @inlinable
    package static func ~= (pattern: String, value: UntrustedText) -> Bool {
        value == pattern
    }

    package func hasPrefix(_ prefix: StaticString) -> Bool {
        bytes.starts(with: prefix.description.utf8)
    }

    package func hasSuffix(_ suffix: StaticString) -> Bool {
        bytes.reversed().starts(with: suffix.description.utf8.reversed())
    }

    /// ASCII letters folded to lower case and every other byte kept, as apt compares configuration keys.
    package var asciiLowercased: UntrustedText {
        UntrustedText(bytes.lazy.map(\.asciiLowercased))
    }
}

extension UInt8 {
    /// `A` to `Z` as `a` to `z`; any other byte unchanged.
    @inlinable
    package var asciiLowercased: UInt8 {
        self >= 0x41 && self <= 0x5A ? self | 0x20 : self
    }

    /// Space, tab, newline, vertical tab, form feed or carriage return: `isspace(3)` in the C locale.
    @inlinable
    package var isASCIISpace: Bool {
        self == 0x20 || (self >= 0x09 && self <= 0x0D)
    }

    /// Space, tab or newline: what parts words of sh (POSIX.1-2017, XCU 2.3).
    ///
    /// Nothing else does: a vertical tab, a form feed or a carriage return is part of a word.
    @inlinable
    package var isShellSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A
    }

    @inlinable
    package var isASCIIDigit: Bool {
        self >= 0x30 && self <= 0x39
    }

    @inlinable
    package var isASCIILetter: Bool {
        asciiLowercased >= 0x61 && asciiLowercased <= 0x7A
    }
}

// Coded as its bytes alone: a host has hundreds of thousands of these.
extension UntrustedText: Codable {
    @usableFromInline
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([UInt8].self))
    }

    @usableFromInline
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
