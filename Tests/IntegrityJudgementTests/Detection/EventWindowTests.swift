import AuditModel
import IntegrityJudgement
import Testing

/// What the detection remembers of the events that it judged.
@Suite struct `The window of judged events` {
    private static func digest(_ bytes: [UInt8]) -> SHA256Digest {
        let word = Array((bytes + [UInt8](repeating: 0, count: 32)).prefix(32))
        return SHA256Digest(bytes: word) ?? digest([])
    }

    private static func event(_ id: String, at time: Int64) -> HostEvent {
        HostEvent(
            body: .object([
                EventMember(key: Array("event.id".utf8), value: .string(Array(id.utf8))),
                EventMember(key: Array("@timestamp".utf8), value: .string(Array(String(time * 1_000).utf8))),
            ]), position: EventPosition(input: "-", line: 1, offset: 0))
    }

    private static let rule = CompiledRule(
        metadata: RuleMetadata(id: "r", title: "t", level: .low),
        requirement: .field(FieldCondition("event.id", .present)), exclusions: [])

    private static let start: Int64 = 1_782_820_800

    @Test func `an event that an earlier run judged is not judged again`() {
        var first = Detector([Self.rule])
        #expect(first.judge(Self.event("a", at: Self.start)).count == 1)
        var second = Detector([Self.rule], window: first.window)
        #expect(second.judge(Self.event("a", at: Self.start + 9)).isEmpty)
        #expect(second.counts.repeated == 1)
        #expect(second.judge(Self.event("b", at: Self.start)).count == 1)
    }

    @Test func `old events and those beyond the limit are forgotten, oldest first`() {
        var detector = Detector([Self.rule], window: EventWindow(limit: 10))
        for number in 0..<100 { _ = detector.judge(Self.event("e\(number)", at: Self.start + Int64(number))) }
        #expect(detector.window.times.count <= 20)
        detector.window.prune(before: Self.start)
        #expect(detector.window.times.values.sorted() == (90..<100).map { Self.start + $0 })
        detector.window.prune(before: Self.start + 95)
        #expect(detector.window.times.count == 5)
        #expect(detector.judge(Self.event("e99", at: Self.start)).isEmpty)
        #expect(detector.judge(Self.event("e0", at: Self.start)).count == 1)
    }

    @Test func `an event from the future is remembered as one of now`() {
        var detector = Detector([Self.rule])
        let now = Timestamp(seconds: Self.start)
        _ = detector.judge(Self.event("a", at: Self.start + 1_000_000), now: now)
        #expect(Array(detector.window.times.values) == [Self.start])
    }
}
