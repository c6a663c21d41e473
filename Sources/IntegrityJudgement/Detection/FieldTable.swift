import AuditModel

/// Numbers the fields that a set of statements looks at, so that one walk over an event finds what all of them hold.
struct FieldTable {
    private(set) var paths: [FieldPath] = []
    /// For each hash of a path, folded to the table's size, one more than the path's number; 0 where nothing is.
    private var slots: [Int] = Array(repeating: 0, count: 64)

    /// The number of a field, a new one if it has none yet.
    mutating func number(_ field: FieldPath) -> Int {
        let hash = PathHash(field.bytes)
        if let known = number(of: field.bytes, hash) { return known }
        paths.append(field)
        if paths.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            for (number, path) in paths.enumerated() { place(number, PathHash(path.bytes)) }
        } else {
            place(paths.count - 1, hash)
        }
        return paths.count - 1
    }

    /// Nil for a field that no statement looks at.
    func number(of path: [UInt8], _ hash: PathHash) -> Int? {
        var slot = hash.slot(of: slots.count)
        while slots[slot] > 0 {
            let number = slots[slot] - 1
            if paths[number].bytes == path { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func place(_ number: Int, _ hash: PathHash) {
        var slot = hash.slot(of: slots.count)
        while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = number + 1
    }
}

/// A hash of a field's name that goes on from the hash of what stands before it (FNV-1a); a name that an attacker chose
/// to collide with others costs one comparison more for each field of the table and no more.
struct PathHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ bytes: [UInt8]) {
        add(bytes)
    }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { add(byte) }
    }

    mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// - Parameter count: of slots, a power of two.
    func slot(of count: Int) -> Int {
        Int(truncatingIfNeeded: state ^ (state >> 32)) & (count - 1)
    }
}
