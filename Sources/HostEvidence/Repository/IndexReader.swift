import AuditModel
import Digests
import FileFormats
import TreeReading

/// Reads one index file whole, and gives its bytes only where their digest stands in the Release.
struct IndexReader: Sendable {
    let place: RepositoryPlace
    let release: ReleaseFile
    /// The entry without suffix: `main/binary-amd64/Packages`.
    let entry: UntrustedText
    /// How the file is compressed, by its name.
    let suffix: StaticString

    /// An index that was proven to be the one that a Release lists.
    struct Verified {
        /// Decompressed.
        let bytes: [UInt8]
        /// As the Release lists it.
        let entry: ReleaseFile.Entry
    }

    /// Bytes of an index, compressed or not.
    static let limit: UInt64 = 1 << 30

    /// The file's decompressed bytes.
    ///
    /// apt compresses indexes anew, so the entry of the uncompressed index counts first; a file that is still as the
    /// archive compressed it is proven by that form's own entry too.
    func verified(_ path: HostPath) throws(IndexFailure) -> Verified {
        let packed: [UInt8]
        do throws(HostAccessError) {
            packed = try place.tree.read(path, cap: Self.limit, followingLink: true).bytes
        } catch {
            throw .unreadable(error)
        }
        let plain = release.entries[entry]
        if suffix.utf8CodeUnitCount == 0 {
            guard let plain, matches(packed, plain) else { throw .mismatch }
            return Verified(bytes: packed, entry: plain)
        }
        let packedEntry = release.entries[UntrustedText(entry.bytes + Array(suffix.description.utf8))]
        let packedIsProven = packedEntry.map { matches(packed, $0) } ?? false
        guard plain != nil || packedIsProven else { throw .mismatch }
        let bytes: [UInt8]
        do throws(ArchiveProblem) {
            bytes = try decompressed(packed, upTo: plain?.size ?? Self.limit)
        } catch {
            throw .damaged(error.reason)
        }
        if let plain, matches(bytes, plain) { return Verified(bytes: bytes, entry: plain) }
        guard packedIsProven, plain == nil, let packedEntry else { throw .mismatch }
        return Verified(bytes: bytes, entry: packedEntry)
    }

    private func matches(_ bytes: [UInt8], _ entry: ReleaseFile.Entry) -> Bool {
        UInt64(bytes.count) == entry.size && ContentHasher.sha256(bytes) == entry.sha256
    }

    /// Stops one byte after `size`, so that a bomb costs no more than the index that it stands for.
    private func decompressed(_ packed: [UInt8], upTo size: UInt64) throws(ArchiveProblem) -> [UInt8] {
        let source = BufferProducer(packed[...])
        let producer: any ByteProducer =
            switch suffix.description {
            case ".gz": GzipProducer(source)
            case ".xz": FilterProducer(source, filter: .xz)
            case ".zst": FilterProducer(source, filter: .zstd)
            case ".bz2": FilterProducer(source, filter: .bzip2)
            default: FilterProducer(source, filter: .lz4)
            }
        let room = ScratchBuffer()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(min(size, 128 << 20)))
        while true {
            let count = unsafe try producer.produce(into: room.room)
            if count == 0 { return bytes }
            unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: room.room.prefix(count)))
            if UInt64(bytes.count) > size { return bytes }
        }
    }
}

/// Why an index proves nothing.
enum IndexFailure: Error {
    case unreadable(HostAccessError)
    /// The compressed stream is broken, so nothing came out that could be compared.
    case damaged(ReportText)
    case mismatch
}
