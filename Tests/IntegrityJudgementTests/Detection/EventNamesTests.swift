import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// Which documents are one event, however they are wrapped and wherever they come from.
@Suite struct `Names of events` {
    private typealias Fields = [(field: String, values: [String])]

    private static let rule = CompiledRule(
        metadata: RuleMetadata(id: "r", title: "t", level: .low),
        requirement: .field(FieldCondition("event.id", .present)), exclusions: [])

    /// How many of the events are judged.
    private func judged(_ events: [HostEvent]) -> Int {
        var detector = Detector([Self.rule])
        return events.filter { !detector.judge($0).isEmpty }.count
    }

    /// Different for different names, which is all that a detector asks of it.
    private static func digest(_ bytes: [UInt8]) -> SHA256Digest {
        var word = [UInt8](repeating: 0, count: 32)
        for (index, byte) in bytes.enumerated() { word[index % 32] = word[index % 32] &* 31 &+ byte &+ 1 }
        return SHA256Digest(bytes: word) ?? digest([0])
    }

    private static func event(_ body: EventValue, id: UntrustedText? = nil) -> HostEvent {
        HostEvent(body: body, documentID: id, position: EventPosition(input: "-", line: 1, offset: 0))
    }

    private static func fields(_ event: String, _ host: (String, String)?) -> Fields {
        [("event.id", [event])] + (host.map { [("host." + $0.0, [$0.1])] } ?? [])
    }

    @Test(arguments: ["id", "name"])
    func `events of two hosts with one id are two events`(field: String) {
        let events = ["one", "two"].map { Self.event(EventDocument.nested(Self.fields("E1", (field, $0)))) }
        #expect(judged(events) == 2)
        #expect(judged(events + events) == 2)
        let named = zip(events, ["a", "b"] as [UntrustedText]).map { Self.event($0.body, id: $1) }
        #expect(judged(named) == 2)
    }

    @Test func `the host's id counts before its name`() {
        let renamed = ["old", "new"].map {
            Self.event(EventDocument.nested(Self.fields("E1", ("id", "h")) + [("host.name", [$0])]))
        }
        #expect(judged(renamed) == 1)
        let cloned = ["one", "two"].map {
            Self.event(EventDocument.nested(Self.fields("E1", ("id", $0)) + [("host.name", ["web"])]))
        }
        #expect(judged(cloned) == 2)
    }

    @Test func `an id and a host are not taken for another id and host`() {
        let pairs = [("E", "1@h"), ("E@1", "h"), ("E@", "1h"), ("E", "h")]
        #expect(judged(pairs.map { Self.event(EventDocument.nested(Self.fields($0, ("id", $1)))) }) == pairs.count)
    }

    @Test func `one event is one in the form of a document, of the fields option and without an index`() {
        let fields = Self.fields("E1", ("id", "h")) + [("process.args", ["a", "b"])]
        let forms = [EventDocument.nested(fields), EventDocument.dotted(fields), EventDocument.mixed(fields)]
        #expect(judged(forms.map { Self.event($0) }) == 1)
        #expect(judged([Self.event(forms[0], id: "d1"), Self.event(forms[1]), Self.event(forms[2], id: "d2")]) == 1)
        #expect(judged([Self.event(forms[0], id: "d1"), Self.event(forms[1], id: "d1")]) == 1)
    }

    @Test func `an alert is the event that it was made from`() {
        func alert(_ origin: String, _ fields: Fields) -> HostEvent {
            let ancestor = EventDocument.nested([("id", [origin]), ("depth", ["0"])])
            let member = EventMember(key: Array("kibana.alert.ancestors".utf8), value: .array([ancestor]))
            return Self.event(.object(EventDocument.dotted(fields).members + [member]), id: "alert")
        }
        let own = Self.fields("E1", ("id", "h"))
        let source = Self.event(EventDocument.nested(own), id: "d1")
        #expect(judged([source, alert("d1", own)]) == 1)
        // Of an alert that shows few fields.
        #expect(judged([source, alert("d1", Self.fields("E1", nil))]) == 1)
        // An alert of ours about an event without _id has its event.id there, which another host may have, too.
        let other = Self.fields("E1", ("id", "other"))
        #expect(judged([alert("E1", own), alert("E1", other)]) == 2)
        #expect(judged([Self.event(EventDocument.nested(own)), alert("E1", own)]) == 1)
    }

    @Test func `an alert is its own event in every form that Kibana shows it`() {
        let own = Self.fields("E1", ("id", "h"))
        let source = Self.event(EventDocument.nested(own), id: "d1")
        let moved: Fields = [("kibana.alert.original_event.id", ["E1"]), ("host.id", ["h"]), ("event.id", [""])]
        let flat: Fields = [
            ("kibana.alert.ancestors.id", ["p", "d1"]), ("kibana.alert.ancestors.depth", ["1", "0"]),
            ("event.id", ["other"]), ("host.id", ["h"]),
        ]
        #expect(judged([source, Self.event(EventDocument.dotted(moved), id: "a1")]) == 1)
        #expect(judged([source, Self.event(EventDocument.dotted(flat), id: "a1")]) == 1)
        #expect(judged([source, Self.event(EventDocument.nested(flat), id: "a1")]) == 1)
        // What does not fit together names nothing.
        let odd = flat.map { ($0.field, $0.field.hasSuffix("depth") ? ["0"] : $0.values) }
        #expect(judged([source, Self.event(EventDocument.dotted(odd), id: "a1")]) == 2)
    }
}
