import AuditModel

/// Walks one frame of the Zstandard format (RFC 8878) by its own length fields, without decompressing.
///
/// Throws unless the member is exactly one frame: skippable and further frames are read by some readers only.
enum ZstdFraming {
    private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    static func requireSingleFrame(
        _ member: DebMember, in source: some ByteSource, windowLimit: UInt64
    ) throws(ArchiveProblem) {
        guard member.size >= 6 else { throw cutShort(member.offset) }
        let start = try source.bytes(at: member.offset, count: 6)
        guard start.starts(with: magic) else {
            throw ArchiveProblem(
                offset: member.offset, reason: "the member is named .zst and does not start with a zstd frame")
        }
        let descriptor = start[start.startIndex + 4]
        guard descriptor & 0x08 == 0 else {
            throw ArchiveProblem(offset: member.offset + 4, reason: "the zstd frame uses a reserved flag")
        }
        guard descriptor & 0x03 == 0 else {
            throw ArchiveProblem(offset: member.offset + 4, reason: "the zstd frame needs a dictionary")
        }
        let headerLength = try header(member, descriptor, in: source, windowLimit: windowLimit)
        let afterBlocks = try blocks(from: member.offset + headerLength, to: member.end, in: source)
        let end = afterBlocks + (descriptor & 0x04 == 0 ? 0 : 4)
        guard end <= member.end else { throw cutShort(afterBlocks) }
        guard end == member.end else {
            throw ArchiveProblem(offset: end, reason: "bytes follow the end of the first zstd frame")
        }
    }

    private static func cutShort(_ offset: UInt64) -> ArchiveProblem {
        ArchiveProblem(offset: offset, reason: "the zstd frame is cut short")
    }

    /// Bytes of the frame header; the window is refused over `windowLimit` bytes.
    private static func header(
        _ member: DebMember, _ descriptor: UInt8, in source: some ByteSource, windowLimit: UInt64
    ) throws(ArchiveProblem) -> UInt64 {
        let isSingleSegment = descriptor & 0x20 != 0
        let sizeLength = [isSingleSegment ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
        let length = 5 + (isSingleSegment ? 0 : 1) + sizeLength
        guard UInt64(length) <= member.size else {
            throw cutShort(member.offset)
        }
        let bytes = try source.bytes(at: member.offset, count: length)
        let window: UInt64
        if isSingleSegment {
            window = bytes.suffix(sizeLength).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        } else {
            let description = bytes[bytes.startIndex + 5]
            let base = UInt64(1) << (10 + UInt64(description >> 3))
            window = base + base / 8 * UInt64(description & 7)
        }
        guard window <= windowLimit else {
            throw ArchiveProblem(
                offset: member.offset, reason: "the zstd window of \(window) bytes is over the limit of \(windowLimit)")
        }
        return UInt64(length)
    }

    /// Where the last block of the frame ends.
    private static func blocks(
        from start: UInt64, to end: UInt64, in source: some ByteSource
    ) throws(ArchiveProblem) -> UInt64 {
        var position = start
        var steps = StepCounter(packed: end - start)
        while true {
            try steps.count(at: position)
            guard position <= end, end - position >= 3 else {
                throw cutShort(position)
            }
            let header = try source.bytes(at: position, count: 3).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let kind = header >> 1 & 3
            guard kind != 3 else {
                throw ArchiveProblem(offset: position, reason: "a zstd block is of the reserved kind")
            }
            position += 3 + (kind == 1 ? 1 : header >> 3)
            if header & 1 == 1 { return position }
        }
    }
}
