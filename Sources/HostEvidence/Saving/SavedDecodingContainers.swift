/// The fields of a record that is being read, in the order in which they were written.
struct SavedRecordDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: SavedDecoder
    let level: Int
    var codingPath: [any CodingKey] { [] }

    /// The next field alone: only an enumeration asks, whose record has a single one.
    var allKeys: [Key] {
        guard let name = (try? decoder.nextField())?.name, let key = Key(stringValue: name) else { return [] }
        return [key]
    }

    func contains(_ key: Key) -> Bool {
        (try? decoder.close(to: level)) != nil && (try? decoder.isNext(field: key.stringValue)) == true
    }

    private func take(_ key: Key) throws {
        try decoder.close(to: level)
        try decoder.take(field: key.stringValue)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try !decoder.isNext(field: key.stringValue) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try take(key)
        return try decoder.readTruth()
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try take(key)
        return try decoder.readWords()
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw decoder.unfitting() }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw decoder.unfitting() }

    private func integer<Number: FixedWidthInteger>(_ type: Number.Type, _ key: Key) throws -> Number {
        try take(key)
        return try decoder.readInteger(type)
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try take(key)
        return try decoder.read(type)
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        try take(key)
        return try decoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try take(key)
        return try decoder.unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try take(key)
        return decoder
    }
}

/// The values of a list that is being read.
struct SavedListDecoding: UnkeyedDecodingContainer {
    let decoder: SavedDecoder
    let level: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    /// Never said before the last: room is made for what is there, not for what is announced.
    var count: Int? { nil }

    init(decoder: SavedDecoder, level: Int) {
        self.decoder = decoder
        self.level = level
    }

    /// True also where the section ends inside the list, which whoever reads on finds out.
    var isAtEnd: Bool {
        (try? decoder.close(to: level)) == nil || (try? decoder.isAtEnd()) != false
    }

    private mutating func next() throws -> SavedSingleDecoding {
        try decoder.close(to: level)
        currentIndex += 1
        return SavedSingleDecoding(decoder: decoder)
    }

    mutating func decodeNil() throws -> Bool {
        SavedSingleDecoding(decoder: decoder).decodeNil()
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next().decode(type)
    }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) throws -> KeyedDecodingContainer<Inner> {
        _ = try next()
        return try decoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        _ = try next()
        return try decoder.unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        _ = try next()
        return decoder
    }
}

/// One value that is being read.
struct SavedSingleDecoding: SingleValueDecodingContainer {
    let decoder: SavedDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { (try? decoder.takeNull()) == true }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.readTruth() }
    func decode(_ type: String.Type) throws -> String { try decoder.readWords() }
    func decode(_ type: Double.Type) throws -> Double { throw decoder.unfitting() }
    func decode(_ type: Float.Type) throws -> Float { throw decoder.unfitting() }
    func decode(_ type: Int.Type) throws -> Int { try decoder.readInteger(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.readInteger(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.readInteger(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.readInteger(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.readInteger(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.readInteger(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.readInteger(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.readInteger(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.readInteger(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.readInteger(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.read(type) }
}
