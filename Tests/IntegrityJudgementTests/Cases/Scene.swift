import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement

/// A small tree and the events of its host, correlated without any file.
struct Scene {
    var builder = EvidenceBuilder()
    /// When the events are: 2024-06-01 00:00.
    static let moment: Int64 = 1_717_200_000

    /// With a hook that nobody owns.
    static func planted() -> Scene {
        var scene = Scene()
        scene.builder.apt("/etc/apt/apt.conf.d/99x", [(.append, "DPkg::Pre-Invoke", "/var/lib/misc/agent")])
        return scene
    }

    /// A file that came into being, as Elastic Defend tells it.
    static func creation(
        _ id: String, of path: String, by entity: String? = nil, _ more: [(String, [String])] = [],
        executable: String = "/usr/bin/vim"
    ) -> HostEvent {
        let fields: [(field: String, values: [String])] =
            [
                ("@timestamp", ["2024-06-01T00:00:00Z"]), ("event.id", [id]), ("event.category", ["file"]),
                ("event.action", ["creation"]), ("host.os.type", ["linux"]), ("file.path", [path]),
                ("process.executable", [executable]), ("process.name", ["vim"]),
            ] + (entity.map { [("process.entity_id", [$0])] } ?? []) + more
        return HostEvent(
            body: EventDocument.nested(fields), position: EventPosition(input: "e", line: 1, offset: 0))
    }

    func judgement() -> Judgement {
        Judge.judgement(on: builder.evidence, request: AuditRequest(), now: Timestamp(seconds: 0))
    }

    /// What one reading of the events keeps of them.
    func selected(
        _ events: [HostEvent], room: (all: Int, alike: Int) = (EventSelection.limit, EventSelection.limitAlike),
        texts: Int = EventSelection.textLimit
    ) -> EventEvidence {
        var selection = EventSelection(
            rules: BuiltInRules.rules(for: .seed).filter { $0.metadata.published != nil },
            subjects: EventSubjects(judgement()), host: HostIdentity(builder.evidence.tree.host),
            room: room, texts: texts)
        for event in events { selection.take(event) }
        var evidence = selection.finished()
        evidence.inputs = ["e"]
        return evidence
    }

    func material(_ events: [HostEvent], history: TreeHistory = TreeHistory()) -> CaseEvidence {
        var testimony = Testimony()
        testimony.events = selected(events)
        testimony.history = history
        return CaseEvidence(
            judgement: judgement(), evidence: builder.evidence, testimony: testimony, window: CorrelationWindow())
    }

    func cases(_ events: [HostEvent], history: TreeHistory = TreeHistory()) -> [Case] {
        Correlator.cases(of: material(events, history: history))
    }

    /// A command without the machine it is for, on the running system.
    static func text(_ command: CommandTemplate) -> String {
        command.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let text): String(decoding: text.bytes, as: UTF8.self)
            case .hole(.root): "/"
            case .hole(.place(let path)): String(decoding: path.bytes, as: UTF8.self)
            case .hole(.evidence(let place)): "evidence/\(place)"
            case .hole(let hole): "<\(hole)>"
            }
        }.joined()
    }

    /// A sentence as it would read without escaping.
    static func text(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let text): String(decoding: text.bytes, as: UTF8.self)
            }
        }.joined()
    }
}
