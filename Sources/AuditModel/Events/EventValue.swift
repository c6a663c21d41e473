/// A JSON value of an event document; strings and numbers are the bytes that they stand for.
package enum EventValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As decimal text.
    case number([UInt8])
    /// Unescaped UTF-8.
    case string([UInt8])
    case array([EventValue])
    /// In the order of the document; no key stands twice.
    case object([EventMember])

    /// The text that an index would hold for a scalar; nil for null, arrays and objects.
    package var scalar: [UInt8]? {
        switch self {
        case .string(let text), .number(let text): text
        case .boolean(let value): Array((value ? "true" : "false").utf8)
        case .null, .array, .object: nil
        }
    }

    /// The members of an object; none for any other value.
    package var members: [EventMember] {
        if case .object(let members) = self { return members }
        return []
    }

    /// The value of the member with exactly this key, dots not looked into.
    package func member(_ key: StaticString) -> EventValue? {
        members.first { $0.key.elementsEqual(key.description.utf8) }?.value
    }
}

/// One key of a JSON object with its value.
package struct EventMember: Hashable, Sendable {
    package let key: [UInt8]
    package let value: EventValue

    package init(key: [UInt8], value: EventValue) {
        self.key = key
        self.value = value
    }
}

extension EventValue {
    /// Every scalar that a field holds, however the document spells it: dotted keys, nested objects or a mixture, arrays
    /// flattened, nulls dropped.
    package func scalars(of field: FieldPath) -> [[UInt8]] {
        var found: [[UInt8]] = []
        collect(field.bytes[...], into: &found)
        return found
    }

    private func collect(_ rest: ArraySlice<UInt8>, into found: inout [[UInt8]]) {
        switch self {
        case .array(let elements):
            for element in elements { element.collect(rest, into: &found) }
        case .object(let members):
            for member in members where !rest.isEmpty && rest.starts(with: member.key) {
                let behind = rest.dropFirst(member.key.count)
                if behind.isEmpty {
                    member.value.collect(behind, into: &found)
                } else if behind.first == UInt8(ascii: "."), !member.key.isEmpty {
                    member.value.collect(behind.dropFirst(), into: &found)
                }
            }
        case .null, .boolean, .number, .string:
            if rest.isEmpty, let scalar { found.append(scalar) }
        }
    }
}
