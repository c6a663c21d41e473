import AuditModel

extension EventSource {
    /// What `_search` answers, and each page of a scroll.
    package static let search = EventSource(name: "an answer to a search", arrays: ["hits.hits[]"]) { value in
        guard case .array(let hits)? = value.member("hits")?.member("hits") else { return nil }
        return .values(hits)
    }
}
