import AuditModel

extension EventSource {
    /// What `_eql/search` answers: events, or sequences of events.
    package static let eqlSearch = EventSource(
        name: "an answer to an EQL search", arrays: ["hits.events[]", "hits.sequences[].events[]"]
    ) { value in
        guard let hits = value.member("hits") else { return nil }
        if case .array(let events)? = hits.member("events") { return .values(events) }
        guard case .array(let sequences)? = hits.member("sequences") else { return nil }
        return .values(
            sequences.flatMap { sequence -> [EventValue] in
                guard case .array(let events)? = sequence.member("events") else { return [sequence] }
                // A step that must not have happened has no event.
                return events.filter { $0.member("missing") != .boolean(true) }
            })
    }
}
