import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// Silence of the event files is worth something only where they could have spoken of this host, then, and of files.
@Suite struct `What event files could show` {
    /// The planted hook was last changed at the beginning of 1970.
    private static func event(_ id: String, _ time: String, _ category: String, host: String = "quay") -> HostEvent {
        ProvenScene.event(
            id, [("@timestamp", [time]), ("event.category", [category]), ("host.name", [host])])
    }

    private var scene: Scene {
        var scene = Scene.planted()
        scene.builder.evidence.tree.host.hostname = "quay"
        return scene
    }

    private func answer(_ events: [HostEvent]) throws -> String {
        let story = try #require(scene.cases(events).first)
        let answer = try #require(story.answers.first { $0.id == "could-events-show-it" })
        return answer.answer.map { Scene.text($0) }.joined(separator: "; ")
    }

    @Test(
        arguments: [
            ("1969-01-01T00:00:00Z", "1971-01-01T00:00:00Z", "file", "none names it"),
            ("1969-01-01T00:00:00Z", "1971-01-01T00:00:00Z", "process", "no file events at all"),
            ("1970-06-01T00:00:00Z", "1971-01-01T00:00:00Z", "file", "before the first event"),
            ("1969-01-01T00:00:00Z", "1969-06-01T00:00:00Z", "file", "after the last event"),
            ("never", "never", "file", "no event of this host carries a time"),
        ])
    func `the answer names what the files lack`(first: String, last: String, category: String, words: String) throws {
        #expect(try answer([Self.event("1", first, category), Self.event("2", last, category)]).contains(words))
    }

    @Test func `events of other hosts show nothing of this one`() throws {
        let others = ["2020-01-01T00:00:00Z", "1960-01-01T00:00:00Z"].map {
            Self.event($0, $0, "file", host: "pier")
        }
        #expect(try answer(others).contains("no event of this host carries a time"))
        let own = [
            Self.event("1", "1969-01-01T00:00:00Z", "process"), Self.event("2", "1971-01-01T00:00:00Z", "process"),
        ]
        #expect(try answer(others + own).contains("no file events at all"))
    }

    @Test(arguments: [("quay", true), ("QUAY.example", true), ("", true), ("pier", false)])
    func `span and categories are those of this host, or of no named one`(host: String, isNoted: Bool) {
        let found = scene.selected([Self.event("1", "1971-01-01T00:00:00Z", "file", host: host)])
        #expect((found.span != nil) == isNoted)
        #expect(found.categories == (isNoted ? ["file"] : []))
    }

    @Test func `categories that ECS does not know are not kept`() {
        let made = (0..<100).map { Self.event("\($0)", "1971-01-01T00:00:00Z", "category-\($0)") }
        #expect(scene.selected(made + [Self.event("f", "1971-01-01T00:00:00Z", "file")]).categories == ["file"])
    }

    @Test func `a file that an event names is not asked after`() throws {
        let touch = ProvenScene.event(
            "t",
            [
                ("event.category", ["file"]), ("event.action", ["open"]), ("host.name", ["quay"]),
                ("file.path", ["/etc/apt/apt.conf.d/99x"]),
            ])
        #expect(try answer([touch]).contains("the files cover 2024-06-01"))
    }
}
