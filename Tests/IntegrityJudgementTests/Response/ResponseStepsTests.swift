import AuditModel
import AuditTestSupport
import Testing

@testable import IntegrityJudgement

/// What a response is told to do, and in which order.
@Suite struct `Steps of a response` {
    private static let hook: HostPath = "/etc/apt/apt.conf.d/99x"

    private func commands(_ id: String, _ cases: [Case]) -> [CommandTemplate] {
        cases.flatMap(\.steps).filter { $0.step.id == id }.flatMap(\.commands)
    }

    private func lines(_ id: String, _ cases: [Case]) -> [String] { commands(id, cases).map { Scene.text($0) } }

    private func ids(_ cases: [Case]) -> [String] { cases.flatMap(\.steps).map(\.step.id) }

    private func planted(_ change: (inout Scene, inout TreeHistory) -> Void, pid: Int = 77) -> [Case] {
        var scene = Scene.planted()
        var history = TreeHistory()
        change(&scene, &history)
        let process = [("process.pid", ["\(pid)"])]
        return scene.cases(
            [Scene.creation("1", of: "/etc/apt/apt.conf.d/99x", by: "E1", process)], history: history)
    }

    @Test func `a file with two entries is copied once and changed once`() {
        let cases = planted { _, history in
            history.triggers = [1, 3].map { line in
                TriggerMention(
                    position: SourcePosition(file: "/etc/cron.d/x y", line: line), line: "x", paths: [Self.hook])
            }
        }
        let commands = lines("remove-starters", cases)
        let copies = commands.indices.filter { commands[$0].contains("cp -a") }
        let changes = commands.indices.filter { commands[$0].hasPrefix("sed -i") }
        #expect(copies.count == 1 && changes.count == 1)
        #expect((copies.first ?? 9) < (changes.first ?? 0))
        #expect(changes.first.map { commands[$0] } == "sed -i -e '1s/^/# /' -e '3s/^/# /' /etc/cron.d/x y")
    }

    @Test func `what starts a process is stopped and removed before the process`() throws {
        let cases = planted { _, history in
            history.triggers = [
                TriggerMention(
                    position: SourcePosition(file: "/etc/cron.d/x", line: 1), line: "x", paths: [Self.hook]),
                TriggerMention(
                    position: SourcePosition(file: "/etc/systemd/system/x.timer", line: 1), line: "x",
                    paths: [Self.hook]),
            ]
        }
        let order = ids(cases)
        let places = try ["hold-starters", "suspend-processes", "remove-starters", "terminate-processes"].map {
            try #require(order.firstIndex(of: $0))
        }
        #expect(places == places.sorted())
        #expect(lines("hold-starters", cases) == ["systemctl stop cron.service", "systemctl stop x.timer"])
        #expect(commands("hold-starters", cases).allSatisfy { $0.place == .host })
    }

    @Test func `the host is cut off in one transaction that lets the responder in`() throws {
        for isLive in [true, false] {
            let cases = planted { scene, _ in scene.builder.evidence.tree.host.isLive = isLive }
            let lines = lines("isolate-host", cases)
            #expect(lines.count { $0.contains("nft ") } == 1)
            #expect(commands("isolate-host", cases).allSatisfy { $0.place == .hostByHand })
            let rules = try #require(lines.last)
            // nft takes a chain on the same line as another only behind a semicolon.
            #expect(rules.ranges(of: " chain ").count == 3 && rules.ranges(of: "; }; ").count == 3)
            for hook in ["input", "output"] {
                let side = hook == "input" ? "saddr" : "daddr"
                let chain = rules.ranges(of: "hook \(hook)").first.map { rules[$0.upperBound...].prefix { $0 != "}" } }
                #expect(chain?.contains("ip \(side) $ADMIN4 accept") == true)
                #expect(chain?.contains("ip6 \(side) $ADMIN6 accept") == true)
            }
        }
    }

    @Test func `on the running system only what runs is stopped, parents first`() {
        let cases = planted { scene, history in
            scene.builder.evidence.tree.host.isLive = true
            history.processes = [(80, 90), (90, 1), (85, 80)].map { pid, parent in
                RunningProcess(
                    processID: pid, parentID: parent, executable: "/var/lib/misc/agent", commandLine: [],
                    started: nil, uid: 0, reasons: [.argument(Self.hook)])
            }
        }
        let commands = lines("suspend-processes", cases)
        #expect(commands.filter { $0.hasPrefix("stop ") } == ["stop 90", "stop 80", "stop 85"])
        #expect(commands.first == "ps -o pid,ppid,lstart,user,args -p 90,80,85,77")
        #expect(!lines("terminate-processes", cases).contains("end 77"))
    }

    @Test func `a process that has ended is looked for and not stopped`() {
        let cases = planted { scene, _ in scene.builder.evidence.tree.host.isLive = true }
        #expect(lines("suspend-processes", cases) == ["ps -o pid,ppid,lstart,user,args -p 77"])
        #expect(!ids(cases).contains("terminate-processes"))
    }

    @Test func `what a process started is stopped after it`() {
        let child = ProvenScene.event(
            "c",
            [
                ("event.category", ["process"]), ("event.action", ["exec"]), ("process.entity_id", ["C"]),
                ("process.pid", ["4001"]), ("process.executable", ["/usr/bin/curl"]),
                ("process.parent.entity_id", ["P"]), ("process.parent.pid", ["4000"]),
            ])
        let script = ProvenScene.execution("1", [("process.parent.executable", ["/tmp/evil"])])
        let cases = ProvenScene().cases([child, script])
        let stops = lines("suspend-processes", cases).filter { $0.hasPrefix("stop ") }
        #expect(stops == ["stop 4000", "stop 4001"])
    }

    @Test func `no step asks for processes without naming any`() {
        for story in planted({ _, _ in }) {
            for step in story.steps {
                if case .command(let line)? = step.step.verify { #expect(!Scene.text(line).contains("-p ")) }
                for line in step.commands { #expect(!Scene.text(line).hasSuffix("-p "), "\(step.step.id)") }
            }
        }
    }

    @Test func `the first trace is the earliest event, whatever older logs name`() {
        let cases = planted { _, history in
            history.records = [
                HistoryRecord(
                    time: Timestamp(seconds: Scene.moment - 9_000_000),
                    position: SourcePosition(file: "/var/log/syslog", line: 1), source: .syslog, kind: .mention,
                    subjects: [.path(Self.hook)], line: "an unrelated CRON line")
            ]
        }
        #expect(
            lines("restore-backup-or-rebuild", cases)
                == ["# the first trace that is known of /etc/apt/apt.conf.d/99x: 2024-06-01 00:00:00Z"])
    }

    @Test func `archives are fetched for a mounted tree only from sources that are given`() {
        for isLive in [true, false] {
            let cases = planted { scene, _ in scene.builder.evidence.tree.host.isLive = isLive }
            let commands = cases.flatMap(\.steps).flatMap(\.commands).map { Scene.text($0) }
                .filter { $0.contains("--fetch") }
            #expect(commands.count > 2)
            #expect(commands.allSatisfy { $0.contains("--fetch --sources SOURCES") == !isLive })
        }
    }
}
