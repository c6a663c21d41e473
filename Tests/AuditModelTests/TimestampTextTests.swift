import AuditModel
import Testing

@Suite struct `Times as text` {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0), ("2026-06-30T12:00:00Z", 1_782_820_800, 0),
            ("2026-06-30t12:00:00.5z", 1_782_820_800, 500_000_000),
            ("2026-06-30T12:00:00.1234567891+02:00", 1_782_813_600, 123_456_789),
            ("2026-06-30T12:00:00-00:30", 1_782_822_600, 0), ("1969-12-31T23:59:59Z", -1, 0),
            ("2024-02-29T00:00:00Z", 1_709_164_800, 0), ("1782820800500", 1_782_820_800, 500_000_000),
        ] as [(String, Int64, UInt32)])
    func `RFC 3339 and milliseconds are read to the nanosecond`(text: String, seconds: Int64, nanoseconds: UInt32) {
        #expect(Timestamp(rfc3339: Array(text.utf8)) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2026-06-30", "2026-06-30T12:00:00", "2026-06-31T00:00:00Z", "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-06-30T24:00:00Z", "2026-06-30T12:60:00Z", "2026-06-30T12:00:00.Z", "2026-06-30T12:00:00Zx",
        "２026-06-30T12:00:00Z", "2026-6-30T12:00:00Z", "2026-06-30T12:00:00+24:00",
    ])
    func `anything else is no time`(text: String) {
        #expect(Timestamp(rfc3339: Array(text.utf8)) == nil)
    }

    @Test func `a day is its start in UTC`() {
        #expect(Timestamp(day: Array("2026-06-30".utf8)) == Timestamp(seconds: 1_782_777_600))
        for text in ["2026-06-31", "2026-06", "2026-06-30T", "x026-06-30"] {
            #expect(Timestamp(day: Array(text.utf8)) == nil)
        }
    }

    @Test func `an event is as old as its arrival, else its own time says`() {
        func event(_ fields: [(String, String)]) -> HostEvent {
            HostEvent(
                body: .object(
                    fields.map { EventMember(key: Array($0.0.utf8), value: .string(Array($0.1.utf8))) }),
                position: EventPosition(input: "-", line: 1, offset: 0))
        }
        let own = ("@timestamp", "2026-06-30T12:00:00Z")
        let arrival = ("event.ingested", "2026-06-30T12:00:01Z")
        #expect(event([own]).ingested == Timestamp(seconds: 1_782_820_800))
        #expect(event([own, arrival]).ingested == Timestamp(seconds: 1_782_820_801))
        #expect(event([own, ("event.ingested", "yesterday")]).ingested == Timestamp(seconds: 1_782_820_800))
        #expect(event([]).ingested == nil)
    }
}
