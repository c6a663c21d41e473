import AuditModel

/// Reads what `SavedEncoder` wrote, field by field in the order in which the program asks for them.
///
/// Every read is checked against the section's end, and nothing is made of a length before its bytes are there. A field that
/// is not the next one, or that nobody asked for, is an error: no value is ever read by half.
final class SavedDecoder: Decoder {
    private let bytes: ArraySlice<UInt8>
    private let limits: SavedLimits
    private let section: String
    private var position: Int
    private var names: [String] = []
    private var values = 0
    private var open = 0
    /// The field that was looked at last, whether or not it was taken.
    private var seenField: SavedField?

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private init(_ bytes: ArraySlice<UInt8>, section: String, limits: SavedLimits) {
        self.bytes = bytes
        self.section = section
        self.limits = limits
        position = bytes.startIndex
    }

    /// The value that a section holds.
    static func value<Value: Decodable>(
        _ type: Value.Type, in bytes: ArraySlice<UInt8>, section: String, limits: SavedLimits
    ) throws(SavedEvidenceError) -> Value {
        let decoder = SavedDecoder(bytes, section: section, limits: limits)
        do {
            let value = try decoder.read(Value.self)
            guard decoder.position == bytes.endIndex else {
                throw decoder.problem(.surplus, "bytes behind the end of its value")
            }
            return value
        } catch let error as SavedEvidenceError {
            throw error
        } catch {
            throw decoder.problem(.unfitting, "a value that this version of the program does not write")
        }
    }

    func problem(_ kind: SavedEvidenceError.Kind, _ reason: ReportText) -> SavedEvidenceError {
        SavedEvidenceError(kind: kind, section: section, offset: position, reason: reason)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(SavedRecordDecoding(decoder: self, level: try begin(.record)))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        SavedListDecoding(decoder: self, level: try begin(.list))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SavedSingleDecoding(decoder: self)
    }

    private func begin(_ tag: SavedTag) throws -> Int {
        try expect(tag)
        open += 1
        if open > limits.depth { throw problem(.tooDeep, "more than \(limits.depth) values inside each other") }
        return open
    }

    /// Takes the end mark of every record and list that is open above a level.
    func close(to level: Int) throws {
        while open > level {
            guard position < bytes.endIndex else { throw cut() }
            guard bytes[position] == SavedTag.end.rawValue else {
                throw problem(.unfitting, "a field or value that this version of the program does not know")
            }
            position += 1
            open -= 1
        }
    }

    /// Whether the end mark is next.
    func isAtEnd() throws -> Bool {
        guard position < bytes.endIndex else { throw cut() }
        return bytes[position] == SavedTag.end.rawValue
    }

    /// Reads parts up to the end mark of a set or table.
    func readParts(of tag: SavedTag, _ part: () throws -> Void) throws {
        let level = try begin(tag)
        while try !isAtEnd() { try part() }
        try close(to: level - 1)
    }

    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if Value.self == [UInt8].self {
            try expect(.bytes)
            guard let value = Array(try readRun()) as? Value else { throw unfitting() }
            return value
        }
        if let unordered = Value.self as? any SavedUnordered.Type {
            guard let value = try unordered.reading(self) as? Value else { throw unfitting() }
            return value
        }
        let level = open
        let value = try Value(from: self)
        try close(to: level)
        return value
    }
}

extension SavedDecoder {
    func cut() -> SavedEvidenceError { problem(.cut, "it ends inside a value") }

    func unfitting() -> SavedEvidenceError { problem(.unfitting, "a value of another kind than is expected here") }

    /// The next value's tag, which is not taken; nil for one that the format does not know.
    func nextTag() throws -> SavedTag? {
        guard position < bytes.endIndex else { throw cut() }
        return SavedTag(rawValue: bytes[position])
    }

    func expect(_ tag: SavedTag) throws {
        guard try nextTag() == tag else { throw unfitting() }
        position += 1
        values += 1
        if values > limits.values { throw problem(.tooManyValues, "more than \(limits.values) values") }
    }

    func readNumber() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard position < bytes.endIndex else { throw cut() }
            let byte = bytes[position]
            // The tenth byte has room for one bit, and a last byte of nothing would be a second way to write a number.
            if (shift == 63 && byte > 1) || (byte == 0 && shift > 0) { break }
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw problem(.unfitting, "a number that is written too long")
    }

    func readRun() throws -> ArraySlice<UInt8> {
        let count = try readNumber()
        guard count <= UInt64(bytes.endIndex - position) else {
            throw problem(.cut, "a length of \(count) bytes where \(bytes.endIndex - position) are left")
        }
        defer { position += Int(count) }
        return bytes[position..<(position + Int(count))]
    }

    /// Whether the next field has this name; nothing is taken.
    func isNext(field name: String) throws -> Bool {
        try nextField()?.name == name
    }

    /// Takes the name of the next field.
    func take(field name: String) throws {
        guard let field = try nextField(), field.name == name else {
            throw problem(.unfitting, "another field than \(ours: name), which is expected here")
        }
        position = field.end
    }

    /// The next field of the record; nil at its end.
    func nextField() throws -> SavedField? {
        if let seen = seenField, seen.start == position { return seen }
        let start = position
        defer { position = start }
        let index = try readNumber()
        if index == 0 { return nil }
        if index > UInt64(names.count) { try readNewName(at: index) }
        let field = SavedField(name: names[Int(index) - 1], start: start, end: position)
        seenField = field
        return field
    }

    private func readNewName(at index: UInt64) throws {
        guard index == UInt64(names.count) + 1 else { throw problem(.unfitting, "a field without a name") }
        if names.count >= limits.names { throw problem(.tooManyNames, "more than \(limits.names) names of fields") }
        names.append(try words(try readRun()))
    }

    /// Words of this program, which are plain.
    private func words(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw problem(.unfitting, "words of this program that are not plain text")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func readWords() throws -> String {
        try expect(.words)
        return try words(try readRun())
    }

    /// Takes a null where one is next.
    func takeNull() throws -> Bool {
        guard try nextTag() == .null else { return false }
        try expect(.null)
        return true
    }

    func readTruth() throws -> Bool {
        let tag = try nextTag()
        guard tag == .yes || tag == .no else { throw unfitting() }
        try expect(tag == .yes ? .yes : .no)
        return tag == .yes
    }

    func readInteger<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let number: Number?
        if Number.isSigned {
            try expect(.integer)
            let bits = try readNumber()
            number = Number(exactly: Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
        } else {
            try expect(.unsigned)
            number = Number(exactly: try readNumber())
        }
        guard let number else { throw problem(.unfitting, "a number that is too large for its place") }
        return number
    }
}

/// The name of a field, and where in the section it stands.
struct SavedField {
    let name: String
    let start: Int
    let end: Int
}
