import AuditModel

extension EventSource {
    /// The line behind an `update` of a bulk request: the document, or as much of it as changes, in `doc` or `upsert`.
    package static let bulkUpdate = EventSource(name: "an update of a bulk request") { value in
        let names: [StaticString] = ["doc", "upsert", "doc_as_upsert", "detect_noop", "scripted_upsert", "script"]
        guard !value.members.isEmpty,
            value.members.allSatisfy({ member in names.contains { UntrustedText(member.key) == $0.description } })
        else { return nil }
        let documents = [value.member("doc"), value.member("upsert")].compactMap { $0 }
        return documents.isEmpty ? nil : .values(documents)
    }
}
