import AuditModel
import CLibArchive
import FileFormats
import Glibc

/// One header of a tar archive.
struct TarEntry {
    /// As spelled in the archive.
    let name: UntrustedText
    let kind: FileKind
    /// The earlier entry that this one is another name of; nil for all but hard links.
    let hardLinkTarget: UntrustedText?
    let symlinkTarget: UntrustedText?
    /// Bytes of content that follow.
    let size: UInt64
    let mode: UInt16
    let uid: UInt32
    let gid: UInt32
    let modified: Timestamp
}

/// Reads one decompressed tar archive from end to end and refuses content that other readers might not see.
@safe
struct TarReader: ~Copyable {
    private var reader: ArchiveReader
    private let stream: MeteredProducer
    private let label: StaticString
    private let entryLimit: Int
    private var entryCount = 0
    private let scratch = ScratchBuffer(size: 64 << 10)

    /// Two blocks of zeros end a tar archive.
    private static let endMarkerLength: UInt64 = 1024

    /// Reads the member whose compressed bytes `packed` gives; `label` is its name in reasons.
    static func opened(
        _ label: StaticString, compression: DebCompression, from packed: any ByteProducer, ceiling: OutputCeiling,
        entryLimit: Int
    ) throws(ArchiveProblem) -> TarReader {
        let stream = MeteredProducer(try decompressed(packed, compression), ceiling: ceiling)
        let reader = try ArchiveReader.opened(.tar, filter: .none, from: stream)
        return TarReader(label: label, reader: reader, stream: stream, entryLimit: entryLimit)
    }

    private init(label: StaticString, reader: consuming ArchiveReader, stream: MeteredProducer, entryLimit: Int) {
        self.label = label
        self.reader = reader
        self.stream = stream
        self.entryLimit = entryLimit
    }

    private static func decompressed(
        _ packed: any ByteProducer, _ compression: DebCompression
    ) throws(ArchiveProblem) -> any ByteProducer {
        switch compression {
        case .none: packed
        case .gzip: GzipProducer(packed)
        case .xz: FilterProducer(packed, filter: .xz)
        case .zstd: FilterProducer(packed, filter: .zstd)
        case .bzip2, .lzma:
            throw ArchiveProblem(
                reason: "\(ours: compression.rawValue) members are not read", isMalformed: false)
        }
    }

    func malformed(_ reason: ReportText) -> ArchiveProblem {
        ArchiveProblem(reason: "\(ours: label.description): \(reason)")
    }

    /// Nil at the end, once everything after the last entry is known to be zeros.
    mutating func next() throws(ArchiveProblem) -> TarEntry? {
        guard let pointer = unsafe try reader.nextEntry() else {
            try requireCleanEnd()
            return nil
        }
        entryCount += 1
        guard entryCount <= entryLimit else { throw malformed("it is over the limit of \(entryLimit) entries") }
        guard !reader.isPax else { throw malformed("it holds a pax header, which dpkg-deb never writes") }
        return unsafe try entry(pointer)
    }

    /// Hands the current entry's content to `take` piece by piece; throws unless it is as long as its header says.
    mutating func content(
        of entry: TarEntry, _ take: (UnsafeRawBufferPointer) -> Void
    ) throws(ArchiveProblem) {
        var total: UInt64 = 0
        while true {
            let count = unsafe try reader.read(into: scratch.room)
            if count == 0 { break }
            total += UInt64(count)
            unsafe take(UnsafeRawBufferPointer(rebasing: scratch.room.prefix(count)))
        }
        guard total == entry.size else { throw malformed("\(entry.name) is not as long as its header says") }
    }

    private mutating func requireCleanEnd() throws(ArchiveProblem) {
        try scratch.drain(stream)
        let end = reader.headerPosition
        guard stream.meaningfulCount <= end else {
            throw malformed("bytes that are not zero follow the end marker")
        }
        guard stream.count >= end + Self.endMarkerLength else { throw malformed("the end marker is missing") }
    }

    private func entry(_ pointer: OpaquePointer) throws(ArchiveProblem) -> TarEntry {
        guard let name = unsafe text(archive_entry_pathname(pointer)) else { throw malformed("an entry has no name") }
        let hardLink = unsafe text(archive_entry_hardlink(pointer))
        guard let size = unsafe UInt64(exactly: archive_entry_size(pointer)),
            let uid = unsafe UInt32(exactly: archive_entry_uid(pointer)),
            let gid = unsafe UInt32(exactly: archive_entry_gid(pointer)),
            let nanoseconds = unsafe UInt32(exactly: archive_entry_mtime_nsec(pointer)),
            unsafe archive_entry_sparse_count(pointer) == 0
        else { throw malformed("\(name) has a header that dpkg does not read") }
        return TarEntry(
            name: name,
            kind: hardLink == nil ? unsafe kind(archive_entry_filetype(pointer)) : .regular,
            hardLinkTarget: hardLink, symlinkTarget: unsafe text(archive_entry_symlink(pointer)), size: size,
            mode: unsafe UInt16(truncatingIfNeeded: archive_entry_perm(pointer)) & 0o7777, uid: uid, gid: gid,
            modified: Timestamp(
                seconds: unsafe Int64(archive_entry_mtime(pointer)), nanoseconds: nanoseconds)
        )
    }

    private func text(_ words: UnsafePointer<CChar>?) -> UntrustedText? {
        guard let words = unsafe words else { return nil }
        return unsafe UntrustedText(UnsafeRawBufferPointer(start: words, count: strlen(words)))
    }

    private func kind(_ type: mode_t) -> FileKind {
        switch type {
        case S_IFREG: .regular
        case S_IFDIR: .directory
        case S_IFLNK: .symlink
        case S_IFIFO: .fifo
        case S_IFSOCK: .socket
        case S_IFCHR: .characterDevice
        case S_IFBLK: .blockDevice
        default: .unknown
        }
    }
}
