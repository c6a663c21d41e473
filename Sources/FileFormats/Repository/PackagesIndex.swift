package import AuditModel

/// The stanzas of a Packages index that somebody asked for (repository format of the Debian wiki, `Packages` indices).
///
/// One pass over the bytes: only the first line of a stanza is looked at unless its name is wanted.
package struct PackagesIndex: Sendable {
    /// In file order.
    package private(set) var stanzas: [IndexStanza] = []
    /// The architectures of the stanzas that were looked at.
    package private(set) var architectures: Set<UntrustedText> = []
    /// Wanted stanzas that prove nothing, with the offset of each and the reason.
    package private(set) var problems: [RepositoryProblem] = []
    /// Stanzas in all.
    package private(set) var count = 0

    private static let problemLimit = 20

    /// - Parameter names: the package names whose stanzas are wanted.
    package init(_ bytes: [UInt8], names: Set<UntrustedText>) {
        let wanted = Set(names.map { $0.bytes[...] })
        var start = 0
        while start < bytes.count {
            let end = Self.stanzaEnd(bytes.span, from: start)
            if end > start { read(bytes[start..<end], wanted: wanted) }
            start = end + 1
        }
    }

    /// Where the line feed before the next blank line stands, or the end.
    private static func stanzaEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        let last = bytes.count - 1
        while index < last {
            // Two line feeds in a row: one of them is met at every second byte.
            if bytes[index] == 0x0A {
                if index == start || bytes[index - 1] == 0x0A { return index }
                if bytes[index + 1] == 0x0A { return index + 1 }
            }
            index += 2
        }
        return bytes.count
    }

    private mutating func read(_ stanza: ArraySlice<UInt8>, wanted: Set<ArraySlice<UInt8>>) {
        count += 1
        guard let name = Self.name(of: stanza), wanted.contains(name) else { return }
        do throws(RepositoryProblem) {
            let fields = try StanzaFields(stanza)
            architectures.insert(fields.stanza.key.architecture)
            stanzas.append(fields.stanza)
        } catch {
            if problems.count < Self.problemLimit { problems.append(error) }
        }
    }

    /// The value of `Package`, which every archive tool writes first; a stanza that begins otherwise is searched.
    private static func name(of stanza: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for line in ByteLines(stanza) where StanzaFields.begins(line, with: "Package:") {
            return line.dropFirst(8).trimmingASCIISpace
        }
        return nil
    }
}

/// The fields of one stanza that a proof needs.
private struct StanzaFields {
    let stanza: IndexStanza

    init(_ bytes: ArraySlice<UInt8>) throws(RepositoryProblem) {
        var values = [ArraySlice<UInt8>?](repeating: nil, count: Self.names.count)
        for line in ByteLines(bytes) {
            guard let index = Self.names.firstIndex(where: { Self.begins(line, with: $0) }) else { continue }
            guard values[index] == nil else {
                throw RepositoryProblem(.stanza, offset: line.startIndex, "a field stands twice in one stanza")
            }
            values[index] = line.dropFirst(Self.names[index].utf8CodeUnitCount).trimmingASCIISpace
        }
        guard let name = values[0], let version = values[1], let architecture = values[2] else {
            throw RepositoryProblem(.stanza, offset: bytes.startIndex, "a stanza names no version or architecture")
        }
        guard let size = values[4].flatMap({ Decimal.value($0) }),
            let digest = values[5].flatMap({ SHA256Digest(hex: $0) })
        else {
            throw RepositoryProblem(
                .stanza, offset: bytes.startIndex, "the stanza of \(UntrustedText(name)) has no size or no SHA-256")
        }
        stanza = IndexStanza(
            key: PackageKey(name: UntrustedText(name), architecture: UntrustedText(architecture)),
            version: DebianVersion.canonical(UntrustedText(version)), filename: UntrustedText(values[3] ?? []),
            size: size, sha256: digest)
    }

    private static let names: [StaticString] = [
        "Package:", "Version:", "Architecture:", "Filename:", "Size:", "SHA256:",
    ]

    /// Field names are compared without regard to ASCII case.
    static func begins(_ line: ArraySlice<UInt8>, with name: StaticString) -> Bool {
        guard line.count >= name.utf8CodeUnitCount else { return false }
        return zip(line, name.description.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}
