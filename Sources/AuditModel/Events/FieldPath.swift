/// A field's name with dots, such as `process.parent.name`, in bytes.
package struct FieldPath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    package let bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    package init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }

    package static func < (left: FieldPath, right: FieldPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    package var text: UntrustedText { UntrustedText(bytes) }

    /// Whether the field is `root` or stands below it.
    package func isInside(_ root: FieldPath) -> Bool {
        bytes.starts(with: root.bytes)
            && (bytes.count == root.bytes.count || bytes[root.bytes.count] == UInt8(ascii: "."))
    }
}

// Coded as its bytes alone.
extension FieldPath: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([UInt8].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
