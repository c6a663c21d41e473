import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What was seen of a file never makes better what is wrong with it, and what nobody saw explains nothing.
@Suite struct `Verdicts of cases` {
    private func verdict(_ events: [HostEvent], in scene: ProvenScene = ProvenScene()) throws -> Case {
        let cases = scene.cases(events)
        #expect(cases.count == 1)
        return try #require(cases.first)
    }

    @Test(arguments: [Severity.medium, .high])
    func `an alert never lowers the verdict of a finding`(severity: Severity) throws {
        var scene = ProvenScene()
        scene.findings = [ProvenScene.finding(severity)]
        let alone = try verdict([], in: scene).verdict
        let seen = try verdict([ProvenScene.execution()], in: scene)
        let excluded = try verdict(
            [ProvenScene.execution("1", [("process.parent.executable", ["/usr/bin/dpkg"])])], in: scene)
        #expect(alone >= .suspicious)
        #expect(seen.verdict >= alone)
        #expect(excluded.verdict >= alone)
        #expect(seen.steps.contains { $0.step.phase == .contain })
    }

    @Test(
        arguments: [
            (
                [("process.executable", ["./dash"]), ("process.working_directory", ["/dev/shm"])],
                CaseVerdict.suspicious
            ),
            ([("process.executable", ["./dash"])], .undetermined), ([("process.executable", ["/opt/sh"])], .suspicious),
            ([("process.executable", ["/bin/sh"])], .explained),
        ] as [([(String, [String])], CaseVerdict)])
    func `only a program that the tree vouches for explains what it ran`(
        fields: [(String, [String])], expected: CaseVerdict
    ) throws {
        let run = ProvenScene.execution("1", fields + [("process.args", ["sh", ProvenScene.name])])
        #expect(try verdict([run]).verdict == expected)
    }

    @Test(
        arguments: [
            (["sh", "tool.postinst", "configure"], "/var/lib/dpkg/info", CaseVerdict.explained),
            (["sh", "../info/tool.postinst"], "/var/lib/dpkg/info", .explained),
            (["sh", "./gone.postinst"], "/var/lib/dpkg/info", .suspicious),
            (["sh", "gone.postinst"], "/var/lib/dpkg/info", .suspicious),
        ])
    func `an argument names a file of the working folder where it can`(
        arguments: [String], folder: String, expected: CaseVerdict
    ) throws {
        let run = ProvenScene.execution(
            "1",
            [
                ("process.executable", ["/bin/sh"]), ("process.working_directory", [folder]),
                ("process.args", arguments),
            ])
        #expect(try verdict([run]).verdict == expected)
    }

    @Test(
        arguments: [
            ([], CaseVerdict.undetermined), ([("file.hash.sha256", [ProvenScene.digest.hex])], .explained),
            ([("file.hash.sha256", [ProvenScene.other.hex])], .suspicious),
        ] as [([(String, [String])], CaseVerdict)])
    func `a write is explained only where the event says what was written`(
        fields: [(String, [String])], expected: CaseVerdict
    ) throws {
        let write = ProvenScene.event(
            "w",
            [
                ("event.category", ["file"]), ("event.action", ["creation"]), ("event.type", ["creation"]),
                ("file.path", [String(decoding: ProvenScene.setting.bytes, as: UTF8.self)]),
                ("process.entity_id", ["W"]), ("process.executable", ["/usr/bin/vim"]), ("process.name", ["vim"]),
                ("process.parent.executable", ["/usr/bin/bash"]),
            ] + fields)
        #expect(try verdict([write]).verdict == expected)
    }

    @Test func `in a copied tree only a digest of the event says which bytes ran`() throws {
        var scene = ProvenScene()
        scene.usualChange = Scene.moment + 9_000
        scene.changed = Scene.moment + 9_000
        #expect(try verdict([ProvenScene.execution()], in: scene).verdict == .undetermined)
        let named = ProvenScene.execution("1", [("process.hash.sha256", [ProvenScene.digest.hex])])
        #expect(try verdict([named], in: scene).verdict == .explained)
    }

    @Test func `nothing hides behind many variables, arguments or paths`() throws {
        let variables = (0..<100).map { "A\($0)=x" } + ["LD_PRELOAD=/tmp/x.so"]
        #expect(try verdict([ProvenScene.execution("1", [("process.env_vars", variables)])]).verdict == .suspicious)
        let words = ["/bin/sh", ProvenScene.name] + (0..<1_000).map { "w\($0)" }
        #expect(try verdict([ProvenScene.execution("1", [("process.args", words)])]).verdict == .undetermined)
        let line = (0..<30_000).map { "/var/lib/dpkg/info/a\($0).x" }.joined(separator: " ")
        let story = try verdict([ProvenScene.execution("1", [("process.command_line", [line])])])
        #expect(story.verdict == .suspicious)
        #expect(story.why.count < 1_000)
    }

    @Test(arguments: [(Int64(-20), CaseVerdict.undetermined), (-200, .explained), (20, .undetermined)])
    func `a transaction within the clocks' difference may have come after`(
        seconds: Int64, expected: CaseVerdict
    ) throws {
        var scene = ProvenScene()
        scene.history.records = [ProvenScene.change(.upgrade, of: "tool", after: seconds, version: "1")]
        #expect(try verdict([ProvenScene.execution()], in: scene).verdict == expected)
    }

    @Test func `without a log that says when the version came the confidence is not high`() throws {
        var scene = ProvenScene()
        scene.history = TreeHistory()
        let story = try verdict([ProvenScene.execution()], in: scene)
        #expect(story.verdict == .explained)
        #expect(story.confidence == .medium)
    }

    @Test(arguments: [Timestamp.distantPast, .distantFuture, Timestamp(seconds: .max - 1)])
    func `times at the end of what can be counted do no harm`(time: Timestamp) throws {
        var scene = ProvenScene()
        scene.modified = time
        scene.changed = time.seconds
        #expect(try verdict([ProvenScene.execution()], in: scene).verdict < .likelyMalicious)
    }

    @Test func `what only apt's history tells of is listed with that doubt`() throws {
        var run = AptRun()
        run.start = Timestamp(seconds: Scene.moment - 60)
        run.end = Timestamp(seconds: Scene.moment - 50)
        run.changes = [
            AptChange(
                action: .install, name: "tmate", architecture: "amd64", oldVersion: nil, newVersion: "2.4",
                isAutomatic: false)
        ]
        var scene = ProvenScene()
        scene.history.records.append(
            HistoryRecord(
                time: run.start, position: SourcePosition(file: "/var/log/apt/history.log", line: 2),
                source: .aptHistory, kind: .aptRun(run), subjects: [], line: ""))
        let story = try verdict([ProvenScene.execution()], in: scene)
        let change = try #require(story.changedPackages.first { $0.package == "tmate" })
        #expect(Scene.text(change.origin).contains("only /var/log/apt/history.log:2 tells of it"))
        #expect(!story.answers.flatMap(\.answer).contains { Scene.text($0).contains("no package was changed") })
    }
}
