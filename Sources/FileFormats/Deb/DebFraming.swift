package import AuditModel

/// How a member of a package archive is compressed, by its name.
package enum DebCompression: String, Sendable, CaseIterable {
    case none = ""
    case gzip = ".gz"
    case xz = ".xz"
    case zstd = ".zst"
    case bzip2 = ".bz2"
    case lzma = ".lzma"
}

/// Where one of the two tar archives stands inside a package archive.
package struct DebMember: Hashable, Sendable {
    package let compression: DebCompression
    /// Bytes from the start of the archive.
    package let offset: UInt64
    /// Bytes, compressed.
    package let size: UInt64

    package init(compression: DebCompression, offset: UInt64, size: UInt64) {
        self.compression = compression
        self.offset = offset
        self.size = size
    }

    package var end: UInt64 { offset + size }
}

/// The members of a package archive: `debian-binary`, `control.tar*`, `data.tar*` and signatures, in this order, deb(5).
package struct DebFraming: Hashable, Sendable {
    package let control: DebMember
    package let data: DebMember
    /// Names of the members after data.tar, each starting with `_`, as debsig-verify wants them.
    package let signatures: [UntrustedText]

    /// Bytes from the start up to and including data.tar's header: all that stands before the payload.
    package var headLength: UInt64 { data.offset }

    private static let forControl: [DebCompression] = [.none, .gzip, .xz, .zstd]
    private static let largestSignatureCount = 16
    /// Bytes; keeps a sparse file of endless signatures from being hashed for minutes.
    private static let largestSignature: UInt64 = 1 << 20

    /// Throws at the first byte where the source departs from the layout; nothing is skipped.
    package init(_ source: some ByteSource) throws(ArchiveProblem) {
        try ArFraming.requireMagic(in: source)
        let version = try Self.expect("debian-binary", at: UInt64(ArFraming.magic.count), in: source)
        guard version.name.elementsEqual("debian-binary".utf8) else {
            throw ArchiveProblem(offset: version.headerOffset, reason: "the first ar member is not debian-binary")
        }
        try Self.requireVersion(version, in: source)
        let control = try Self.expect("control.tar", at: version.next, in: source)
        self.control = try Self.tar("control.tar", control, allowed: Self.forControl)
        let data = try Self.expect("data.tar", at: control.next, in: source)
        self.data = try Self.tar("data.tar", data, allowed: DebCompression.allCases)
        signatures = try Self.signatures(from: data.next, in: source)
    }

    /// The bytes from the start that hold control.tar and the header after it; nil where control.tar is not reached.
    ///
    /// Lets a caller fetch what is needed in two reads. Errors are left to `init`.
    package static func neededHead(ofPrefix prefix: [UInt8], size: UInt64) -> UInt64? {
        let source = OpenEndedPrefix(prefix: prefix, size: size)
        guard let version = try? ArFraming.member(at: UInt64(ArFraming.magic.count), in: source),
            let control = try? ArFraming.member(at: version.next, in: source)
        else { return nil }
        return min(size, control.next + UInt64(ArFraming.headerLength))
    }

    private static func expect(
        _ name: StaticString, at offset: UInt64, in source: some ByteSource
    ) throws(ArchiveProblem) -> ArMember {
        guard let member = try ArFraming.member(at: offset, in: source) else {
            throw ArchiveProblem(offset: offset, reason: "the archive ends before \(ours: name.description)")
        }
        return member
    }

    private static func requireVersion(
        _ member: ArMember, in source: some ByteSource
    ) throws(ArchiveProblem) {
        let text = member.size <= 16 ? try source.bytes(at: member.offset, count: Int(member.size)) : []
        let minor = text.dropFirst(2).dropLast()
        guard text.starts(with: "2.".utf8), text.last == 0x0A, !minor.isEmpty, minor.allSatisfy(\.isASCIIDigit) else {
            throw ArchiveProblem(
                offset: member.offset, reason: "debian-binary does not hold a version 2 format number")
        }
    }

    private static func tar(
        _ stem: StaticString, _ member: ArMember, allowed: [DebCompression]
    ) throws(ArchiveProblem) -> DebMember {
        let stemBytes = Array(stem.description.utf8)
        if member.name.starts(with: stemBytes) {
            let suffix = member.name.dropFirst(stemBytes.count)
            if let compression = allowed.first(where: { suffix.elementsEqual($0.rawValue.utf8) }) {
                return DebMember(compression: compression, offset: member.offset, size: member.size)
            }
        }
        throw ArchiveProblem(
            offset: member.headerOffset,
            reason: "\(ours: stem.description) is expected here, and the ar member is \(UntrustedText(member.name))")
    }

    private static func signatures(
        from start: UInt64, in source: some ByteSource
    ) throws(ArchiveProblem) -> [UntrustedText] {
        var names: [UntrustedText] = []
        var offset = start
        while let member = try ArFraming.member(at: offset, in: source) {
            let name = UntrustedText(member.name)
            guard name.hasPrefix("_"), !names.contains(name), names.count < largestSignatureCount,
                member.size <= largestSignature
            else {
                throw ArchiveProblem(
                    offset: offset, reason: "the ar member \(name) follows data.tar, where only signatures may stand")
            }
            names.append(name)
            offset = member.next
        }
        return names
    }
}

/// The start of an archive with the size of the whole, so that headers can be read before the rest is.
private struct OpenEndedPrefix: ByteSource {
    let prefix: [UInt8]
    let size: UInt64

    func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        guard offset <= UInt64(prefix.count), count <= prefix.count - Int(offset) else {
            // Padding may lie outside; it is checked when the whole head is there.
            if count == 1 { return [0x0A] }
            throw ArchiveProblem(reason: "not yet read")
        }
        return prefix[Int(offset)..<(Int(offset) + count)]
    }
}
