import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What the first reading of the events keeps, and what it only counts.
@Suite struct `The selection of events` {
    private static let hook = "/etc/apt/apt.conf.d/99x"

    private static func run(_ id: String, _ arguments: [String]) -> HostEvent {
        ProvenScene.event(
            id,
            [
                ("event.category", ["process"]), ("event.action", ["exec"]), ("process.executable", ["/bin/sh"]),
                ("process.args", arguments),
            ])
    }

    @Test func `a command that two files configure ties an event to both`() throws {
        let files = ["/etc/dpkg/dpkg.cfg.d/a", "/etc/dpkg/dpkg.cfg.d/b"]
        var scene = Scene()
        for file in files { scene.builder.dpkg(HostPath(file.utf8), [("pre-invoke", "/var/lib/misc/agent")]) }
        let cases = scene.cases([Self.run("1", ["sh", "-c", "/var/lib/misc/agent"])])
        for file in files {
            let isTied = cases.flatMap(\.links).contains {
                $0.basis == .hookCommand && $0.to == UntrustedText(file.utf8)
            }
            #expect(isTied, "\(file)")
        }
    }

    @Test func `long texts take the room of no short ones, and what does not fit is counted`() {
        let long = String(repeating: "x", count: 10 << 10)
        let flood = (0..<20).map { Self.run("f\($0)", ["sh", "\($0)", Self.hook, long]) }
        let found = Scene.planted().selected(flood + [Self.run("short", ["cat", Self.hook])], texts: 64 << 10)
        #expect(found.touching.count == 7)
        #expect(found.omitted == 14)
        #expect(found.touching.contains { $0.identifier == "short" })
    }

    @Test func `the same event is kept and counted once`() {
        let events = (0..<5).map { Self.run("\($0)", ["cat", Self.hook, "\($0)"]) }
        let found = Scene.planted().selected(events + events, room: (all: 3, alike: 3))
        #expect(found.touching.count == 3)
        #expect(found.omitted == 2)
    }

    /// An alert of Kibana's about a process or file, by a rule that is not among ours.
    private static func reported(_ id: String, _ fields: [(String, [String])]) -> HostEvent {
        ProvenScene.event(
            id,
            [
                ("kibana.alert.rule.rule_id", ["ad959eeb-2b7b-4722-ba08-a45f6622f005"]),
                ("kibana.alert.rule.name", ["Suspicious APT Package Manager Execution"]),
                ("kibana.alert.severity", ["high"]), ("kibana.alert.rule.version", ["7"]),
            ] + fields)
    }

    @Test func `an alert of another engine counts where it is about apt's or dpkg's folders`() throws {
        let events = [
            Self.reported("1", [("file.path", ["/etc/apt/apt.conf.d/99x"])]),
            Self.reported("1", [("file.path", ["/etc/apt/apt.conf.d/99x"])]),
            Self.reported("2", [("file.path", ["/etc/passwd"])]),
            Self.reported("3", [("process.args", ["cat", "/etc/apt/apt.conf.d/99x"])]),
        ]
        let found = Scene.planted().selected(events)
        #expect(found.alerts.map(\.facts.identifier) == ["1", "3"])
        let rule = try #require(found.alerts.first?.rule)
        #expect(rule.alertName == "Suspicious APT Package Manager Execution")
        #expect(rule.level == .high)
        #expect(rule.version == 7)
        let cases = Scene.planted().cases(events)
        #expect(cases.count == 1)
        #expect(cases[0].alertIDs.count == 2)
    }

    @Test func `a flood of alerts leaves room for those about an artifact with a finding`() {
        let flood = (0..<50).map { Scene.creation("f\($0)", of: "/etc/apt/apt.conf.d/f\($0)", by: "E\($0)") }
        let found = Scene.planted().selected(flood + [Scene.creation("real", of: Self.hook)], room: (20, 20))
        #expect(found.alerts.count == 21)
        #expect(found.alerts.contains { $0.facts.identifier == "real" })
        #expect(found.omitted == 30)
        let cases = Scene.planted().cases(flood + [Scene.creation("real", of: Self.hook)])
        #expect(cases.count == 51)
        #expect(!cases[0].findingIDs.isEmpty)
    }
}
