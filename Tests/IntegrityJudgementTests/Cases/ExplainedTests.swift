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

    /// - Parameter value: what the reason has to name: a path, a variable, a place in a log.
    private func incriminates(_ story: Case, _ kind: CaseReason.Kind, naming value: String = "") -> Bool {
        story.why.contains {
            $0.incriminates && $0.kind == kind && (value.isEmpty || Scene.text($0.text).contains(value))
        }
    }

    @Test func `a proven script started from a sound shell is explained`() throws {
        let story = try verdict([ProvenScene.execution()])
        #expect(story.verdict == .explained)
        #expect(story.confidence == .high)
    }

    @Test(
        arguments: [
            ([("process.hash.sha256", [ProvenScene.other.hex])], .suspicious, .otherDigest, ProvenScene.other.hex),
            ([("process.env_vars", ["LD_PRELOAD=/tmp/x.so"])], .suspicious, .loadingVariable, "LD_PRELOAD=/tmp/x.so"),
            ([("process.env_vars", ["PATH=/dev/shm:/usr/bin"])], .suspicious, .loadingVariable, "PATH=/dev/shm"),
            ([("process.env_vars", ["LD_PRELOAD=libeatmydata.so"])], .undetermined, .loadingVariable, "LD_PRELOAD"),
            (
                [("process.executable", [ProvenScene.name, "/var/lib/dpkg/info/evil"])], .undetermined,
                .ambiguousField, "process.executable"
            ),
            (
                [("process.parent.executable", ["/usr/bin/bash", "/tmp/evil"])], .undetermined, .ambiguousField,
                "process.parent.executable"
            ),
            ([("@timestamp", [])], .undetermined, .noTime, ""),
            ([("process.parent.executable", ["/tmp/evil"])], .suspicious, .unsoundProgram, "/tmp/evil"),
            (
                [("process.parent.executable", ["/var/lib/dpkg/info/evil.postinst"])], .suspicious, .unsoundProgram,
                "evil.postinst"
            ),
            (
                [("process.parent.executable", ["/var/lib/dpkg/info/../../../../tmp/evil"])], .suspicious,
                .unsoundProgram, "tmp/evil"
            ),
            ([("process.args", ["/dev/shm/sh", ProvenScene.name])], .suspicious, .unsoundRelative, "/dev/shm/sh"),
            (
                [("process.args", ["/bin/sh", ProvenScene.name, "/tmp/list"])], .undetermined, .sharedArgument,
                "/tmp/list"
            ),
            ([("process.parent.args", ["bash", "/dev/shm/x.sh"])], .undetermined, .sharedArgument, "/dev/shm/x.sh"),
            (
                [("process.parent.args", ["sh", "-c", "LD_AUDIT=/tmp/x.so \(ProvenScene.name)"])], .suspicious,
                .loadingVariable, "LD_AUDIT"
            ),
        ] as [([(String, [String])], CaseVerdict, CaseReason.Kind, String)])
    func `what an event says of other bytes, libraries or programs is told and explains nothing`(
        fields: [(String, [String])], expected: CaseVerdict, kind: CaseReason.Kind, value: String
    ) throws {
        let story = try verdict([ProvenScene.execution("1", fields)])
        #expect(story.verdict == expected)
        #expect(incriminates(story, kind, naming: value))
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
        #expect(incriminates(upgraded, .laterTransaction))
        scene.history = TreeHistory()
        scene.changed = Scene.moment + 3_600
        let changed = try verdict([ProvenScene.execution()], in: scene)
        #expect(changed.verdict == .suspicious)
        #expect(incriminates(changed, .laterChange))
    }

    @Test(arguments: [(-5_000, -30, 2), (-5_000, 100, 2), (-5_000, -4_000, nil)] as [(Int64, Int64, Int?)])
    func `of many transactions the first that the clocks allow to follow the event is named`(
        earlier: Int64, later: Int64, line: Int?
    ) throws {
        var scene = ProvenScene()
        scene.history.records = [(earlier, 1), (later, 2), (800, 3)].map { seconds, line in
            HistoryRecord(
                time: Timestamp(seconds: Scene.moment + seconds),
                position: SourcePosition(file: "/var/log/dpkg.log", line: line), source: .dpkgLog,
                kind: .packageAction(
                    PackageAction(action: .upgrade, name: "tool", architecture: "amd64", newVersion: "1")),
                subjects: [.package("tool")], line: "")
        }
        let story = try verdict([ProvenScene.execution()], in: scene)
        let named = (1...3).filter { incriminates(story, .laterTransaction, naming: "/var/log/dpkg.log:\($0)") }
        #expect(named == [line ?? 3])
    }

    @Test func `records that are not the package's own vouch for no program`() throws {
        var scene = ProvenScene()
        scene.recordsAssessment = Assessment(
            verdict: .modified, rung: .contradicted, contradicts: .signed, reason: "differs")
        let story = try verdict([ProvenScene.execution()], in: scene)
        #expect(story.verdict == .suspicious)
        #expect(incriminates(story, .unsoundProgram))
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
        #expect(cases.contains { $0.verdict == .suspicious && incriminates($0, .vanished, naming: "gone.postinst") })
        #expect(!cases.contains { $0.verdict == .explained })
    }
}
