import AuditModel

/// Reads TOML (version 1.0) into the same values as JSON, so that one reader of exceptions serves for both.
///
/// Dates and numbers other than whole ones are kept as texts: no exception asks for their value.
struct TOMLReader {
    /// A table while it grows.
    private final class Table {
        enum Value {
            case node(JSONNode)
            case table(Table)
            case tables([Table])
        }

        let line: Int
        var members: [(key: UntrustedText, line: Int, value: Value)] = []
        /// Whether it was given as `{ }`, or its header was seen: nothing may be added by another header.
        var isClosed = false

        init(line: Int) {
            self.line = line
        }

        func value(of key: UntrustedText) -> Value? { members.first { $0.key == key }?.value }

        var node: JSONNode {
            JSONNode(
                content: .map(
                    members.map { key, line, value in
                        switch value {
                        case .node(let node): JSONMember(key: key, line: line, value: node)
                        case .table(let table): JSONMember(key: key, line: line, value: table.node)
                        case .tables(let tables):
                            JSONMember(
                                key: key, line: line,
                                value: JSONNode(content: .list(tables.map(\.node)), line: line))
                        }
                    }), line: line)
        }
    }

    private var text: TOMLText

    /// One whole text.
    static func read(_ bytes: [UInt8]) throws(JSONMistake) -> JSONNode {
        var reader = TOMLReader(text: TOMLText(bytes))
        return try reader.document()
    }

    private init(text: TOMLText) {
        self.text = text
    }

    private mutating func document() throws(JSONMistake) -> JSONNode {
        let root = Table(line: 1)
        var current = root
        while true {
            text.skipLines()
            guard let byte = text.peek else { return root.node }
            if byte == UInt8(ascii: "[") {
                current = try header(in: root)
            } else {
                try pair(in: current)
            }
            try text.endLine()
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header(in root: Table) throws(JSONMistake) -> Table {
        let line = text.line
        text.take()
        let isElement = text.takes(UInt8(ascii: "["))
        let keys = try keys()
        for _ in 0..<(isElement ? 2 : 1) {
            guard text.takes(UInt8(ascii: "]")) else { throw text.mistake("a bracket that closes is expected") }
        }
        let table = try self.table(at: keys.dropLast(), in: root, line)
        guard let last = keys.last else { throw text.mistake("a key is expected") }
        switch (table.value(of: last), isElement) {
        case (nil, false):
            let new = Table(line: line)
            new.isClosed = true
            table.members.append((last, line, .table(new)))
            return new
        case (.table(let known)?, false) where !known.isClosed:
            known.isClosed = true
            return known
        case (nil, true):
            let new = Table(line: line)
            table.members.append((last, line, .tables([new])))
            return new
        case (.tables(let known)?, true):
            guard known.count < ExceptionFile.countLimit else { throw text.mistake("too many tables") }
            let new = Table(line: line)
            let index = table.members.firstIndex { $0.key == last }
            if let index { table.members[index].value = .tables(known + [new]) }
            return new
        default: throw JSONMistake(line: line, reason: "\(last) stands there already")
        }
    }

    /// The table that keys lead to; those that are missing are made.
    private func table(
        at keys: ArraySlice<UntrustedText>, in root: Table, _ line: Int
    ) throws(JSONMistake) -> Table {
        var table = root
        for key in keys {
            switch table.value(of: key) {
            case .table(let inner)?: table = inner
            case .tables(let all)?:
                guard let last = all.last else { return table }
                table = last
            case .node?: throw JSONMistake(line: line, reason: "\(key) is no table")
            case nil:
                let new = Table(line: line)
                table.members.append((key, line, .table(new)))
                table = new
            }
        }
        return table
    }

    /// `a.b = value`.
    private mutating func pair(in table: Table) throws(JSONMistake) {
        let line = text.line
        let keys = try keys()
        guard text.takes(UInt8(ascii: "=")) else { throw text.mistake("an equals sign is expected") }
        let value = try value(depth: 0)
        guard let last = keys.last else { throw text.mistake("a key is expected") }
        let inner = try self.table(at: keys.dropLast(), in: table, line)
        guard inner.value(of: last) == nil else {
            throw JSONMistake(line: line, reason: "\(last) stands there already")
        }
        inner.members.append((last, line, .node(value)))
    }

    private mutating func keys() throws(JSONMistake) -> [UntrustedText] {
        var keys: [UntrustedText] = []
        repeat {
            text.skipSpaces()
            keys.append(try text.key())
            text.skipSpaces()
        } while text.takes(UInt8(ascii: "."))
        return keys
    }

    private static let depthLimit = 32

    private mutating func value(depth: Int) throws(JSONMistake) -> JSONNode {
        guard depth < Self.depthLimit else { throw text.mistake("nested too deeply") }
        text.skipSpaces()
        let line = text.line
        switch text.peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return JSONNode(content: .text(try text.string()), line: line)
        case UInt8(ascii: "["):
            text.take()
            var elements: [JSONNode] = []
            while true {
                text.skipLines()
                if text.takes(UInt8(ascii: "]")) { return JSONNode(content: .list(elements), line: line) }
                elements.append(try value(depth: depth + 1))
                text.skipLines()
                if !text.takes(UInt8(ascii: ",")), text.peek != UInt8(ascii: "]") {
                    throw text.mistake("a comma or a bracket is expected")
                }
            }
        case UInt8(ascii: "{"):
            text.take()
            let table = Table(line: line)
            text.skipSpaces()
            if text.takes(UInt8(ascii: "}")) { return table.node }
            repeat { try pairInline(in: table, depth: depth) } while text.takes(UInt8(ascii: ","))
            guard text.takes(UInt8(ascii: "}")) else { throw text.mistake("a brace that closes is expected") }
            return table.node
        default: return JSONNode(content: try text.word(), line: line)
        }
    }

    private mutating func pairInline(in table: Table, depth: Int) throws(JSONMistake) {
        let line = text.line
        let keys = try keys()
        guard text.takes(UInt8(ascii: "=")) else { throw text.mistake("an equals sign is expected") }
        let value = try value(depth: depth + 1)
        text.skipSpaces()
        guard let last = keys.last else { throw text.mistake("a key is expected") }
        let inner = try self.table(at: keys.dropLast(), in: table, line)
        guard inner.value(of: last) == nil else {
            throw JSONMistake(line: line, reason: "\(last) stands there already")
        }
        inner.members.append((last, line, .node(value)))
    }
}
