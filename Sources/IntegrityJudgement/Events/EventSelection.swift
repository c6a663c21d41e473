package import AuditModel
import Digests

/// What an event has to name to be kept: the artifacts with findings, and the commands that they configure.
package struct EventSubjects: Sendable {
    let paths: Set<HostPath>
    /// Several files may configure the same command.
    let commands: [UntrustedText: [HostPath]]

    package init(_ judgement: Judgement) {
        let findings = judgement.findings.filter { $0.finding.severity > .info }
        let paths = Set(findings.compactMap { judgement.subjectPath(of: $0.finding) })
        self.paths = paths
        var commands: [UntrustedText: Set<HostPath>] = [:]
        for hook in judgement.hooks {
            guard let file = hook.position?.file, paths.contains(file), hook.knownShape == nil else { continue }
            commands[hook.command, default: []].insert(file)
        }
        self.commands = commands.mapValues { $0.sorted() }
    }

    func mentions(in event: EventFacts) -> [PathMention] {
        paths.isEmpty ? [] : event.mentions(of: paths.contains, commands: commands)
    }
}

/// Goes through events once and keeps what an audit needs of them: alerts, and whatever names an artifact with a finding.
package struct EventSelection {
    package private(set) var evidence = EventEvidence()
    /// Which process of the audited host started which.
    package private(set) var links: ProcessLinks
    private var detector: Detector
    private var touchingIDs: SeenEvents
    private let subjects: EventSubjects
    private let host: HostIdentity
    private let exception: (RuleMetadata, HostEvent) -> UntrustedText?

    /// The most alerts and the most other events that are kept; beyond it they are counted only.
    package static let limit = 10_000
    /// The most that are kept of those that differ in nothing but time and process, lest many hide one.
    package static let limitAlike = 1_000
    /// The most bytes of text that are kept of events with long texts.
    package static let textLimit = TextRoom.limit
    private var alertRoom: EventRoom<EventLikeness>
    /// Alerts about artifacts with findings, which no flood of others may crowd out.
    private var subjectRoom: EventRoom<EventLikeness>
    /// What was kept, by rule and event.
    private var known: Set<SHA256Digest> = []
    private var touchingRoom: EventRoom<EventLikeness>
    /// They are listed, but must not take the room of the host that is audited.
    private var roomOfOthers: EventRoom<HostRelation>

    /// - Parameters:
    ///   - subjects: artifacts with findings; an event that names one is kept even where no rule concerns it.
    ///   - room: how many are kept at most, in all and of those that are alike.
    ///   - texts: bytes for the long texts of events.
    ///   - links: where to note which process started which.
    ///   - exception: the operator's exception that covers an alert, if any.
    package init(
        rules: [CompiledRule], subjects: EventSubjects, host: HostIdentity,
        room: (all: Int, alike: Int) = (limit, limitAlike), texts: Int = textLimit,
        links: ProcessLinks = ProcessLinks(),
        exception: @escaping (RuleMetadata, HostEvent) -> UntrustedText? = { _, _ in nil }
    ) {
        detector = Detector(rules)
        self.subjects = subjects
        self.host = host
        touchingIDs = SeenEvents()
        alertRoom = EventRoom(room, texts: TextRoom(texts))
        subjectRoom = EventRoom(room, texts: TextRoom(texts))
        touchingRoom = EventRoom(room, texts: TextRoom(texts))
        roomOfOthers = EventRoom((room.alike, room.alike), texts: TextRoom(texts))
        self.links = links
        self.exception = exception
    }

    package mutating func take(_ event: HostEvent) {
        let brief = EventBrief.facts(of: event)
        let relation = host.relation(of: brief)
        // What other hosts sent says nothing of when, and of what, this one would have told.
        if relation != .other {
            note(brief)
            links.take(event, brief)
        }
        let judgements = detector.judge(event)
        let touches = relation != .other && !subjects.mentions(in: brief).isEmpty
        let reported = reportedRule(of: event, brief, judgements, touches: touches)
        if judgements.isEmpty, !touches, reported == nil { return }
        let facts = EventFacts(event)
        for judgement in judgements {
            keep(judgement, event, facts, relation, touches: touches)
        }
        if let reported { keep(reported, .matched, ([], []), event, facts, relation, touches: touches) }
        if touches, touchingIDs.isNew(facts) {
            if touchingRoom.admit(facts, like: EventLikeness(facts, rule: nil)) {
                evidence.touching.append(facts)
            } else {
                evidence.omitted += 1
            }
        }
    }

    private mutating func note(_ facts: EventFacts) {
        evidence.categories.formUnion(facts.categories.filter(EventCategories.known.contains))
        guard let time = facts.time else { return }
        let span = evidence.span ?? TimeWindow(start: time, end: time)
        evidence.span = TimeWindow(start: min(span.start, time), end: max(span.end, time))
    }

    /// The rule of an alert of Kibana's that the rules here say nothing of, where it is about apt's or dpkg's folders.
    ///
    /// What another engine reported of them is evidence, whatever else the document lacks.
    private func reportedRule(
        of event: HostEvent, _ brief: EventFacts, _ judgements: [Detector.Judgement], touches: Bool
    ) -> RuleMetadata? {
        guard event.isAlert, let rule = RuleMetadata(ofAlert: event),
            !judgements.contains(where: { $0.rule.metadata.ruleID == rule.ruleID })
        else { return nil }
        return touches || !brief.mentions(of: Judgement.isInScope).isEmpty ? rule : nil
    }

    private mutating func keep(
        _ judgement: Detector.Judgement, _ event: HostEvent, _ facts: EventFacts, _ relation: HostRelation,
        touches: Bool
    ) {
        let rule = judgement.rule.metadata
        switch judgement.outcome {
        case .matched: keep(rule, .matched, ([], []), event, facts, relation, touches: touches)
        case .excluded(let names): keep(rule, .excluded, (names, []), event, facts, relation, touches: touches)
        case .undecided(let fields): keep(rule, .undecided, ([], fields), event, facts, relation, touches: touches)
        case .notApplicable: break
        }
    }

    private mutating func keep(
        _ rule: RuleMetadata, _ outcome: AlertOutcome, _ reasons: (excludedBy: [UntrustedText], missing: [FieldPath]),
        _ event: HostEvent, _ facts: EventFacts, _ relation: HostRelation, touches: Bool
    ) {
        if relation == .other { evidence.ofOtherHosts += 1 }
        guard outcome == .matched || touches else { return }
        let alert = Alert(rule: rule, event: event)
        let name = ContentHasher.sha256(rule.ruleID.bytes + [0] + (event.deduplicationKeys.first?.bytes ?? []))
        if known.contains(name) { return }
        if relation == .other {
            if !roomOfOthers.admit(facts, like: relation) { return }
        } else {
            let likeness = EventLikeness(facts, rule: rule.ruleID)
            let hasRoom =
                touches
                ? subjectRoom.admit(facts, like: likeness) : alertRoom.admit(facts, like: likeness)
            if !hasRoom {
                evidence.omitted += 1
                return
            }
        }
        known.insert(name)
        var facts = facts
        facts.findAmbiguity(in: event)
        let uuid = alert.uuid.hex
        evidence.alerts.append(
            AlertRecord(
                id: "al-" + uuid.prefix(16), uuid: uuid, rule: rule, outcome: outcome, excludedBy: reasons.excludedBy,
                missing: reasons.missing, facts: facts, relation: relation,
                exceptedBy: outcome == .matched ? exception(rule, event) : nil))
    }

    /// Everything that was kept, in order of time, with the totals.
    package func finished() -> EventEvidence {
        var evidence = evidence
        evidence.matched = detector.counts.matched
        evidence.excluded = detector.counts.excluded
        evidence.undecided = detector.counts.undecided
        evidence.repeated = detector.counts.repeated
        evidence.alerts.sort {
            Self.precedes($0.facts, $1.facts) || ($0.facts.identifier == $1.facts.identifier && $0.id < $1.id)
        }
        evidence.touching.sort(by: Self.precedes)
        return evidence
    }

    static func precedes(_ left: EventFacts, _ right: EventFacts) -> Bool {
        let (first, second) = (left.time ?? .distantPast, right.time ?? .distantPast)
        return first == second ? left.identifier < right.identifier : first < second
    }
}

/// What ECS allows in `event.category`; anything else is text of whoever wrote the event.
private enum EventCategories {
    static let known: Set<UntrustedText> = [
        "api", "authentication", "configuration", "database", "driver", "email", "file", "host", "iam",
        "intrusion_detection", "library", "malware", "network", "package", "process", "registry", "session", "threat",
        "vulnerability", "web",
    ]
}
