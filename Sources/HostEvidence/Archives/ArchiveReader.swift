import AuditModel
import CLibArchive
import FileFormats

/// The one format that a reader is allowed to recognise.
enum ArchiveFormat {
    /// ustar, GNU and pax tar; libarchive switches them on together.
    case tar
    /// Whatever the filter gives, unread.
    case raw
}

/// The one decompressor that a reader is allowed to use.
enum ArchiveFilter {
    case none
    /// Of any number of members, one after the other.
    case gzip
    case xz
    case zstd
    /// Only for indexes: no package archive has it.
    case lz4
    /// Only for indexes.
    case bzip2
}

/// Owns one reading handle of libarchive, limited to one format and at most one filter; it never writes to disk.
@safe
struct ArchiveReader: ~Copyable {
    private let handle: OpaquePointer
    private let feed: ArchiveFeed
    private let filter: ArchiveFilter

    /// Reads the first bytes of `producer`; throws where they are not in the one format with the one filter.
    static func opened(
        _ format: ArchiveFormat, filter: ArchiveFilter, from producer: any ByteProducer
    ) throws(ArchiveProblem) -> ArchiveReader {
        guard let handle = unsafe archive_read_new() else { throw Self.outOfMemory }
        let reader = unsafe ArchiveReader(handle: handle, feed: ArchiveFeed(producer), filter: filter)
        try reader.open(format)
        return reader
    }

    private init(handle: OpaquePointer, feed: ArchiveFeed, filter: ArchiveFilter) {
        unsafe self.handle = handle
        self.feed = feed
        self.filter = filter
    }

    deinit {
        unsafe archive_read_free(handle)
    }

    private static var outOfMemory: ArchiveProblem {
        ArchiveProblem(reason: "libarchive cannot be started", isMalformed: false)
    }

    private func open(_ format: ArchiveFormat) throws(ArchiveProblem) {
        let formatStatus =
            switch format {
            case .tar: unsafe archive_read_support_format_tar(handle)
            case .raw: unsafe archive_read_support_format_raw(handle)
            }
        let emptyStatus = unsafe archive_read_support_format_empty(handle)
        // A filter that libarchive would leave to an outside program answers ARCHIVE_WARN, and is refused.
        let filterStatus =
            switch filter {
            case .none: ARCHIVE_OK
            case .gzip: unsafe archive_read_support_filter_gzip(handle)
            case .xz: unsafe archive_read_support_filter_xz(handle)
            case .zstd: unsafe archive_read_support_filter_zstd(handle)
            case .lz4: unsafe archive_read_support_filter_lz4(handle)
            case .bzip2: unsafe archive_read_support_filter_bzip2(handle)
            }
        guard formatStatus == ARCHIVE_OK, emptyStatus == ARCHIVE_OK, filterStatus == ARCHIVE_OK else {
            throw Self.outOfMemory
        }
        let context = unsafe Unmanaged.passUnretained(feed).toOpaque()
        let status = unsafe archive_read_open(handle, context, nil, readFromFeed, nil)
        guard status == ARCHIVE_OK else { throw problem() }
        // libarchive applies a filter again to its own output where that looks compressed; dpkg does not.
        guard unsafe archive_filter_count(handle) == (filter == .none ? 1 : 2) else {
            throw ArchiveProblem(reason: "the member is compressed more than once, or not as its name says")
        }
    }

    /// The next entry, owned by libarchive and valid until the next call; nil at the end.
    mutating func nextEntry() throws(ArchiveProblem) -> OpaquePointer? {
        var entry: OpaquePointer?
        let status = unsafe archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF {
            if let failure = feed.failure { throw failure }
            return nil
        }
        guard status == ARCHIVE_OK, let entry = unsafe entry else { throw problem() }
        return unsafe entry
    }

    /// Fills the start of `room` with the current entry's content; 0 at its end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        let count = unsafe archive_read_data(handle, room.baseAddress, room.count)
        guard count >= 0 else { throw problem() }
        return Int(count)
    }

    /// Bytes of the uncompressed tar before the header that was read last, or before the end marker.
    var headerPosition: UInt64 { UInt64(clamping: unsafe archive_read_header_position(handle)) }

    var isPax: Bool { unsafe archive_format(handle) == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE }

    private func problem() -> ArchiveProblem {
        if let failure = feed.failure { return failure }
        guard let words = unsafe archive_error_string(handle) else {
            return ArchiveProblem(reason: "libarchive cannot read the member")
        }
        let text = unsafe UntrustedText(String(cString: words).utf8)
        return ArchiveProblem(reason: "libarchive cannot read the member: \(text)")
    }
}

/// Hands a producer's bytes to libarchive, and keeps the error that a C callback cannot throw.
@safe
final class ArchiveFeed {
    private let producer: any ByteProducer
    private let room: UnsafeMutableRawBufferPointer
    private(set) var failure: ArchiveProblem?

    init(_ producer: any ByteProducer) {
        self.producer = producer
        unsafe room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    }

    deinit {
        unsafe room.deallocate()
    }

    /// The next bytes, valid until the next call; nil where the producer failed.
    fileprivate func next() -> UnsafeRawBufferPointer? {
        guard failure == nil else { return nil }
        do throws(ArchiveProblem) {
            let count = unsafe try producer.produce(into: room)
            return unsafe UnsafeRawBufferPointer(rebasing: room.prefix(count))
        } catch {
            failure = error
            return nil
        }
    }
}

/// The read callback of archive_read_open(3).
private func readFromFeed(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ target: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> la_ssize_t {
    guard let context = unsafe context, let target = unsafe target,
        let bytes = unsafe Unmanaged<ArchiveFeed>.fromOpaque(context).takeUnretainedValue().next()
    else { return la_ssize_t(ARCHIVE_FATAL) }
    unsafe target.pointee = bytes.baseAddress
    return la_ssize_t(bytes.count)
}

/// Decompresses one xz stream or zstd frame with libarchive.
final class FilterProducer: ByteProducer {
    private var reader: ArchiveReader?
    private let inner: any ByteProducer
    private let filter: ArchiveFilter

    init(_ inner: any ByteProducer, filter: ArchiveFilter) {
        self.inner = inner
        self.filter = filter
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        if reader == nil {
            var fresh = try ArchiveReader.opened(.raw, filter: filter, from: inner)
            guard unsafe try fresh.nextEntry() != nil else { return 0 }
            reader = consume fresh
        }
        return unsafe try reader?.read(into: room) ?? 0
    }
}
