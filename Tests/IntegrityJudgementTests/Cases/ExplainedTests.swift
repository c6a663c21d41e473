import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// A genuine script explains an alert only where nothing says that something else ran; the worst error is to say so wrongly.
@Suite struct `Explained cases` {
    private func verdict(_ events: [HostEvent], in scene: ProvenScene = ProvenScene()) throws -> Case {
        let cases = scene.cases(events)
        #expect(cases.count == 1)
        return try #require(cases.first)
    }

    private func incriminates(_ story: Case, _ words: String) -> Bool {
        story.why.contains { $0.incriminates && Scene.text($0.text).contains(words) }
    }

    @Test func `a proven script started from a sound shell is explained`() throws {
        let story = try verdict([ProvenScene.execution()])
        #expect(story.verdict == .explained)
        #expect(story.confidence == .high)
    }

    @Test(
        arguments: [
            ([("process.hash.sha256", [ProvenScene.other.hex])], .suspicious, "had the digest"),
            ([("process.env_vars", ["LD_PRELOAD=/tmp/x.so"])], .suspicious, "LD_PRELOAD=/tmp/x.so"),
            ([("process.env_vars", ["PATH=/dev/shm:/usr/bin"])], .suspicious, "PATH=/dev/shm"),
            ([("process.env_vars", ["LD_PRELOAD=libeatmydata.so"])], .undetermined, "LD_PRELOAD"),
            (
                [("process.executable", [ProvenScene.name, "/var/lib/dpkg/info/evil"])], .undetermined,
                "more than one value"
            ),
            ([("process.parent.executable", ["/usr/bin/bash", "/tmp/evil"])], .undetermined, "more than one value"),
            ([("@timestamp", [])], .undetermined, "has no time"),
            ([("process.parent.executable", ["/tmp/evil"])], .suspicious, "/tmp/evil"),
            ([("process.parent.executable", ["/var/lib/dpkg/info/evil.postinst"])], .suspicious, "evil.postinst"),
            ([("process.parent.executable", ["/var/lib/dpkg/info/../../../../tmp/evil"])], .suspicious, "tmp/evil"),
            ([("process.args", ["/dev/shm/sh", ProvenScene.name])], .suspicious, "/dev/shm/sh"),
            ([("process.args", ["/bin/sh", ProvenScene.name, "/tmp/list"])], .undetermined, "/tmp/list"),
            ([("process.parent.args", ["bash", "/dev/shm/x.sh"])], .undetermined, "/dev/shm/x.sh"),
            (
                [("process.parent.args", ["sh", "-c", "LD_AUDIT=/tmp/x.so \(ProvenScene.name)"])], .suspicious,
                "LD_AUDIT"
            ),
        ] as [([(String, [String])], CaseVerdict, String)])
    func `what an event says of other bytes, libraries or programs is told and explains nothing`(
        fields: [(String, [String])], expected: CaseVerdict, words: String
    ) throws {
        let story = try verdict([ProvenScene.execution("1", fields)])
        #expect(story.verdict == expected)
        #expect(incriminates(story, words))
    }

    @Test(
        arguments: [
            [("process.parent.executable", []), ("process.parent.name", []), ("process.parent.entity_id", [])],
            [("process.parent.executable", ["bash"])],
        ] as [[(String, [String])]])
    func `without a parent that is known nothing is explained`(fields: [(String, [String])]) throws {
        #expect(try verdict([ProvenScene.execution("1", fields)]).verdict == .undetermined)
    }

    @Test(
        arguments: [
            [("process.hash.sha256", [ProvenScene.digest.hex])], [("process.hash.sha256", [ProvenScene.shell.hex])],
            [("process.executable", ["/var/lib/dpkg/info//./tool.postinst"])],
            [("process.env_vars", ["PATH=/usr/sbin:/usr/bin", "LD_PRELOAD="])],
            [("process.args", ["/bin/sh", ProvenScene.name, "triggered", "/var/lib/dpkg/info"])],
        ] as [[(String, [String])]])
    func `what fits the script stays explained`(fields: [(String, [String])]) throws {
        #expect(try verdict([ProvenScene.execution("1", fields)]).verdict == .explained)
    }

