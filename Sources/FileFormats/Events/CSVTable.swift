package import AuditModel

/// Events as rows of CSV (RFC 4180) under a header with the names of fields, as Discover of Kibana exports them.
package struct CSVTable {
    private let names: [[UInt8]]
    private let separator: UInt8
    private let parse: ([UInt8]) throws(UnusableReason) -> EventValue

    /// Bytes that stand between cells; Kibana lets its users choose.
    private static let separators = Array(",;\t".utf8)

    /// Nil unless the first row is a header by which events are recognised: a time, a source, or a field of ECS.
    ///
    /// - Parameter parse: reads JSON text, for cells with several values.
    package init?(
        header row: some Collection<UInt8>, parse: @escaping ([UInt8]) throws(UnusableReason) -> EventValue
    ) {
        let marks = EventSources.all.flatMap(\.marks).map { Array($0.description.utf8) + [UInt8(ascii: ".")] }
        for separator in Self.separators {
            guard let names = Self.cells(of: row, separator)?.map(Self.unguarded), names.allSatisfy({ !$0.isEmpty }),
                Set(names).count == names.count,
                names.contains(where: { name in
                    name.elementsEqual("@timestamp".utf8) || marks.contains { name.starts(with: $0) }
                })
            else { continue }
            self.names = names
            self.separator = separator
            self.parse = parse
            return
        }
        return nil
    }

    /// A row as a document.
    package func document(of row: some Collection<UInt8>) throws(UnusableReason) -> EventValue {
        guard let cells = Self.cells(of: row, separator), cells.count == names.count else { throw .badRow }
        return .object(
            zip(names, cells).compactMap { name, cell in value(of: cell).map { EventMember(key: name, value: $0) } })
    }

    /// The cells of one row without its line feed; nil where a quote stands where none may, or is not closed.
    static func cells(of row: some Collection<UInt8>, _ separator: UInt8) -> [[UInt8]]? {
        let quote = UInt8(ascii: "\"")
        var cells: [[UInt8]] = []
        var rest = row[...]
        if rest.count > 1, row.suffix(1).elementsEqual([0x0D]) { rest = rest.dropLast(1) }
        while true {
            var cell: [UInt8] = []
            if rest.first == quote {
                rest = rest.dropFirst()
                while true {
                    guard let end = rest.firstIndex(of: quote) else { return nil }
                    cell += rest[..<end]
                    rest = rest[end...].dropFirst()
                    guard rest.first == quote else { break }
                    cell.append(quote)
                    rest = rest.dropFirst()
                }
                guard rest.isEmpty || rest.first == separator else { return nil }
            } else {
                let text = rest.prefix { $0 != separator }
                if text.contains(quote) { return nil }
                cell = Array(text)
                rest = rest[text.endIndex...]
            }
            cells.append(cell)
            if rest.isEmpty { return cells }
            rest = rest.dropFirst()
        }
    }

    /// Nil for a field that the event lacks, which Kibana shows as nothing, a dash or `(null)`; several values are a JSON
    /// array.
    private func value(of cell: [UInt8]) -> EventValue? {
        let text = Self.unguarded(cell)
        if ["", "-", "(null)"].contains(where: { text.elementsEqual($0.utf8) }) { return nil }
        if text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") {
            do throws(UnusableReason) {
                return try parse(text)
            } catch {
                // A text in brackets that is no array.
            }
        }
        return .string(text)
    }

    /// Kibana puts an apostrophe before what a spreadsheet would take for a formula.
    private static func unguarded(_ cell: [UInt8]) -> [UInt8] {
        guard cell.first == UInt8(ascii: "'"), let second = cell.dropFirst().first, "=+-@".utf8.contains(second) else {
            return cell
        }
        return Array(cell.dropFirst())
    }
}
