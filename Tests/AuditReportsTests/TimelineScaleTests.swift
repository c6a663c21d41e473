import AuditModel
import Testing

@testable import AuditReports

@Suite struct `Places of moments on a timeline` {
    private static func times(_ seconds: [Int64]) -> [Timestamp] { seconds.map { Timestamp(seconds: $0) } }

    @Test func `later moments stand further right, and the same moments at the same place`() {
        let times = Self.times([-9_000_000, -600, -599, 0, 0, 1, 5_400])
        let scale = TimelineScale(times)
        let places = times.map { scale.position(of: $0) }
        #expect(places == places.sorted())
        #expect(Set(places).count == 6)
        #expect(places.first == TimelineScale.margin && places.last == TimelineScale.width - TimelineScale.margin)
    }

    @Test func `seconds of an attack keep room beside a file of last year`() {
        let scale = TimelineScale(Self.times([-30_000_000, 0, 60]))
        let width = scale.position(of: Timestamp(seconds: 60)) - scale.position(of: Timestamp(seconds: 0))
        #expect(width > 200)
        #expect(scale.breaks.count == 1)
    }

    @Test func `one moment stands in the middle and no moment draws nothing`() {
        #expect(TimelineScale(Self.times([7])).position(of: Timestamp(seconds: 7)) == TimelineScale.width / 2)
        #expect(TimelineScale(Self.times([7])).labels.map(\.anchor) == [.middle])
        #expect(TimelineScale([]).labels.isEmpty)
        #expect(HTMLTimeline(id: "x", entries: []).markup.isEmpty)
    }

    @Test func `a wanted moment is labelled before the others`() {
        let times = Self.times(Array(0..<40))
        let wanted = Timestamp(seconds: 23)
        #expect(TimelineScale(times, wanted: [wanted]).labels.contains { $0.time == wanted })
    }

    @Test func `times at the ends of the range are places too`() {
        let scale = TimelineScale([.distantPast, Timestamp(seconds: .max, nanoseconds: 999_999_999)])
        #expect(scale.position(of: .distantPast) == TimelineScale.margin)
        #expect(scale.labels.count == 2)
    }

    @Test func `where there is no room the telling moments are told, in order of time`() {
        let kinds: [TimelineKind] = [.log, .alert, .log, .file, .network, .log]
        let entries = kinds.enumerated().map {
            TimelineEntry(time: Timestamp(seconds: Int64($0)), kind: $1, text: "\($0)", source: "log")
        }
        let (told, left) = entries.told(limit: 3)
        #expect(told.map(\.kind) == [.alert, .file, .network])
        #expect(left == 3)
        #expect(entries.told(limit: 6).entries == entries)
    }
}
