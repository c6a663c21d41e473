import AuditModel

/// A set or table, which has no order of its own.
protocol SavedUnordered {
    var savedTag: SavedTag { get }
    /// What each part is put in order by, and how it is written.
    func savedParts() throws -> [(order: [UInt8], write: (SavedEncoder) throws -> Void)]
    /// Reads up to the end mark; whatever stands there twice is refused.
    static func reading(_ decoder: SavedDecoder) throws -> Self
}

extension Set: SavedUnordered where Element: Codable {
    var savedTag: SavedTag { .list }

    func savedParts() throws -> [(order: [UInt8], write: (SavedEncoder) throws -> Void)] {
        try map { element in (try SavedEncoder.bytes(of: element), { try $0.write(element) }) }
    }

    static func reading(_ decoder: SavedDecoder) throws -> Set {
        var all: Set = []
        try decoder.readParts(of: .list) {
            guard all.insert(try decoder.read(Element.self)).inserted else {
                throw decoder.problem(.unfitting, "the same element twice in a set")
            }
        }
        return all
    }
}

extension Dictionary: SavedUnordered where Key: Codable, Value: Codable {
    var savedTag: SavedTag { .table }

    func savedParts() throws -> [(order: [UInt8], write: (SavedEncoder) throws -> Void)] {
        try map { key, value in
            let write: (SavedEncoder) throws -> Void = { encoder in
                try encoder.write(key)
                try encoder.write(value)
            }
            return (try SavedEncoder.bytes(of: key), write)
        }
    }

    static func reading(_ decoder: SavedDecoder) throws -> Dictionary {
        var all: Dictionary = [:]
        try decoder.readParts(of: .table) {
            let key = try decoder.read(Key.self)
            guard all.updateValue(try decoder.read(Value.self), forKey: key) == nil else {
                throw decoder.problem(.unfitting, "the same key twice in a table")
            }
        }
        return all
    }
}