    @Test(arguments: [("/usr/bin/vim", CaseVerdict.suspicious), ("/usr/bin/dpkg", .explained)])
    func `a write into dpkg's folder is dpkg's own or a sign`(program: String, expected: CaseVerdict) throws {
        let write = ProvenScene.event(
            "w",
            [
                ("event.category", ["file"]), ("event.action", ["rename"]), ("file.path", [ProvenScene.name]),
                ("process.entity_id", ["W"]), ("process.executable", [program]),
                ("process.parent.executable", ["/usr/bin/bash"]),
            ])
        #expect(try verdict([ProvenScene.execution(), write]).verdict == expected)
    }

    @Test(
        arguments: [
            (
                [
                    ("process.entity_id", ["B"]), ("process.executable", ["/usr/bin/bash"]),
                    ("process.parent.entity_id", ["A"]), ("process.parent.executable", ["/tmp/evil"]),
                ], .suspicious
            ),
            (
                [
                    ("process.entity_id", ["B"]), ("process.executable", ["/usr/bin/bash"]),
                    ("process.parent.entity_id", ["A"]), ("process.parent.executable", ["/opt/agent"]),
                ], .undetermined
            ),
            (
                [
                    ("process.entity_id", ["C"]), ("process.executable", ["/tmp/evil"]),
                    ("process.parent.entity_id", ["P"]),
                ],
                .suspicious
            ),
        ] as [([(String, [String])], CaseVerdict)])
    func `programs far above and those below count too`(fields: [(String, [String])], expected: CaseVerdict) throws {
        let start = ProvenScene.event("s", [("event.category", ["process"]), ("event.action", ["exec"])] + fields)
        let story = try verdict([ProvenScene.execution(), start])
        #expect(story.verdict == expected)
    }

    @Test func `a later transaction or change leaves it open what ran`() throws {
        var scene = ProvenScene()
        scene.history.records = [ProvenScene.change(.upgrade, of: "tool", after: 90_000)]
        let upgraded = try verdict([ProvenScene.execution()], in: scene)
        #expect(upgraded.verdict == .undetermined)
        #expect(incriminates(upgraded, "another state"))
        scene.history = TreeHistory()
        scene.changed = Scene.moment + 3_600
        let changed = try verdict([ProvenScene.execution()], in: scene)
        #expect(changed.verdict == .suspicious)
        #expect(incriminates(changed, "no transaction accounts for it"))
    }

    @Test func `records that are not the package's own vouch for no program`() throws {
        var scene = ProvenScene()
        scene.recordsAssessment = Assessment(
            verdict: .modified, rung: .contradicted, contradicts: .signed, reason: "differs")
        let story = try verdict([ProvenScene.execution()], in: scene)
        #expect(story.verdict == .suspicious)
        #expect(incriminates(story, "NOT the ones it ships"))
    }

    @Test func `many harmless runs do not crowd out the one that is not`() throws {
        let flood = (0..<150).map { ProvenScene.execution("f\($0)", [("process.entity_id", ["P\($0)"])]) }
        let others = (0..<150).map { index in
            ProvenScene.execution(
                "o\(index)",
                [("host.name", ["pier"]), ("process.executable", ["/var/lib/dpkg/info/o\(index).postinst"])])
        }
        let evil = ProvenScene.execution("x", [("process.executable", ["/var/lib/dpkg/info/gone.postinst"])])
        let cases = ProvenScene(hostname: "quay").cases(others + flood + [evil], room: (all: 100, alike: 20))
        #expect(cases.contains { $0.verdict == .suspicious && incriminates($0, "gone.postinst is not there now") })
        #expect(!cases.contains { $0.verdict == .explained })
    }
}
