/// The lines of a file as apt's reader sees them, which are not always the lines of the file.
///
/// `FileFd::ReadLine` (apt-pkg/contrib/fileutl.cc) takes 4,095 bytes at a time as a C string. So a NUL ends the
/// line; the part of a longer line behind that piece comes back as a line of its own; a line that fills a piece
/// to the byte swallows the next one; and where nothing follows, such a line is lost.
struct AptConfLines {
    /// One line, tabs expanded and white space cut at both ends, and how it departs from the file's own lines.
    struct Line {
        var text = TracedBytes()
        var irregularity: Irregularity?
    }

    /// A way in which apt's line is not the file's line.
    enum Irregularity {
        /// Cut at the NUL at this offset.
        case cutAtNul(Int)
        /// Joined with the line that starts at this offset.
        case swallowedNext(Int)
        /// Dropped at the end of the file; the line starts at this offset.
        case lost(Int)
    }

    private static let pieceBytes = 4095

    private let bytes: [UInt8]
    private(set) var cursor = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Line? {
        guard cursor < bytes.count else { return nil }
        let start = cursor
        var pieces: [Range<Int>] = []
        var irregularity: Irregularity?
        while true {
            guard cursor < bytes.count else { return Line(irregularity: .lost(start)) }
            if let last = pieces.last, bytes[last.upperBound - 1] == 0x0A { irregularity = .swallowedNext(cursor) }
            let piece = nextPiece()
            if let nul = bytes[piece].firstIndex(of: 0) {
                pieces.append(piece.lowerBound..<nul)
                irregularity = .cutAtNul(nul)
                break
            }
            pieces.append(piece)
            if piece.count < Self.pieceBytes { break }
        }
        return Line(text: expanded(pieces), irregularity: irregularity)
    }

    private mutating func nextPiece() -> Range<Int> {
        let limit = min(cursor + Self.pieceBytes, bytes.count)
        let end = bytes[cursor..<limit].firstIndex(of: 0x0A).map { $0 + 1 } ?? limit
        defer { cursor = end }
        return cursor..<end
    }

    private func expanded(_ pieces: [Range<Int>]) -> TracedBytes {
        var raw = TracedBytes()
        for offset in pieces.joined() { raw.append(bytes[offset], from: Int32(offset)) }
        var text = TracedBytes()
        for index in raw.trimming(0..<raw.count) {
            let isTab = raw.bytes[index] == 0x09
            for _ in 0..<(isTab ? 8 : 1) { text.append(isTab ? 0x20 : raw.bytes[index], from: raw.origins[index]) }
        }
        return text
    }
}
