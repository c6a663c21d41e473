import AuditModel
import AuditTestSupport
import FileFormats
import Testing

/// Sources of events as one file and one line each: what a new one needs.
@Suite struct `Sources of events` {
    /// One more of the kind: its own wrapping, its own array in an answer, its own mark and its own sensor.
    private static let another = EventSource(
        name: "a batch of Beacon's", arrays: ["batch[]"], marks: ["beacon"],
        sensor: NamedSensor(EventSensor(name: "beacon", neverSent: ["process.parent"]), words: ["beacon"])
    ) { value in
        guard case .array(let documents)? = value.member("batch") else { return nil }
        return .values(documents)
    }

    private static func contents(_ value: EventValue, _ sources: [EventSource]) -> EventUnwrapper.Contents {
        EventUnwrapper(sources: sources) { (_) throws(UnusableReason) in throw .badSyntax }.contents(of: value)
    }

    private static func object(_ members: [(String, EventValue)]) -> EventValue {
        .object(members.map { EventMember(key: Array($0.0.utf8), value: $0.1) })
    }

    private static func text(_ text: String) -> EventValue { .string(Array(text.utf8)) }

    @Test func `a new source is read once it stands in the list`() {
        let document = Self.object([
            ("beacon", Self.object([("v", .number(Array("1".utf8)))])), ("event.module", Self.text("Beacon.files")),
        ])
        let batch = Self.object([("batch", .array([document, document])), ("n", .number(Array("2".utf8)))])
        let read = Self.contents(batch, EventSources.all + [Self.another])
        #expect(read.events.count == 2)
        #expect(read.faults.isEmpty)
        #expect(read.events.allSatisfy { !$0.sensor.sends("process.parent.name") && $0.sensor.sends("process.name") })
        let unread = Self.contents(batch, EventSources.all.filter { $0.name.description != "an envelope" })
        #expect(unread.faults.map(\.reason) == [.noEvent])
    }

    @Test func `no two sources share a name, and every array has its path`() {
        let names = EventSources.all.map(\.name.description)
        #expect(Set(names).count == names.count)
        #expect(EventSources.all.flatMap(\.arrays).allSatisfy { $0.description.hasSuffix("[]") })
    }

    @Test func `wrappings inside each other have a limit`() {
        var value = Self.object([("@timestamp", Self.text("1"))])
        for _ in 0..<20 { value = Self.object([("response", value)]) }
        #expect(Self.contents(value, EventSources.all).faults.map(\.reason) == [.tooDeep])
    }

    @Test(arguments: [
        ("agent.type", "auditbeat"), ("event.module", "osquery_manager"), ("event.provider", "Sysmon.x"),
        ("data_stream.dataset", "falco.alerts"), ("event.dataset", "kunai"),
    ])
    func `a sensor is known by the fields that name it`(field: String, word: String) {
        #expect(!EventSources.sensor(of: EventDocument.nested([(field, [word])])).sendsAll)
        #expect(EventSources.sensor(of: EventDocument.nested([(field, ["endpoint"])])).sendsAll)
        #expect(EventSources.sensor(of: EventDocument.nested([("a." + field, [word])])).sendsAll)
    }
}
