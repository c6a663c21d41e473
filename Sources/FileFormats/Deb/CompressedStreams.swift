import AuditModel

/// Proves from the compressed bytes alone that a member is one stream that ends where the member ends.
package enum CompressedStreams {
    /// Throws where the member is not one stream, or where its format gives no way to tell.
    ///
    /// gzip keeps no lengths, so its end shows only while inflating: HostEvidence's inflater checks it there, and this
    /// function accepts it. bzip2 and legacy lzma are refused. `windowLimit` is in bytes and bounds what a decoder of
    /// the stream will allocate.
    package static func requireSingle(
        _ member: DebMember, in source: some ByteSource, windowLimit: UInt64
    ) throws(ArchiveProblem) {
        switch member.compression {
        case .none, .gzip:
            break
        case .xz:
            _ = try XzFraming.requireSingleStream(member, in: WindowedSource(source), dictionaryLimit: windowLimit)
        case .zstd:
            try ZstdFraming.requireSingleFrame(member, in: WindowedSource(source), windowLimit: windowLimit)
        case .bzip2, .lzma:
            throw ArchiveProblem(
                offset: member.offset,
                reason: "\(ours: member.compression.rawValue) gives no way to prove that nothing follows its stream",
                isMalformed: false)
        }
    }
}

/// Bounds a walk over the parts of a stream, so that a stream of empty parts cannot keep it busy for hours.
struct StepCounter {
    private var left: UInt64

    /// No honest part is this small on average, bytes.
    private static let smallestAverage: UInt64 = 128
    /// Parts that any stream may have: 16 GiB of zeros in zstd blocks need half of it.
    private static let floor: UInt64 = 262_144

    init(packed: UInt64) {
        left = Self.floor + packed / Self.smallestAverage
    }

    mutating func count(at offset: UInt64) throws(ArchiveProblem) {
        guard left > 0 else {
            throw ArchiveProblem(
                offset: offset, reason: "the stream is over the limit of one part for \(Self.smallestAverage) bytes")
        }
        left -= 1
    }
}
