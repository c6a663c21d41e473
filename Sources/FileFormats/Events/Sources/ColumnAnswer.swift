import AuditModel

extension EventSource {
    /// What ES|QL answers, `columns` and `values`, and what SQL does, `columns` and `rows`: a row is an event, and the
    /// columns have the names of its fields.
    package static let columns = EventSource(name: "an answer of ES|QL or SQL, in columns and rows") { value in
        guard case .array(let columns)? = value.member("columns"),
            case .array(let rows)? = value.member("values") ?? value.member("rows")
        else { return nil }
        let names = columns.map { $0.member("name")?.scalar ?? [] }
        if isColumnar(value, rows, names.count) { return .values(turned(rows, names)) }
        return .values(rows.map { row in event(row, names) })
    }

    /// A row that has not one value for each column is no event, and is left as it is, to be counted as none.
    private static func event(_ row: EventValue, _ names: [[UInt8]]) -> EventValue {
        guard case .array(let cells) = row, cells.count == names.count else { return row }
        return .object(
            zip(names, cells).filter { $1 != .null }.map { EventMember(key: $0, value: $1) })
    }

    /// Whether there is one array for each column, as with `columnar=true`, and not for each row.
    ///
    /// Both forms look alike where there are as many rows as columns; then it is the rows, as is usual.
    private static func isColumnar(_ value: EventValue, _ rows: [EventValue], _ count: Int) -> Bool {
        guard rows.count == count, count > 0 else { return false }
        return rows.contains { row in
            guard case .array(let cells) = row else { return true }
            return cells.count != count
        }
    }

    private static func turned(_ columns: [EventValue], _ names: [[UInt8]]) -> [EventValue] {
        let cells = columns.map { column -> [EventValue] in
            if case .array(let cells) = column { return cells }
            return [column]
        }
        return (0..<(cells.map(\.count).max() ?? 0)).map { row in
            .object(
                zip(names, cells).compactMap { name, column in
                    guard row < column.count, column[row] != .null else { return nil }
                    return EventMember(key: name, value: column[row])
                })
        }
    }
}
