extension HostEvent {
    /// When the event came to the index, else when it happened: `event.ingested`, else `@timestamp`; nil without either.
    package var ingested: Timestamp? {
        for field in ["event.ingested", "@timestamp"] as [FieldPath] {
            if let time = first(field).flatMap({ Timestamp(eventTime: $0.bytes) }) { return time }
        }
        return nil
    }
}

extension Timestamp {
    /// A date as Elasticsearch's default format has it: RFC 3339, or milliseconds since 1970.
    package init?(eventTime text: [UInt8]) {
        if let time = Timestamp(rfc3339: text) {
            self = time
            return
        }
        guard let milliseconds = Int64(String(decoding: text, as: UTF8.self)) else { return nil }
        let rest = milliseconds % 1_000
        let seconds = milliseconds / 1_000 - (rest < 0 ? 1 : 0)
        self.init(seconds: seconds, nanoseconds: UInt32((rest + (rest < 0 ? 1_000 : 0)) * 1_000_000))
    }
}
