import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// Which matches become alerts.
@Suite struct `The gate before alerts` {
    private static let now = Timestamp(seconds: 1_782_820_800)

    private static func alert(_ time: Int64?, cap: Int = 100) -> Alert {
        var rule = RuleMetadata(id: "r", title: "t", level: .low)
        rule.alertCap = cap
        let fields = time.map { [("@timestamp", [String($0 * 1_000)])] } ?? []
        return Alert(
            rule: rule,
            event: HostEvent(
                body: EventDocument.nested([("event.id", ["1"])] + fields),
                position: EventPosition(input: "-", line: 1, offset: 0)))
    }

    private static func gate(_ schedule: AlertSchedule?) -> AlertGate {
        AlertGate(exceptions: AppliedExceptions([], scope: .alert, now: now), schedule: schedule)
    }

    @Test(
        arguments: [
            (nil, 540, false), (nil, 541, true), (nil, -60, false), (0, 541, true), (300, 540, false),
            // A run that comes an hour late looks back to the one before, and four minutes more.
            (3_600, 3_840, false), (3_600, 3_841, true),
        ] as [(Int64?, Int64, Bool)])
    func `an event from before the look-back is late`(previous: Int64?, age: Int64, isLate: Bool) {
        let before = previous.map { Timestamp(seconds: Self.now.seconds - $0) }
        var gate = Self.gate(AlertSchedule(previous: before))
        let verdict = gate.verdict(on: Self.alert(Self.now.seconds - age), now: Self.now)
        #expect(verdict == (isLate ? .late : .alert))
        #expect(gate.alerts == (isLate ? 0 : 1))
        #expect(gate.late == (isLate ? ["r": 1] : [:]))
    }

    @Test func `an event without a time is never late`() {
        var gate = Self.gate(AlertSchedule(previous: nil))
        #expect(gate.verdict(on: Self.alert(nil), now: Self.now) == .alert)
    }

    @Test func `a rule makes as many alerts in a run as it may, and again after its interval`() {
        var gate = Self.gate(AlertSchedule(previous: nil))
        let verdicts = (0..<5).map { _ in gate.verdict(on: Self.alert(nil, cap: 3), now: Self.now) }
        #expect(verdicts == [.alert, .alert, .alert, .beyondCap, .beyondCap])
        #expect(gate.beyondCap == ["r": 2])
        let later = Timestamp(seconds: Self.now.seconds + 300)
        #expect(gate.verdict(on: Self.alert(nil, cap: 3), now: later) == .alert)
    }

    @Test func `without a schedule every match is an alert`() {
        var gate = Self.gate(nil)
        for _ in 0..<200 { #expect(gate.verdict(on: Self.alert(0), now: Self.now) == .alert) }
    }

    @Test func `what an exception silences takes no place under the cap`() {
        let exception = AuditException(
            id: "e", scope: .alert, conditions: [ExceptionCondition("event.id", .oneOf(["1"]))],
            source: ExceptionSource(file: "x", line: 1))
        var gate = AlertGate(
            exceptions: AppliedExceptions([exception], scope: .alert, now: Self.now),
            schedule: AlertSchedule(previous: nil))
        #expect(gate.verdict(on: Self.alert(0, cap: 0), now: Self.now) == .excepted(by: "e"))
        #expect(gate.alerts == 0)
    }
}
