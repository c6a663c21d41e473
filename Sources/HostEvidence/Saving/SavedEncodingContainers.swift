/// The fields of a record that is being written.
struct SavedRecordEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: SavedEncoder
    let level: Int
    var codingPath: [any CodingKey] { [] }

    private func begin(_ key: Key) {
        encoder.close(to: level)
        encoder.write(field: key.stringValue)
    }

    mutating func encodeNil(forKey key: Key) throws {
        begin(key)
        encoder.write(.null)
    }

    mutating func encode(_ value: Bool, forKey key: Key) throws {
        begin(key)
        encoder.write(value ? .yes : .no)
    }

    mutating func encode(_ value: String, forKey key: Key) throws {
        begin(key)
        encoder.write(words: value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws { throw SavedEncoder.fraction(value) }
    mutating func encode(_ value: Float, forKey key: Key) throws { throw SavedEncoder.fraction(Double(value)) }

    private mutating func encode(signed value: some SignedInteger, _ key: Key) {
        begin(key)
        encoder.write(signed: Int64(value))
    }

    private mutating func encode(unsigned value: some UnsignedInteger, _ key: Key) {
        begin(key)
        encoder.write(unsigned: UInt64(value))
    }

    mutating func encode(_ value: Int, forKey key: Key) throws { encode(signed: value, key) }
    mutating func encode(_ value: Int8, forKey key: Key) throws { encode(signed: value, key) }
    mutating func encode(_ value: Int16, forKey key: Key) throws { encode(signed: value, key) }
    mutating func encode(_ value: Int32, forKey key: Key) throws { encode(signed: value, key) }
    mutating func encode(_ value: Int64, forKey key: Key) throws { encode(signed: value, key) }
    mutating func encode(_ value: UInt, forKey key: Key) throws { encode(unsigned: value, key) }
    mutating func encode(_ value: UInt8, forKey key: Key) throws { encode(unsigned: value, key) }
    mutating func encode(_ value: UInt16, forKey key: Key) throws { encode(unsigned: value, key) }
    mutating func encode(_ value: UInt32, forKey key: Key) throws { encode(unsigned: value, key) }
    mutating func encode(_ value: UInt64, forKey key: Key) throws { encode(unsigned: value, key) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        begin(key)
        try encoder.write(value)
    }

    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        begin(key)
        return encoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        begin(key)
        return encoder.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
        begin(key)
        return encoder
    }
}

/// The values of a list that is being written.
struct SavedListEncoding: UnkeyedEncodingContainer {
    let encoder: SavedEncoder
    let level: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(encoder: SavedEncoder, level: Int) {
        self.encoder = encoder
        self.level = level
    }

    private mutating func begin() -> SavedSingleEncoding {
        encoder.close(to: level)
        count += 1
        return SavedSingleEncoding(encoder: encoder)
    }

    mutating func encodeNil() throws {
        var value = begin()
        try value.encodeNil()
    }

    mutating func encode(_ value: some Encodable) throws {
        var container = begin()
        try container.encode(value)
    }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        _ = begin()
        return encoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = begin()
        return encoder.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        _ = begin()
        return encoder
    }
}

/// One value that is being written.
struct SavedSingleEncoding: SingleValueEncodingContainer {
    let encoder: SavedEncoder
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws { encoder.write(.null) }
    mutating func encode(_ value: Bool) throws { encoder.write(value ? .yes : .no) }
    mutating func encode(_ value: String) throws { encoder.write(words: value) }
    mutating func encode(_ value: Double) throws { throw SavedEncoder.fraction(value) }
    mutating func encode(_ value: Float) throws { throw SavedEncoder.fraction(Double(value)) }
    mutating func encode(_ value: Int) throws { encoder.write(signed: Int64(value)) }
    mutating func encode(_ value: Int8) throws { encoder.write(signed: Int64(value)) }
    mutating func encode(_ value: Int16) throws { encoder.write(signed: Int64(value)) }
    mutating func encode(_ value: Int32) throws { encoder.write(signed: Int64(value)) }
    mutating func encode(_ value: Int64) throws { encoder.write(signed: value) }
    mutating func encode(_ value: UInt) throws { encoder.write(unsigned: UInt64(value)) }
    mutating func encode(_ value: UInt8) throws { encoder.write(unsigned: UInt64(value)) }
    mutating func encode(_ value: UInt16) throws { encoder.write(unsigned: UInt64(value)) }
    mutating func encode(_ value: UInt32) throws { encoder.write(unsigned: UInt64(value)) }
    mutating func encode(_ value: UInt64) throws { encoder.write(unsigned: value) }
    mutating func encode(_ value: some Encodable) throws { try encoder.write(value) }
}

extension SavedEncoder {
    /// The format has no fractions, since nothing that is saved has any.
    static func fraction(_ value: Double) -> EncodingError {
        .invalidValue(value, EncodingError.Context(codingPath: [], debugDescription: "a number with a fraction"))
    }
}
