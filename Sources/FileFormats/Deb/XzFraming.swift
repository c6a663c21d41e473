import AuditModel

/// Walks one stream of the .xz file format (version 1.1.0) by its own length fields, without decompressing.
///
/// dpkg stops after the first stream and libarchive goes on to the next, so two streams could show two readers two
/// different archives. The walk visits every block and every LZMA2 chunk, compares the index with what it saw, and
/// throws unless the stream ends exactly where the member does.
struct XzFraming<Source: ByteSource>: ~Copyable {
    private let source: Source
    private let start: UInt64
    private let end: UInt64
    private let dictionaryLimit: UInt64
    private var position: UInt64
    private var checkLength: UInt64 = 0
    private var steps: StepCounter
    private var streamFlags: ArraySlice<UInt8> = []
    /// Sums over the blocks seen; the index must give the same.
    private var seen = BlockSums()

    private static var magic: [UInt8] { [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00] }
    private static var lzma2: UInt64 { 0x21 }

    /// Bytes of the stream when decompressed.
    static func requireSingleStream(
        _ member: DebMember, in source: Source, dictionaryLimit: UInt64
    ) throws(ArchiveProblem) -> UInt64 {
        var walk = XzFraming(
            source: source, start: member.offset, end: member.end, dictionaryLimit: dictionaryLimit,
            position: member.offset)
        try walk.header()
        while try walk.peek() != 0 { try walk.block() }
        try walk.index()
        return walk.seen.uncompressed
    }

    private init(source: Source, start: UInt64, end: UInt64, dictionaryLimit: UInt64, position: UInt64) {
        self.source = source
        self.start = start
        self.end = end
        self.dictionaryLimit = dictionaryLimit
        self.position = position
        steps = StepCounter(packed: end - start)
    }

    private func malformed(_ reason: ReportText) -> ArchiveProblem {
        ArchiveProblem(offset: position, reason: reason)
    }

    private mutating func take(_ count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        let bytes = try look(count)
        position += UInt64(count)
        return bytes
    }

    private func look(_ count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        guard UInt64(count) <= end - position else { throw malformed("the xz stream is cut short") }
        return try source.bytes(at: position, count: count)
    }

    private func peek() throws(ArchiveProblem) -> UInt8 {
        try look(1).first ?? 0
    }

    private mutating func skip(_ count: UInt64) throws(ArchiveProblem) {
        guard count <= end - position else { throw malformed("the xz stream is cut short") }
        position += count
    }

    private mutating func skipZeros(toMultipleOfFourFrom origin: UInt64) throws(ArchiveProblem) {
        while (position - origin) % 4 != 0 {
            guard try take(1).first == 0 else { throw malformed("the padding in the xz stream is not zero") }
        }
    }

