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
            _ = try XzFraming.requireSingleStream(member, in: source, dictionaryLimit: windowLimit)
        case .zstd:
            try ZstdFraming.requireSingleFrame(member, in: source, windowLimit: windowLimit)
        case .bzip2, .lzma:
            throw ArchiveProblem(
                offset: member.offset,
                reason: "\(ours: member.compression.rawValue) gives no way to prove that nothing follows its stream",
                isMalformed: false)
        }
    }
}
