package import AuditModel

extension EventValue {
    /// Bytes that are equal for equal values, whatever the order of keys and the spacing of the document.
    package var canonicalBytes: [UInt8] {
        switch self {
        case .null: return [0]
        case .boolean(let value): return [1, value ? 1 : 0]
        case .number(let text): return [2] + Self.counted(text)
        case .string(let text): return [3] + Self.counted(text)
        case .array(let elements): return [4] + Self.counted(elements.flatMap(\.canonicalBytes))
        case .object(let members):
            let sorted = members.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            return [5] + Self.counted(sorted.flatMap { Self.counted($0.key) + $0.value.canonicalBytes })
        }
    }

    private static func counted(_ bytes: [UInt8]) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
    }
}
