/// An absolute path inside the audited tree, in bytes; never a path of the auditing machine.
package struct HostPath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// Starts with `/`, holds no empty component and no trailing `/` (the root itself is `/`).
    package let bytes: [UInt8]

    private static let slash = UInt8(ascii: "/")

    /// Makes any spelling absolute and drops empty and `.` components; `..` is kept, since only the tree can resolve it.
    package init(_ raw: some Sequence<UInt8>) {
        self.init(Array(raw)[...])
    }

    /// Makes any spelling absolute and drops empty and `.` components; `..` is kept, since only the tree can resolve it.
    package init(_ raw: ArraySlice<UInt8>) {
        if Self.isNormal(raw) {
            bytes = Array(raw)
            return
        }
        var normal: [UInt8] = []
        for component in raw.split(separator: Self.slash)
        where !(component.count == 1 && component.first == 0x2E) {
            normal.append(Self.slash)
            normal.append(contentsOf: component)
        }
        bytes = normal.isEmpty ? [Self.slash] : normal
    }

    /// Whether a path is written as `bytes` keeps it, which nearly every line of a list is.
    private static func isNormal(_ raw: ArraySlice<UInt8>) -> Bool {
        guard raw.first == slash, raw.count > 1, raw.last != slash else { return false }
        var start = raw.startIndex + 1
        for index in raw.indices.dropFirst() where raw[index] == slash || index + 1 == raw.endIndex {
            let end = raw[index] == slash ? index : raw.endIndex
            if end == start || (end == start + 1 && raw[start] == 0x2E) { return false }
            start = index + 1
        }
        return true
    }

    package init(stringLiteral value: String) {
        self.init(value.utf8)
    }

    package static func < (left: HostPath, right: HostPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The last component; empty for the root.
    package var name: UntrustedText {
        guard let cut = bytes.lastIndex(of: Self.slash) else { return UntrustedText([]) }
        return UntrustedText(bytes[(cut + 1)...])
    }

    /// The folder that holds this path; the root is its own parent.
    package var parent: HostPath {
        guard let cut = bytes.lastIndex(of: Self.slash), cut > 0 else { return "/" }
        return HostPath(bytes[..<cut])
    }

    package func appending(_ name: some Sequence<UInt8>) -> HostPath {
        HostPath((bytes + [Self.slash] + Array(name))[...])
    }

    package func appending(_ name: UntrustedText) -> HostPath {
        appending(name.bytes)
    }

    /// Where a text that names a file leads from this folder, by the words alone: `..` takes one component away, and no link
    /// is followed.
    package func resolving(_ text: UntrustedText) -> HostPath {
        let isAbsolute = text.bytes.first == Self.slash
        var parts = isAbsolute ? [] : components
        for part in HostPath(text.bytes).components {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return HostPath(parts.flatMap { [Self.slash] + $0.bytes })
    }

    /// True for paths below `folder`, not for `folder` itself.
    package func isBeneath(_ folder: HostPath) -> Bool {
        if folder.bytes.count == 1 { return bytes.count > 1 }
        return bytes.count > folder.bytes.count && bytes.starts(with: folder.bytes)
            && bytes[folder.bytes.count] == Self.slash
    }

    package var components: [UntrustedText] {
        bytes.split(separator: Self.slash).map { UntrustedText($0) }
    }

    package var text: UntrustedText { UntrustedText(bytes) }
}

// Coded as its bytes alone, which have to be written as a path is kept.
extension HostPath: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let bytes = try container.decode([UInt8].self)
        self.init(bytes[...])
        guard bytes == self.bytes else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a path that is not absolute")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
