import AuditModel
import Digests
import FileFormats

/// The first part of an archive, up to its payload: enough to know which package it is and what its scripts are.
struct ArchiveHead {
    let file: ArchiveFile
    let framing: DebFraming
    let control: ControlArchive
    /// Everything before the payload, kept so that the bytes that were parsed are the bytes that get hashed.
    private let bytes: [UInt8]

    /// Bytes of the first read; holds the whole head of nearly every package.
    private static let firstRead: UInt64 = 64 << 10

    /// Reads control.tar whole, keeping the member `wanted` for `found`.
    init(
        descriptor: Int32, limits: ArchiveLimits, wanted: UntrustedText? = nil, found: (([UInt8]) -> Void)? = nil
    ) throws(ArchiveProblem) {
        file = try ArchiveFile(descriptor: descriptor)
        bytes = try Self.head(of: file, limits: limits)
        let source = BufferedArchive(head: bytes, file: file)
        framing = try DebFraming(source)
        try CompressedStreams.requireSingle(framing.control, in: source, windowLimit: limits.window)
        guard framing.control.end <= UInt64(bytes.count) else { throw ArchiveFile.changed }
        let packed = BufferProducer(bytes[Int(framing.control.offset)..<Int(framing.control.end)])
        control = try ControlArchive(framing.control, packed: packed, limits: limits, wanted: wanted, found: found)
    }

    private static func head(of file: ArchiveFile, limits: ArchiveLimits) throws(ArchiveProblem) -> [UInt8] {
        let first = try file.bytes(at: 0, count: Int(min(file.size, firstRead)))
        guard let needed = DebFraming.neededHead(ofPrefix: Array(first), size: file.size),
            needed > UInt64(first.count)
        else { return Array(first) }
        guard needed <= limits.controlPacked else {
            throw ArchiveProblem(reason: "control.tar is over the limit of \(limits.controlPacked) compressed bytes")
        }
        let rest = try file.bytes(at: UInt64(first.count), count: Int(needed) - first.count)
        return Array(first) + rest
    }

    /// The digest of the whole file; throws where the file changed since it was opened.
    func wholeDigest(_ scratch: borrowing ScratchBuffer) throws(ArchiveProblem) -> SHA256Digest {
        let whole = WholeFileDigest()
        whole.update(bytes)
        try scratch.drain(FileProducer(file, from: UInt64(bytes.count), to: file.size, whole: whole))
        try file.requireUnchanged()
        guard let digest = whole.finish() else { throw ArchiveFile.changed }
        return digest
    }

    /// Reads data.tar and hashes the whole file on the way; throws where it is not the file of digest `expected`.
    func readPayload(
        expecting expected: SHA256Digest?, limits: ArchiveLimits, digests: DigestSet = .both,
        showing shown: HostPath? = nil, _ take: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(ArchiveProblem) -> Payload {
        let data = framing.data
        try CompressedStreams.requireSingle(
            data, in: BufferedArchive(head: bytes, file: file), windowLimit: limits.window)
        let whole = WholeFileDigest()
        let scratch = ScratchBuffer()
        whole.update(Array(bytes.prefix(Int(data.offset))))
        let packed = FileProducer(file, from: data.offset, to: data.end, whole: whole)
        var reader = try PayloadReader(data, packed: packed, limits: limits)
        unsafe try reader.readAll(digests: digests, showing: shown, take)
        try scratch.drain(packed)
        try scratch.drain(FileProducer(file, from: data.end, to: file.size, whole: whole))
        try file.requireUnchanged()
        let digest = whole.finish()
        guard expected == nil || digest == expected else { throw ArchiveFile.changed }
        return Payload(entries: reader.entries.sorted { $0.path < $1.path }, originals: reader.originals)
    }

    func archive(origin: ArchiveOrigin, location: UntrustedText, sha256: SHA256Digest) -> PackageArchive {
        PackageArchive(
            origin: origin, location: location, sha256: sha256, size: file.size, key: control.file.identity.key,
            version: control.file.identity.version, members: control.members, md5sums: control.md5sums,
            conffiles: control.conffiles)
    }
}

/// What one data.tar holds.
struct Payload {
    /// Sorted by path.
    let entries: [PayloadEntry]
    /// The file that each hard link is another name of.
    let originals: [HostPath: HostPath]
}

/// An archive file whose start is already in memory.
private struct BufferedArchive: ByteSource {
    let head: [UInt8]
    let file: ArchiveFile

    var size: UInt64 { file.size }

    func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        guard offset <= UInt64(head.count), count <= head.count - Int(offset) else {
            return try file.bytes(at: offset, count: count)
        }
        return head[Int(offset)..<(Int(offset) + count)]
    }
}
