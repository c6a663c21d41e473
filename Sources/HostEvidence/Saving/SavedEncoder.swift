import AuditModel

/// Writes one value in the binary form of `SavedTag`, through its `Codable` conformance.
///
/// One pass and one buffer: a container that was handed out is open until its parent goes on, or until the value that
/// asked for it is done. Sets and tables are written in the order of what their elements and keys are written as, so that
/// equal values give equal files.
final class SavedEncoder: Encoder {
    private(set) var output: [UInt8] = []
    private var names: [String: UInt64] = [:]
    /// How many records, lists and tables are open.
    private var open = 0

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The bytes of a value.
    ///
    /// - Throws: `EncodingError` for a number with a fraction, which the format does not know.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = SavedEncoder()
        try encoder.write(value)
        return encoder.output
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(SavedRecordEncoding(encoder: self, level: begin(.record)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        SavedListEncoding(encoder: self, level: begin(.list))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SavedSingleEncoding(encoder: self)
    }

    /// - Returns: the level of the container, for `close(to:)`.
    func begin(_ tag: SavedTag) -> Int {
        output.append(tag.rawValue)
        open += 1
        return open
    }

    /// Ends every container that is open above a level.
    func close(to level: Int) {
        while open > level {
            output.append(SavedTag.end.rawValue)
            open -= 1
        }
    }

    func write(_ tag: SavedTag) {
        output.append(tag.rawValue)
    }

    func write(field name: String) {
        if let index = names[name] {
            write(number: index)
            return
        }
        let index = UInt64(names.count) + 1
        names[name] = index
        write(number: index)
        write(run: name.utf8)
    }

    func write(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(rest))
    }

    func write(run bytes: some Collection<UInt8>) {
        write(number: UInt64(bytes.count))
        output.append(contentsOf: bytes)
    }

    func write(signed number: Int64) {
        write(.integer)
        write(number: UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    func write(unsigned number: UInt64) {
        write(.unsigned)
        write(number: number)
    }

    func write(words: String) {
        write(.words)
        write(run: words.utf8)
    }

    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == [UInt8].self, let bytes = value as? [UInt8] {
            write(.bytes)
            write(run: bytes)
            return
        }
        let level = open
        if let unordered = value as? any SavedUnordered {
            try write(unordered)
        } else {
            try value.encode(to: self)
        }
        close(to: level)
    }

    private func write(_ collection: any SavedUnordered) throws {
        _ = begin(collection.savedTag)
        for part in try collection.savedParts().sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
            try part.write(self)
        }
    }
}
