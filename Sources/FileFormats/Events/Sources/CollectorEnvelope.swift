import AuditModel

extension EventSource {
    /// What collectors put around a document: it stands in one field of theirs, as text (`message` of Logstash and
    /// Filebeat, `_raw` and `event` of Splunk, `log` of container runtimes) or as an object.
    ///
    /// The name of the field does not matter. A text counts where it begins as an object does; an object where it looks
    /// like a document more than what is around it.
    package static let envelope = EventSource(name: "an envelope of a collector") { value in
        guard case .object(let members) = value else { return nil }
        let texts = members.compactMap { member -> (field: UntrustedText, text: [UInt8])? in
            guard case .string(let text) = member.value, beginsAsObject(text) else { return nil }
            return (UntrustedText(member.key), text)
        }
        if !texts.isEmpty { return .texts(texts) }
        if value.member("@timestamp") != nil { return nil }
        let inner = members.flatMap { member -> [EventValue] in
            if looksLikeDocument(member.value) { return [member.value] }
            guard case .array(let elements) = member.value, elements.contains(where: looksLikeDocument) else {
                return []
            }
            return elements
        }
        return inner.isEmpty ? nil : .values(inner)
    }

    /// A brace, and the quote of a first key: `{main}` in a message is no object.
    private static func beginsAsObject(_ text: [UInt8]) -> Bool {
        let rest = text.drop { $0.isASCIISpace }
        guard rest.first == UInt8(ascii: "{") else { return false }
        return rest.dropFirst().first { !$0.isASCIISpace } == UInt8(ascii: "\"")
    }

    /// A document has its time, a source, or two of the objects of ECS: one of them alone may be a field of this name.
    private static func looksLikeDocument(_ value: EventValue) -> Bool {
        guard case .object(let members) = value else { return false }
        if value.member("@timestamp") != nil || value.member("_source") != nil { return true }
        let marks = elasticCommonSchema.marks
        return marks.count { mark in members.contains { $0.isMarked(by: mark) } } > 1
    }
}
