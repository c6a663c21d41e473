package import AuditModel

/// One way in which events come: what they are wrapped in, what their documents look like, which sensor makes them.
///
/// A source is one file below `Sources` and its line in `EventSources`; whatever it does not say has a default.
package struct EventSource: Sendable {
    /// For a sentence, with its article: `an answer to a search`.
    package let name: StaticString
    /// Where a text of any length has the documents of this source, such as `hits.hits[]`.
    ///
    /// Keys have dots between them, and `[]` stands for each element of an array. Such a text is never held as a whole.
    package var arrays: [StaticString]
    /// Names at the top of a document by which it is recognised; one with an object behind it, or with a dot.
    package var marks: [StaticString]
    /// Who recorded the events; nil for a wrapping, which says nothing of that.
    package var sensor: NamedSensor?
    /// What a value holds that is wrapped in this way; nil for any other value.
    package var open: @Sendable (EventValue) -> OpenedEvents?

    package init(
        name: StaticString, arrays: [StaticString] = [], marks: [StaticString] = [], sensor: NamedSensor? = nil,
        open: @escaping @Sendable (EventValue) -> OpenedEvents? = { _ in nil }
    ) {
        self.name = name
        self.arrays = arrays
        self.marks = marks
        self.sensor = sensor
        self.open = open
    }
}

/// What stood inside a wrapping.
package enum OpenedEvents: Sendable {
    /// Values that may be wrapped again; none where the container is empty.
    case values([EventValue])
    /// The body of one document, with the id and index that its wrapping gives it.
    case document(body: EventValue, id: UntrustedText?, index: UntrustedText?)
    /// Documents as text, each with the name of the field that it stands in, inside a value that may be an event itself.
    case texts([(field: UntrustedText, text: [UInt8])])
}

/// A sensor with the words by which its events name it.
package struct NamedSensor: Sendable {
    package let sensor: EventSensor
    /// What stands in front of the first dot of one of the fields of `EventSources.naming`, in small letters.
    package let words: [UntrustedText]

    package init(_ sensor: EventSensor, words: [UntrustedText]) {
        self.sensor = sensor
        self.words = words
    }

    /// The leaders of sessions and process groups, which only sensors that follow POSIX sessions send.
    package static let leaders: [FieldPath] = [
        "process.session_leader", "process.group_leader", "process.entry_leader",
    ]
    /// What only Elastic Defend sends.
    package static let defendOnly: [FieldPath] = ["process.Ext", "file.Ext", "process.previous"]
}
