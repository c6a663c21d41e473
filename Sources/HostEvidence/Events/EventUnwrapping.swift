import AuditModel

/// Takes events out of what Elasticsearch and Kibana wrap them in.
enum EventUnwrapping {
    /// The fields of a document, with the id and index that its wrapping gives it.
    struct Unwrapped {
        var body: EventValue
        var id: UntrustedText?
        var index: UntrustedText?
    }

    /// The documents of a whole text: the elements of an array, the hits of a response, or the text itself.
    static func documents(in value: EventValue) -> [EventValue] {
        if case .array(let elements) = value { return elements }
        if case .array(let hits)? = value.member("hits")?.member("hits") { return hits }
        return [value]
    }

    /// A hit's `_source`, or its `fields` where it has no source; any other object is the event itself.
    static func unwrap(_ document: EventValue) -> Unwrapped? {
        guard case .object(let members) = document else { return nil }
        let id = document.member("_id")?.scalar.map { UntrustedText($0) }
        let index = document.member("_index")?.scalar.map { UntrustedText($0) }
        if case .object? = document.member("_source"), let source = document.member("_source") {
            return Unwrapped(body: source, id: id, index: index)
        }
        let around: [StaticString] = ["fields", "sort", "highlight", "ignored_field_values"]
        let isWrapped = members.allSatisfy { member in
            member.key.first == UInt8(ascii: "_") || around.contains { member.key.elementsEqual($0.description.utf8) }
        }
        if isWrapped, case .object? = document.member("fields"), let fields = document.member("fields") {
            return Unwrapped(body: fields, id: id, index: index)
        }
        return Unwrapped(body: document, id: id, index: index)
    }

    /// The id and index in an action line of a bulk request, which name the document behind it.
    static func action(_ line: EventValue) -> (id: UntrustedText?, index: UntrustedText?) {
        let names = line.members.first?.value
        return (
            names?.member("_id")?.scalar.map { UntrustedText($0) },
            names?.member("_index")?.scalar.map { UntrustedText($0) }
        )
    }
}

extension EventValue {
    /// Bytes that are equal for equal values, whatever the order of keys and the spacing of the document.
    var canonicalBytes: [UInt8] {
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
