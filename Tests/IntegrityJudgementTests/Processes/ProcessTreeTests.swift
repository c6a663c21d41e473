import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What a script's process did, however far below it and among however much else, must reach the verdict.
@Suite struct `Process trees of cases` {
    private static func start(_ entity: String, below parent: String, _ more: [(String, [String])] = []) -> HostEvent {
        ProvenScene.event(
            "start-" + entity,
            [
                ("event.category", ["process"]), ("event.action", ["exec"]), ("process.entity_id", [entity]),
                ("process.executable", ["/bin/sh"]), ("process.parent.entity_id", [parent]),
                ("process.parent.executable", ["/bin/sh"]),
            ] + more)
    }

    private static func connection(
        _ id: String, by entity: String, to address: String, port: Int = 443, _ more: [(String, [String])] = []
    ) -> HostEvent {
        ProvenScene.event(
            id,
            [
                ("event.category", ["network"]), ("event.action", ["connection_attempted"]),
                ("process.entity_id", [entity]), ("process.executable", ["/bin/sh"]), ("destination.ip", [address]),
                ("destination.port", ["\(port)"]),
            ] + more)
    }

    private static func chain(_ depth: Int) -> [HostEvent] {
        (1...depth).map { start("C\($0)", below: $0 == 1 ? "P" : "C\($0 - 1)") }
    }

    private func story(
        _ events: [HostEvent], room: (all: Int, alike: Int) = (EventSelection.limit, EventSelection.limitAlike)
    ) throws -> Case {
        try #require(ProvenScene().cases([ProvenScene.execution()] + events, room: room).first)
    }

    @Test(arguments: [1, 2, 3, 4, 31, 32, 33, 34, 100], [false, true])
    func `a connection from any depth is told`(depth: Int, isReversed: Bool) throws {
        let events = Self.chain(depth) + [Self.connection("n", by: "C\(depth)", to: "203.0.113.9")]
        let story = try story(isReversed ? events.reversed() : events)
        #expect(story.verdict == .suspicious)
        #expect(story.why.contains { $0.kind == .network && Scene.text($0.text).contains("203.0.113.9") })
    }

    @Test func `a deep tree that does nothing else stays explained`() throws {
        #expect(try story(Self.chain(40)).verdict == .explained)
    }

    @Test func `a connection of a process whose start is missing counts for those that it names above it`() throws {
        let ancestry = ("process.Ext.ancestry", ["lost", "P"])
        let story = try story([Self.connection("n", by: "X", to: "203.0.113.9", [ancestry])])
        #expect(story.verdict == .suspicious)
    }

    @Test func `an end that names another parent does not cut a process from its tree`() throws {
        let end = ProvenScene.event(
            "end",
            [
                ("event.category", ["process"]), ("event.action", ["end"]), ("process.entity_id", ["C2"]),
                ("process.parent.entity_id", ["init"]),
            ])
        let story = try story([end] + Self.chain(3) + [Self.connection("n", by: "C3", to: "203.0.113.9")])
        #expect(story.verdict == .suspicious)
    }

    @Test func `a process that two events give different parents belongs to both`() throws {
        let story = try story([
            Self.start("C1", below: "init"), Self.start("C1", below: "P"), Self.start("C2", below: "C1"),
            Self.connection("n", by: "C2", to: "203.0.113.9"),
        ])
        #expect(story.verdict == .suspicious)
    }

    @Test(arguments: ["127.0.0.1", "10.0.0.7"])
    func `many connections nearby do not hide one that leaves`(address: String) throws {
        let flood = (0..<200).map { Self.connection("f\($0)", by: "P", to: address, port: $0 + 1) }
        let last = Self.connection("n", by: "P", to: "203.0.113.9")
        let story = try story(flood + [last], room: (all: 50, alike: 20))
        #expect(story.verdict == .suspicious)
        #expect(story.why.contains { $0.kind == .network && Scene.text($0.text).contains("203.0.113.9") })
    }

    @Test func `many connections to one place do not hide one to another`() throws {
        let flood = (0..<200).map { Self.connection("f\($0)", by: "P", to: "192.168.0.1") }
        let story = try story(
            flood + [Self.connection("n", by: "P", to: "203.0.113.9")], room: (all: 100, alike: 10))
        #expect(story.why.contains { $0.kind == .network && Scene.text($0.text).contains("203.0.113.9") })
    }

    @Test(arguments: [(9, CaseVerdict.explained), (30, .undetermined)])
    func `connections that were counted only explain nothing`(count: Int, expected: CaseVerdict) throws {
        let flood = (0..<count).map { Self.connection("f\($0)", by: "P", to: "127.0.0.1", port: $0 + 1) }
        let story = try story(flood, room: (all: 50, alike: 20))
        #expect(story.verdict == expected)
        #expect(story.why.contains { $0.kind == .omittedEvents && Scene.text($0.text).contains("20") } == (count == 30))
    }

    @Test func `connections of a program that stands above are no deed of the script`() throws {
        let events = [
            Self.start("B", below: "A", [("process.executable", ["/usr/bin/bash"])]),
            Self.connection("n", by: "B", to: "203.0.113.9"),
        ]
        #expect(try story(events).verdict == .explained)
    }
}
