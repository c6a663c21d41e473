package import AuditModel

/// Every source of events that is known here.
package enum EventSources {
    /// A value is opened by the first that knows it.
    package static let all: [EventSource] = [
        .hit, .search, .eqlSearch, .columns, .asynchronousAnswer, .multiSearch, .bulkUpdate, .envelope,
        .elasticCommonSchema, .auditbeat, .osquery, .sysmon, .falco, .tetragon, .kunai,
    ]

    /// The fields in which events name their sensor.
    private static let naming: [FieldPath] = [
        "agent.type", "event.module", "event.provider", "event.dataset", "data_stream.dataset",
    ]

    /// The sensor that an event names, of several the one that stands first in the list; `complete` for any other.
    package static func sensor(
        of body: EventValue, among sources: [EventSource] = all
    ) -> EventSensor {
        let names = naming.flatMap { body.scalars(of: $0) }
            .map { UntrustedText($0.prefix { $0 != UInt8(ascii: ".") }).asciiLowercased }
        if names.isEmpty { return .complete }
        return sources.lazy.compactMap(\.sensor).first { $0.words.contains { names.contains($0) } }?.sensor ?? .complete
    }
}
