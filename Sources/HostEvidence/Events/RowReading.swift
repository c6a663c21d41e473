import FileFormats

/// Tells the rows of CSV apart: a line feed ends one unless it stands between quotes.
struct RowReading {
    private var isQuoted = false

    /// Whether the text could end here.
    var isAtEnd: Bool { !isQuoted }

    mutating func ends(with byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        return byte == 0x0A && !isQuoted
    }

    /// Whether a text is CSV with events: its first line is a header by which these are recognised.
    static func tells(apart text: some BidirectionalCollection<UInt8>) -> Bool {
        let first = text.prefix { $0 != 0x0A }
        guard first.first != UInt8(ascii: "{"), first.first != UInt8(ascii: "[") else { return false }
        return CSVTable(header: Array(first), parse: { (_) throws(UnusableReason) in throw .badSyntax }) != nil
    }
}
