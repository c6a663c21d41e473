import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What administrators and their tools do every day is not made a suspicion.
@Suite struct `Harmless cases` {
    private static func file(
        _ id: String, _ action: String, _ path: String, at time: String = "2024-06-01T00:00:00Z",
        from origin: String? = nil,
        by program: String = "/usr/bin/python3.11"
    ) -> HostEvent {
        let fields = [
            ("@timestamp", [time]), ("event.category", ["file"]), ("event.action", [action]), ("file.path", [path]),
            ("process.entity_id", ["E"]), ("process.executable", [program]),
        ]
        return ProvenScene.event(id, fields + (origin.map { [("file.Ext.original.path", [$0])] } ?? []))
    }

    private func verdicts(_ events: [HostEvent], history: TreeHistory = TreeHistory()) -> [CaseVerdict] {
        var scene = Scene()
        scene.builder.apt("/etc/apt/apt.conf.d/90local", [(.set, "APT::Install-Recommends", "false")])
        return scene.cases(events, history: history).map(\.verdict)
    }

    @Test func `a file that is written under a passing name and renamed has not vanished`() {
        let verdicts = verdicts([
            Self.file("1", "creation", "/etc/apt/apt.conf.d/.ansible_x90local"),
            Self.file("2", "rename", "/etc/apt/apt.conf.d/90local", from: "/etc/apt/apt.conf.d/.ansible_x90local"),
        ])
        #expect(verdicts == [.undetermined])
    }

    @Test(arguments: [("2024-06-01T00:00:00.5Z", CaseVerdict.undetermined), ("2024-06-01T00:05:00Z", .suspicious)])
    func `a file of one moment is an editor's try, one that stayed is not`(end: String, expected: CaseVerdict) {
        let path = "/etc/apt/apt.conf.d/4913"
        let cases = ProvenScene().cases([
            Self.file("1", "creation", path, by: "/usr/bin/vim"),
            Self.file("2", "deletion", path, at: end, by: "/usr/bin/vim"),
        ])
        #expect(cases.map(\.verdict) == [expected])
    }

    @Test(
        arguments: [
            ("169.254.169.254", CaseVerdict.undetermined), ("10.0.0.5", .undetermined), ("203.0.113.9", .suspicious),
        ])
    func `a cloud's own metadata and the own network are no sign, an address far away is`(
        address: String, expected: CaseVerdict
    ) {
        let talk = ProvenScene.event(
            "n",
            [
                ("event.category", ["network"]), ("event.action", ["connection_attempted"]),
                ("process.entity_id", ["P"]),
                ("destination.ip", [address]), ("destination.port", ["80"]),
            ])
        let parent = ("process.parent.executable", ["bash"])
        #expect(ProvenScene().cases([ProvenScene.execution("1", [parent]), talk]).map(\.verdict) == [expected])
    }

    @Test(arguments: [("lib", CaseVerdict.suspicious), ("libgone", .undetermined)])
    func `only the transaction of the very package accounts for a script that is gone`(
        package: String, expected: CaseVerdict
    ) {
        var scene = ProvenScene()
        scene.history.records = [ProvenScene.change(.remove, of: package, after: 60)]
        let run = ProvenScene.execution(
            "1",
            [
                ("process.executable", ["/var/lib/dpkg/info/libgone.postrm"]),
                ("process.args", ["/bin/sh", "/var/lib/dpkg/info/libgone.postrm"]),
            ])
        #expect(scene.cases([run]).map(\.verdict) == [expected])
    }

    @Test func `steps for an image do nothing to the machine that reads it`() throws {
        var scene = Scene.planted()
        scene.builder.evidence.tree.host.root = "/mnt/image"
        let event = Scene.creation("1", of: "/etc/apt/apt.conf.d/99x", by: "E1", [("process.pid", ["8123"])])
        let story = try #require(scene.cases([event]).first)
        let commands = story.steps.flatMap(\.commands)
        #expect(commands.contains(.onHost("stop \(8123)")))
        let dangerous = ["kill ", "nft ", "apt-get ", "systemctl ", "augenrules"]
        for command in commands where command.place == .anywhere {
            #expect(!dangerous.contains { Scene.text(command).hasPrefix($0) }, "\(command)")
        }
    }

    @Test func `lines that start a file are made comments, and a link is removed as a link`() throws {
        let path: HostPath = "/etc/apt/apt.conf.d/99x"
        var history = TreeHistory()
        history.triggers = [("/etc/cron.d/a", 3, false), ("/etc/cron.d/a", 5, false), ("/etc/cron.daily/b", 1, true)]
            .map { file, line, isLink in
                TriggerMention(
                    position: SourcePosition(file: HostPath(file.utf8), line: line), line: "x", paths: [path],
                    isLink: isLink)
            }
        let event = Scene.creation("1", of: "/etc/apt/apt.conf.d/99x")
        let story = try #require(Scene.planted().cases([event], history: history).first)
        let step = try #require(story.steps.first { $0.step.id == "remove-starters" })
        let changes = step.commands.map { Scene.text($0) }.filter { $0.hasPrefix("sed -i") || $0.hasPrefix("rm") }
        #expect(
            changes == ["sed -i -e '3s/^/# /' -e '5s/^/# /' /etc/cron.d/a", "rm /etc/cron.daily/b"])
    }

    @Test(
        arguments: [
            ("/usr/bin/less", Confidence.medium), ("/usr/bin/dash", .high), ("/tmp/less", .high),
        ])
    func `somebody who looks at a file does not run it`(program: String, expected: Confidence) throws {
        let path: HostPath = "/etc/apt/apt.conf.d/99x"
        var history = TreeHistory()
        history.processes = [
            RunningProcess(
                processID: 77, parentID: 1, executable: UntrustedText(program.utf8),
                commandLine: [UntrustedText(program.utf8), path.text], started: nil, uid: 0, reasons: [.argument(path)])
        ]
        let event = Scene.creation("1", of: "/etc/apt/apt.conf.d/99x")
        let story = try #require(Scene.planted().cases([event], history: history).first)
        #expect(story.confidence == expected)
        #expect(story.why.contains { $0.kind == .reading } && !story.why.contains { $0.kind == .running })
    }
}
