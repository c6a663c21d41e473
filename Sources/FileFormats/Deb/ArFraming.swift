import AuditModel

/// One member of an ar archive.
struct ArMember: Hashable, Sendable {
    /// Without the padding spaces and without the trailing `/` that some writers add.
    let name: ArraySlice<UInt8>
    /// Bytes from the start of the archive to the member's header.
    let headerOffset: UInt64
    /// Bytes.
    let size: UInt64

    var offset: UInt64 { headerOffset + UInt64(ArFraming.headerLength) }
    var end: UInt64 { offset + size }
    /// Where the next header stands: members start at even offsets.
    var next: UInt64 { end + end % 2 }
}

/// Reads the framing of ar(5) without tolerance: what dpkg would skip over, an attacker could hide in.
enum ArFraming {
    static let magic: [UInt8] = Array("!<arch>\n".utf8)
    static let headerLength = 60

    /// Throws unless the source starts as an ar archive.
    static func requireMagic(in source: some ByteSource) throws(ArchiveProblem) {
        guard source.size >= UInt64(magic.count) else {
            throw ArchiveProblem(offset: source.size, reason: "the file is too short for an ar archive")
        }
        let start = try source.bytes(at: 0, count: magic.count)
        guard start.elementsEqual(magic) else {
            if start.starts(with: "0.939".utf8) {
                throw ArchiveProblem(offset: 0, reason: "the old 0.93 format of package archives is not supported")
            }
            throw ArchiveProblem(offset: 0, reason: "the file is not an ar archive")
        }
    }

    /// The member whose header stands at `offset`; nil exactly at the end of the source.
    static func member(at offset: UInt64, in source: some ByteSource) throws(ArchiveProblem) -> ArMember? {
        if offset == source.size { return nil }
        guard offset < source.size, source.size - offset >= UInt64(headerLength) else {
            throw ArchiveProblem(offset: offset, reason: "the archive ends inside an ar member header")
        }
        let header = try source.bytes(at: offset, count: headerLength)
        let field = { (range: Range<Int>) in header[(header.startIndex + range.lowerBound)...].prefix(range.count) }
        guard field(58..<60).elementsEqual([0x60, 0x0A]) else {
            throw ArchiveProblem(offset: offset + 58, reason: "an ar member header does not end as ar(5) demands")
        }
        for (start, length) in [(16, 12), (28, 6), (34, 6)] {
            _ = try number(field(start..<start + length), base: 10, at: offset + UInt64(start), mayBeEmpty: true)
        }
        _ = try number(field(40..<48), base: 8, at: offset + 40, mayBeEmpty: true)
        let size = try number(field(48..<58), base: 10, at: offset + 48, mayBeEmpty: false)
        let member = ArMember(name: try name(field(0..<16), at: offset), headerOffset: offset, size: size)
        try requireInside(member, source)
        return member
    }

    private static func requireInside(
        _ member: ArMember, _ source: some ByteSource
    ) throws(ArchiveProblem) {
        guard member.end <= source.size else {
            throw ArchiveProblem(
                offset: member.headerOffset, reason: "an ar member claims more bytes than the archive has")
        }
        guard member.next > member.end else { return }
        guard member.end < source.size, try source.bytes(at: member.end, count: 1).first == 0x0A else {
            throw ArchiveProblem(offset: member.end, reason: "an ar member of odd length is not padded with a newline")
        }
    }

    private static func name(
        _ field: ArraySlice<UInt8>, at offset: UInt64
    ) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        guard let last = field.lastIndex(where: { $0 != 0x20 }) else {
            throw ArchiveProblem(offset: offset, reason: "an ar member has no name")
        }
        let name = field[...last]
        return name.count > 1 && name.last == UInt8(ascii: "/") ? name.dropLast() : name
    }

    /// Digits from the field's start, then only spaces.
    ///
    /// At most 12 digits, so the value always fits.
    private static func number(
        _ field: ArraySlice<UInt8>, base: UInt64, at offset: UInt64, mayBeEmpty: Bool
    ) throws(ArchiveProblem) -> UInt64 {
        let digits = field.prefix { $0 != 0x20 }
        let padding = field.dropFirst(digits.count)
        let areDigits = digits.allSatisfy { $0 >= 0x30 && UInt64($0) < 0x30 + base }
        guard areDigits, padding.allSatisfy({ $0 == 0x20 }), mayBeEmpty || !digits.isEmpty else {
            throw ArchiveProblem(offset: offset, reason: "an ar member header has a number that ar(5) does not allow")
        }
        return digits.reduce(0) { $0 * base + UInt64($1 - 0x30) }
    }
}