    private mutating func header() throws(ArchiveProblem) {
        guard try take(6).elementsEqual(Self.magic) else {
            position = start
            throw malformed("the member is named .xz and is not an xz stream")
        }
        streamFlags = try take(2)
        guard let first = streamFlags.first, let check = streamFlags.last, first == 0, check < 16 else {
            throw malformed("the xz stream has flags that the format does not define")
        }
        checkLength = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64][Int(check)]
        try skip(4)
    }

    private mutating func block() throws(ArchiveProblem) {
        let blockStart = position
        try steps.count(at: position)
        try blockHeader()
        let dataStart = position
        seen.uncompressed += try chunks()
        let unpadded = position - blockStart + checkLength
        try skipZeros(toMultipleOfFourFrom: dataStart)
        try skip(checkLength)
        seen.add(unpadded: unpadded)
    }

    private mutating func blockHeader() throws(ArchiveProblem) {
        let length = (Int(try peek()) + 1) * 4
        let bytes = try look(length)
        var reader = VariableLengthReader(bytes.dropFirst(2).dropLast(4))
        let flags = bytes[bytes.startIndex + 1]
        guard flags & 0x3C == 0 else { throw malformed("an xz block has flags that the format does not define") }
        if flags & 0x40 != 0 { _ = reader.number() }
        if flags & 0x80 != 0 { _ = reader.number() }
        var last: (id: UInt64, properties: ArraySlice<UInt8>)?
        for _ in 0...(flags & 3) {
            guard let id = reader.number(), let size = reader.number(), let properties = reader.bytes(size) else {
                throw malformed("the header of an xz block is damaged")
            }
            last = (id, properties)
        }
        guard let last, last.id == Self.lzma2, last.properties.count == 1, let bits = last.properties.first, bits <= 40
        else { throw malformed("an xz block does not end its filters with LZMA2") }
        let dictionary = bits == 40 ? UInt64(UInt32.max) : (2 | UInt64(bits & 1)) << (UInt64(bits / 2) + 11)
        guard dictionary <= dictionaryLimit else {
            throw malformed("the xz dictionary of \(dictionary) bytes is over the limit of \(dictionaryLimit)")
        }
        try skip(UInt64(length))
    }

    /// Bytes that the chunks give when decompressed.
    private mutating func chunks() throws(ArchiveProblem) -> UInt64 {
        var uncompressed: UInt64 = 0
        while true {
            try steps.count(at: position)
            let control = try peek()
            if control == 0 {
                try skip(1)
                return uncompressed
            }
            guard control <= 2 || control >= 0x80 else { throw malformed("an LZMA2 chunk has an undefined kind") }
            let header = try look(control <= 2 ? 3 : 5)
            let low = UInt64(header[header.startIndex + 1]) << 8 | UInt64(header[header.startIndex + 2])
            if control <= 2 {
                uncompressed += low + 1
                try skip(3 + low + 1)
            } else {
                let packed = UInt64(header[header.startIndex + 3]) << 8 | UInt64(header[header.startIndex + 4])
                uncompressed += UInt64(control & 0x1F) << 16 + low + 1
                try skip((control >= 0xC0 ? 6 : 5) + packed + 1)
            }
        }
    }

    private mutating func index() throws(ArchiveProblem) {
        let indexStart = position
        try skip(1)
        var listed = BlockSums()
        let count = try number()
        guard count == seen.count else { throw malformed("the xz index does not list the blocks of the stream") }
        for _ in 0..<count {
            let unpadded = try number()
            let uncompressed = try number()
            guard unpadded < 1 << 62, uncompressed < 1 << 62 else { throw malformed("the xz index is damaged") }
            listed.add(unpadded: unpadded)
            listed.uncompressed &+= uncompressed
        }
        guard listed == seen else { throw malformed("the xz index does not fit the blocks of the stream") }
        try skipZeros(toMultipleOfFourFrom: indexStart)
        try skip(4)
        let footer = try take(12)
        let backward = footer.dropFirst(4).prefix(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard footer.suffix(2).elementsEqual("YZ".utf8), footer.dropFirst(8).prefix(2).elementsEqual(streamFlags),
            (backward + 1) * 4 == position - 12 - indexStart
        else { throw malformed("the xz footer does not fit the stream") }
        guard position == end else { throw malformed("bytes follow the end of the first xz stream") }
    }

    /// One number of one to nine bytes, seven bits each, lowest first.
    private mutating func number() throws(ArchiveProblem) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try take(1).first ?? 0
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw malformed("a number in the xz index is too long")
    }
}

/// What the index of an xz stream must agree with; sums, so that memory use does not grow with the stream.
private struct BlockSums: Equatable {
    var count: UInt64 = 0
    var padded: UInt64 = 0
    var uncompressed: UInt64 = 0

    mutating func add(unpadded: UInt64) {
        count += 1
        padded &+= (unpadded + 3) & ~3
    }
}

/// Reads the numbers of an xz block header.
private struct VariableLengthReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    mutating func bytes(_ count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(rest.count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}
