import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What the second reading of the events keeps, and that every bound that it hits is said.
@Suite struct `The context of events` {
    private static let hook = "/etc/apt/apt.conf.d/99hook"

    private static func start(_ entity: String, below parent: String, _ more: [(String, [String])] = []) -> HostEvent {
        ProvenScene.event(
            "start-" + entity,
            [
                ("event.category", ["process"]), ("event.action", ["exec"]), ("process.entity_id", [entity]),
                ("process.executable", ["/bin/sh"]), ("process.parent.entity_id", [parent]),
            ] + more)
    }

    private static func evidence(_ alerts: [HostEvent]) -> EventEvidence {
        var evidence = EventEvidence()
        let rule = RuleMetadata(id: "r", title: "r", level: .low)
        evidence.alerts = alerts.enumerated().map { index, event in
            AlertRecord(id: "a\(index)", rule: rule, outcome: .matched, facts: EventFacts(event), relation: .unstated)
        }
        return evidence
    }

    /// - Returns: what was found, and in how many readings.
    private static func read(
        _ events: [HostEvent], alerts: [HostEvent], links: ProcessLinks? = nil,
        room: (all: Int, alike: Int) = (EventSelection.limit, EventSelection.limitAlike)
    ) -> (EventEvidence, Int) {
        var selection = EventSelection(
            rules: [], subjects: EventSubjects(Scene().judgement()),
            host: HostIdentity(Scene().builder.evidence.tree.host),
            links: links ?? ProcessLinks())
        for event in events { selection.take(event) }
        let evidence = evidence(alerts)
        var context = ProcessContext(of: evidence, links: selection.links, room: room)
        var passes = 0
        repeat {
            passes += 1
            for event in events { context.take(event) }
        } while context.needsAnotherPass()
        return (context.added(to: evidence), passes)
    }

    @Test func `one reading finds a whole tree, upwards and downwards`() {
        let alert = Self.start("P", below: "A1")
        let above = (1...20).map { Self.start("A\($0)", below: "A\($0 + 1)") }
        let below = (1...20).map { Self.start("C\($0)", below: $0 == 1 ? "P" : "C\($0 - 1)") }
        let (found, passes) = Self.read(below.reversed() + above.reversed() + [alert], alerts: [alert])
        #expect(passes == 1)
        #expect(found.processes.count == 41)
        #expect(found.contextLimits.isEmpty && found.omitted == 0)
    }

    @Test func `leaders of sessions and groups far above are found in one reading`() {
        let alert = Self.start("P", below: "A", [("process.session_leader.entity_id", ["S1"])])
        let leaders = (1...6).map {
            Self.start("S\($0)", below: "Z", [("process.group_leader.entity_id", ["S\($0 + 1)"])])
        }
        let (found, passes) = Self.read(leaders.reversed() + [alert], alerts: [alert])
        #expect(passes == 1)
        #expect(found.processes.count == 7)
    }

    @Test func `where processes are too many to tell apart it is said, and so is the end of the readings`() {
        let alert = Self.start("P", below: "A")
        let chain = (1...9).map { Self.start("C\($0)", below: $0 == 1 ? "P" : "C\($0 - 1)") }
        let (found, passes) = Self.read([alert] + chain.reversed(), alerts: [alert], links: ProcessLinks(limit: 2))
        #expect(passes == ProcessContext.passLimit)
        #expect(found.contextLimits == [.links, .passes])
        #expect(found.isContextCut)
    }

    @Test func `more processes below than are kept are said, and those above have room of their own`() {
        let alert = Self.start("P", below: "A1")
        let above = (1...5).map { Self.start("A\($0)", below: "A\($0 + 1)") }
        let below = (0..<30).map { Self.start("C\($0)", below: "P") }
        let (found, _) = Self.read([alert] + below + above, alerts: [alert], room: (all: 10, alike: 5))
        #expect(found.contextLimits == [.descendants])
        #expect(found.processes.count == 16)
        #expect(found.processes.keys.contains(ProcessKey(host: nil, entity: "A5")))
    }

    @Test func `more processes above than are looked for are said`() {
        let ancestry = (0..<ProcessContext.limit).map { "A\($0)" }
        let alert = Self.start("P", below: "A0", [("process.Ext.ancestry", ancestry)])
        let (found, _) = Self.read([alert], alerts: [alert])
        #expect(found.contextLimits.contains(.ancestors))
    }

    @Test(arguments: [(32, false), (33, true)])
    func `a lineage that is longer than is followed is said`(count: Int, isCut: Bool) {
        let alert = Self.start("P", below: "A1")
        let above = (1..<count).map { Self.start("A\($0)", below: "A\($0 + 1)") }
        let (found, _) = Self.read([alert] + above, alerts: [alert])
        #expect(found.contextLimits == (isCut ? [.depth] : []))
    }

    @Test func `other events about a file are kept as far as there is room, and the rest is counted once`() {
        let alert = Scene.creation("1", of: Self.hook)
        let others = (0..<30).map {
            ProvenScene.event(
                "o\($0)",
                [("event.category", ["file"]), ("event.action", ["changed-\($0)"]), ("file.path", [Self.hook])])
        }
        let again = others.map { event in HostEvent(body: event.body, position: event.position) }
        let (found, _) = Self.read([alert] + others + again, alerts: [alert], room: (all: 10, alike: 5))
        #expect(found.touching.count == 10)
        #expect(found.omitted == 20)
    }

    @Test func `many alike do not hide one that is not`() {
        let alert = Scene.creation("1", of: Self.hook)
        func event(_ id: String, _ action: String) -> HostEvent {
            ProvenScene.event(
                id, [("event.category", ["file"]), ("event.action", [action]), ("file.path", [Self.hook])])
        }
        let flood = (0..<30).map { event("o\($0)", "open") }
        let (found, _) = Self.read(flood + [event("x", "deletion")], alerts: [alert], room: (all: 10, alike: 5))
        #expect(found.touching.map(\.identifier).contains("x"))
        #expect(found.touching.count == 6 && found.omitted == 25)
    }

    @Test(
        arguments: [
            [("file.path", [hook])], [("process.args", ["cat", hook])], [("process.command_line", ["cat \(hook)"])],
            [("process.args", ["rm", "99hook"]), ("process.working_directory", ["/etc/apt/apt.conf.d"])],
            [("process.args", ["rm", "apt.conf.d/./99hook"]), ("process.working_directory", ["/etc/apt/"])],
            [("process.args", ["rm", "/etc//apt/apt.conf.d//99hook"])],
            [("file.path", ["/etc/apt/./apt.conf.d/99hook/"])],
        ] as [[(String, [String])]])
    func `every spelling of a path holds a word that documents are searched for`(fields: [(String, [String])]) throws {
        let alert = Scene.creation("1", of: Self.hook)
        let event = ProvenScene.event("e", [("event.category", ["process"])] + fields)
        var context = ProcessContext(of: Self.evidence([alert]), links: ProcessLinks())
        let words = try #require(context.words)
        let json = String(decoding: event.body.json, as: UTF8.self)
        #expect(words.contains { json.contains(String(decoding: $0, as: UTF8.self)) })
        context.take(event)
        #expect(context.added(to: EventEvidence()).touching.count == 1)
    }
}
