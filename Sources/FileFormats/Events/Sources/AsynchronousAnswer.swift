import AuditModel

extension EventSource {
    /// An answer inside another: of an asynchronous search (`response`), of Kibana (`rawResponse`, alone or in `result`),
    /// of an export of Splunk's (`result`).
    package static let asynchronousAnswer = EventSource(
        name: "an answer inside an answer",
        arrays: [
            "response.hits.hits[]", "rawResponse.hits.hits[]", "rawResponse.hits.events[]",
            "rawResponse.hits.sequences[].events[]", "result.rawResponse.hits.hits[]",
            "result.rawResponse.hits.events[]", "result.rawResponse.hits.sequences[].events[]",
        ]
    ) { value in
        // An event may have fields of these names.
        if value.member("@timestamp") != nil { return nil }
        for key in ["response", "rawResponse", "result"] as [StaticString] {
            if case .object? = value.member(key), let inner = value.member(key) { return .values([inner]) }
        }
        return nil
    }
}
