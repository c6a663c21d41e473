import AuditModel

extension EventSource {
    /// A document of an index with its metadata: `_id`, `_index`, and the fields in `_source`, or in `fields` where it has
    /// no source.
    package static let hit = EventSource(name: "a document of an index", arrays: ["docs[]"]) { value in
        guard case .object(let members) = value else { return nil }
        let id = value.member("_id")?.scalar.map { UntrustedText($0) }
        let index = value.member("_index")?.scalar.map { UntrustedText($0) }
        if case .object? = value.member("_source"), let source = value.member("_source") {
            return .document(body: source, id: id, index: index)
        }
        let isWrapped = members.allSatisfy { member in
            member.key.first == UInt8(ascii: "_") || aroundFields.contains { $0 == UntrustedText(member.key) }
        }
        if isWrapped, case .object? = value.member("fields"), let fields = value.member("fields") {
            return .document(body: fields, id: id, index: index)
        }
        // Several of them by id, as _mget answers.
        if members.count == 1, case .array(let documents)? = value.member("docs") { return .values(documents) }
        return nil
    }

    private static let aroundFields: [UntrustedText] = ["fields", "sort", "highlight", "ignored_field_values"]
}
