import AuditModel

extension EventSource {
    /// What `_msearch` answers: one answer for each search.
    package static let multiSearch = EventSource(
        name: "an answer to several searches", arrays: ["responses[].hits.hits[]"]
    ) { value in
        guard case .array(let answers)? = value.member("responses") else { return nil }
        return .values(answers)
    }
}
