import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement

/// A genuine maintainer script, the shell and dpkg as their packages ship them, and what an endpoint saw of the script.
struct ProvenScene {
    static let name = "/var/lib/dpkg/info/tool.postinst"
    static let script = HostPath(name.utf8)
    /// A conffile of the same package.
    static let setting: HostPath = "/etc/apt/apt.conf.d/20tool"
    static let key = PackageKey(name: "tool", architecture: "amd64")
    static let digest = SHA256Digest(words: 1, 2, 3, 4)
    static let shell = SHA256Digest(words: 5, 6, 7, 8)
    static let other = SHA256Digest(words: 9, 9, 9, 9)

    /// When the script's inode was changed last; the scripts of the other packages keep `Scene.moment - 1000`.
    var changed = Scene.moment - 1_000
    /// Of the scripts of the other packages.
    var usualChange = Scene.moment - 1_000
    var modified = Timestamp(seconds: 0)
    var findings: [JudgedFinding] = []
    var recordsAssessment = Assessment(verdict: .verified, rung: .signed, reason: "equal")
    var history = ProvenScene.arrival
    var hostname: UntrustedText?

    static func execution(_ id: String = "1", _ more: [(String, [String])] = []) -> HostEvent {
        let fields: [(field: String, values: [String])] = [
            ("@timestamp", ["2024-06-01T00:00:00Z"]), ("event.id", [id]), ("event.category", ["process"]),
            ("event.type", ["start"]), ("event.action", ["exec"]), ("host.os.type", ["linux"]),
            ("process.entity_id", ["P"]), ("process.pid", ["4000"]), ("process.executable", [name]),
            ("process.args", ["/bin/sh", name, "configure"]), ("process.parent.entity_id", ["B"]),
            ("process.parent.name", ["bash"]), ("process.parent.executable", ["/usr/bin/bash"]),
            ("process.session_leader.name", ["bash"]), ("process.group_leader.name", ["bash"]),
        ]
        let given = Set(more.map(\.0))
        let body = EventDocument.nested(
            fields.filter { !given.contains($0.field) }
                + more.filter { !$0.1.isEmpty }.map { (field: $0.0, values: $0.1) })
        return HostEvent(body: body, position: EventPosition(input: "e", line: 1, offset: 0))
    }

    /// dpkg's log of when the installed version came.
    private static var arrival: TreeHistory {
        var history = TreeHistory()
        history.records = [change(.install, of: "tool", after: -5_000, version: "1")]
        return history
    }

    /// A finding about the script.
    static func finding(_ severity: Severity, _ path: HostPath = script) -> JudgedFinding {
        JudgedFinding(
            id: "f1", finding: Finding(check: ConffileModified.id, severity: severity, path: path, title: "odd"),
            why: "", references: [], guidance: [])
    }

    /// The scene's other processes and files, as events that no rule needs to match.
    static func event(_ id: String, _ fields: [(String, [String])]) -> HostEvent {
        let base = [("@timestamp", ["2024-06-01T00:00:00Z"]), ("event.id", [id]), ("host.os.type", ["linux"])]
        let given = Set(fields.map(\.0))
        let all = base.filter { !given.contains($0.0) } + fields
        return HostEvent(
            body: EventDocument.nested(all.map { (field: $0.0, values: $0.1) }),
            position: EventPosition(input: "e", line: 2, offset: 9))
    }

    static func change(
        _ action: PackageAction.Action, of name: String, after seconds: Int64, version: UntrustedText = "2"
    ) -> HistoryRecord {
        let name = UntrustedText(name.utf8)
        return HistoryRecord(
            time: Timestamp(seconds: Scene.moment + seconds),
            position: SourcePosition(file: "/var/log/dpkg.log", line: 1),
            source: .dpkgLog,
            kind: .packageAction(PackageAction(action: action, name: name, architecture: "amd64", newVersion: version)),
            subjects: [.package(name)], line: "")
    }

    private func artifact(
        _ path: HostPath, _ package: PackageKey, changed: Int64, role: ArtifactRole = .maintainerScript,
        _ assessment: Assessment = Assessment(verdict: .verified, rung: .signed, reason: "equal")
    ) -> JudgedArtifact {
        JudgedArtifact(
            path: path, role: role, package: package, version: "1", member: "postinst",
            facts: FileFacts(kind: .regular, size: 9, modified: modified, changed: Timestamp(seconds: changed)),
            sha256: Self.digest,
            assessment: assessment)
    }

    private var judgement: Judgement {
        let others = ["a", "b", "c"].map { name in
            artifact(
                HostPath("/var/lib/dpkg/info/\(name).postinst".utf8),
                PackageKey(name: UntrustedText(name.utf8), architecture: "amd64"), changed: usualChange)
        }
        let records = ["bash", "dpkg"].map { name in
            artifact(
                HostPath("/var/lib/dpkg/info/\(name).md5sums".utf8),
                PackageKey(name: UntrustedText(name.utf8), architecture: "amd64"), changed: Scene.moment - 1_000,
                role: .controlMember, recordsAssessment)
        }
        let setting = artifact(Self.setting, Self.key, changed: changed, role: .aptConf)
        let artifacts = others + records + [artifact(Self.script, Self.key, changed: changed), setting]
        return Judgement(artifacts: artifacts.sorted { $0.path < $1.path }, findings: findings, hooks: [])
    }

    private func programs(_ paths: Set<HostPath>) -> [HostPath: ProgramFacts] {
        var programs: [HostPath: ProgramFacts] = [:]
        for path in paths {
            let owner: String? =
                switch path {
                case "/usr/bin/bash", "/bin/sh", "/usr/bin/vim": "bash"
                case "/usr/bin/dpkg": "dpkg"
                default: nil
                }
            let isThere = owner != nil || path == "/opt/agent"
            programs[path] = ProgramFacts(
                path: path, facts: isThere ? FileFacts(kind: .regular) : nil, sha256: isThere ? Self.shell : nil,
                md5: MD5Digest(words: 1, 1),
                owners: owner.map { [PackageKey(name: UntrustedText($0.utf8), architecture: "amd64")] } ?? [],
                recordedMD5: owner == nil ? nil : MD5Digest(words: 1, 1))
        }
        return programs
    }

    func cases(
        _ events: [HostEvent],
        room: (all: Int, alike: Int) = (EventSelection.limit, EventSelection.limitAlike)
    ) -> [Case] {
        let judgement = judgement
        var builder = Scene().builder
        builder.install("tool")
        var evidence = builder.evidence
        evidence.tree.host.hostname = hostname
        var selection = EventSelection(
            rules: BuiltInRules.rules(for: .seed), subjects: EventSubjects(judgement),
            host: HostIdentity(evidence.tree.host),
            room: room)
        for event in events { selection.take(event) }
        var context = ProcessContext(of: selection.finished(), links: selection.links, room: room)
        repeat {
            for event in events { context.take(event) }
        } while context.needsAnotherPass()
        let all = context.added(to: selection.finished())
        var testimony = Testimony()
        testimony.events = all
        testimony.history = history
        testimony.programs = programs(
            Inquiries.inquiry(of: judgement, events: all, window: CorrelationWindow()).programs)
        let material = CaseEvidence(
            judgement: judgement, evidence: evidence, testimony: testimony, window: CorrelationWindow())
        return Correlator.cases(of: material)
    }
}
