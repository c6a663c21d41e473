import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// What joins alerts and findings into cases, and what does not.
@Suite struct `Cases` {
    @Test func `an alert on the path of a finding is one case with it`() throws {
        let scene = Scene.planted()
        let cases = scene.cases([Scene.creation("1", of: "/etc/apt/apt.conf.d/99x")])
        let only = try #require(cases.first)
        #expect(cases.count == 1)
        #expect(only.verdict == .likelyMalicious)
        #expect(only.alertIDs.count == 1)
        #expect(only.findingIDs.count == 1)
        #expect(only.links.contains { $0.basis == .path && $0.strength == .high })
    }

    @Test func `time alone joins nothing`() {
        let cases = Scene.planted().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/other"), Scene.creation("2", of: "/etc/apt/apt.conf.d/third"),
        ])
        #expect(cases.count == 3)
        #expect(cases.flatMap(\.links).isEmpty)
    }

    @Test func `two alerts of one process, or of one below the other, are one case`() {
        let same = Scene().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/a", by: "E1"),
            Scene.creation("2", of: "/etc/apt/apt.conf.d/b", by: "E1"),
        ])
        #expect(same.count == 1)
        let below = Scene().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/a", by: "E1"),
            Scene.creation("2", of: "/etc/apt/apt.conf.d/b", by: "E2", [("process.Ext.ancestry", ["E9", "E1"])]),
        ])
        #expect(below.count == 1)
        #expect(below.flatMap(\.links).contains { $0.basis == .process && $0.strength == .high })
    }

    @Test(arguments: [("systemd", 2), ("cron", 2), ("bash", 1)])
    func `a session joins two alerts only where it is somebody's own`(leader: String, count: Int) {
        let session = [
            ("process.session_leader.entity_id", ["S"]), ("process.session_leader.name", [leader]),
            ("process.session_leader.pid", ["77"]),
        ]
        let cases = Scene().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/a", by: "E1", session),
            Scene.creation("2", of: "/etc/apt/apt.conf.d/b", by: "E2", session),
        ])
        #expect(cases.count == count)
    }

    @Test func `the same process id on another host is another process`() {
        let cases = Scene().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/a", by: "E1", [("host.id", ["h1"])]),
            Scene.creation("2", of: "/etc/apt/apt.conf.d/b", by: "E1", [("host.id", ["h2"])]),
        ])
        #expect(cases.count == 2)
    }

    @Test(
        arguments: [
            ([("host.id", ["5b1f0c6a-2d3e-4f70-8192-a3b4c5d6e7f8"])], 1),
            ([("host.name", ["QUAY.archive.example"])], 1),
            ([("host.name", ["pier"])], 0), ([("host.id", ["other"])], 0), ([], 1),
            ([("host.id", ["other"]), ("host.name", ["quay"])], 1),
        ] as [([(String, [String])], Int)])
    func `an alert of another host opens no case`(fields: [(String, [String])], count: Int) {
        var scene = Scene()
        scene.builder.evidence.tree.host.hostname = "quay"
        scene.builder.evidence.tree.host.machineID = "5b1f0c6a2d3e4f708192a3b4c5d6e7f8"
        let cases = scene.cases([Scene.creation("1", of: "/etc/apt/apt.conf.d/a", by: "E1", fields)])
        #expect(cases.count == count)
    }

    @Test func `a path in capital letters matches the rule and is tied to no file`() {
        let cases = Scene.planted().cases([Scene.creation("1", of: "/ETC/APT/APT.CONF.D/99x")])
        #expect(cases.count == 2)
    }

    @Test func `what an exclusion silenced is named in the case of the hook that it hid`() throws {
        let cases = Scene.planted().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/99x", by: "E1", executable: "/usr/lib/helper/tool")
        ])
        let only = try #require(cases.first)
        #expect(cases.count == 1)
        #expect(only.why.contains { $0.kind == .excludedAlert && $0.incriminates })
        #expect(only.steps.contains { $0.step.id == "narrow-exclusion" })
    }

    @Test func `a silenced event alone opens no case`() {
        let cases = Scene().cases([
            Scene.creation("1", of: "/etc/apt/apt.conf.d/99x", by: "E1", executable: "/usr/lib/helper/tool")
        ])
        #expect(cases.isEmpty)
    }

    @Test func `a case has the same id and order however the events are ordered`() {
        let events = (0..<20).map { Scene.creation("\($0)", of: "/etc/apt/apt.conf.d/n\($0)", by: "E\($0 % 7)") }
        let first = Scene.planted().cases(events)
        let second = Scene.planted().cases(events.reversed())
        #expect(first.map(\.id) == second.map(\.id))
        #expect(first.map(\.verdict) == second.map(\.verdict))
    }

    @Test func `a case knows of every package that was changed in its window and of no other`() throws {
        var history = TreeHistory()
        history.records = [("near", Int64(1_000)), ("far", 200_000)].map { name, after in
            HistoryRecord(
                time: Timestamp(seconds: Scene.moment + after / 100 * 10),
                position: SourcePosition(file: "/var/log/dpkg.log", line: 1), source: .dpkgLog,
                kind: .packageAction(
                    PackageAction(
                        action: .install, name: UntrustedText(name.utf8), architecture: "amd64", newVersion: "1")),
                line: "")
        }
        let cases = Scene.planted().cases([Scene.creation("1", of: "/etc/apt/apt.conf.d/99x")], history: history)
        #expect(cases.first?.changedPackages.map(\.package) == ["near"])
    }
}
