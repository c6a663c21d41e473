import AuditModel

/// The moments of one case in order: what sensors saw, what the logs say, and the times that the file system keeps.
enum CaseTimeline {
    /// Entries of one case; of a longer timeline the least telling kinds are left out, their latest moments first.
    static let limit = 400

    static func entries(of view: CaseView) -> [TimelineEntry] {
        Set(alerts(view) + otherEvents(view) + files(view) + records(view)).sorted(by: precedes)
    }

    private static func precedes(_ left: TimelineEntry, _ right: TimelineEntry) -> Bool {
        if left.time != right.time { return left.time < right.time }
        let order = TimelineKind.allCases
        let (first, second) = (order.firstIndex(of: left.kind) ?? 0, order.firstIndex(of: right.kind) ?? 0)
        if first != second { return first < second }
        return (left.source.sortBytes, left.text.sortBytes) < (right.source.sortBytes, right.text.sortBytes)
    }

    private static func alerts(_ view: CaseView) -> [TimelineEntry] {
        (view.alerts + view.silenced).compactMap { alert in
            guard let time = alert.facts.time else { return nil }
            let words = EventSentence.text(of: alert.facts, in: view.evidence.events)
            let name = alert.rule.alertName
            let text: ReportText =
                switch alert.outcome {
                case .matched: "\(words): matched \(name)"
                case .excluded:
                    "\(words): silenced in \(name) by \(ReportText.list(alert.excludedBy.map { "\($0)" }))"
                case .undecided: "\(words): \(name) cannot be decided"
                }
            return TimelineEntry(
                time: time, kind: alert.outcome == .matched ? .alert : .event, text: text,
                source: alert.facts.position.text)
        }
    }

    private static func otherEvents(_ view: CaseView) -> [TimelineEntry] {
        let touching = view.touching.compactMap { event in
            event.time.map {
                TimelineEntry(
                    time: $0, kind: .event, text: EventSentence.text(of: event, in: view.evidence.events),
                    source: event.position.text)
            }
        }
        let ancestors = view.events.flatMap { ProcessLineage(of: $0, in: view.evidence.events).ancestors }
        let told = Set(view.events.map(\.identifier))
        let related = (ancestors.compactMap(\.facts) + view.descendants)
            .filter { !told.contains($0.identifier) }
            .compactMap { event in
                event.time.map {
                    TimelineEntry(
                        time: $0, kind: .event, text: "\(EventSentence.program(of: event)) started",
                        source: event.position.text)
                }
            }
        let network = view.network.compactMap { event in
            event.time.map {
                TimelineEntry(
                    time: $0, kind: .network,
                    text: "\(EventSentence.program(of: event)) spoke to \(event.destination ?? "an unnamed address")",
                    source: event.position.text)
            }
        }
        return touching + related + network
    }

    private static func files(_ view: CaseView) -> [TimelineEntry] {
        view.artifacts.flatMap { artifact -> [TimelineEntry] in
            guard let facts = artifact.facts else { return [] }
            var times: [(Timestamp, ReportText)] = [
                (facts.modified, "content last written (mtime, which anybody can set)"),
                (facts.changed, "inode last changed (ctime)"),
            ]
            if let born = facts.born { times.append((born, "inode made (birth time)")) }
            return times.map { time, text in
                TimelineEntry(time: time, kind: .file, text: "\(artifact.path): \(text)", source: "\(artifact.path)")
            }
        }
    }

    private static func records(_ view: CaseView) -> [TimelineEntry] {
        view.records.compactMap { record in
            guard let time = record.time, let (kind, text) = sentence(of: record) else { return nil }
            return TimelineEntry(time: time, kind: kind, text: text, source: record.position.text)
        }
    }

    private static func sentence(of record: HistoryRecord) -> (TimelineKind, ReportText)? {
        switch record.kind {
        case .packageAction(let action):
            guard action.action.changesFiles || action.action == .configure else { return nil }
            let version = action.newVersion ?? action.oldVersion ?? ""
            return (.transaction, "dpkg: \(action.action) \(action.name) \(version)")
        case .aptRun(let run):
            let who: ReportText = run.requestedBy.map { " for \($0)" } ?? ""
            return (.transaction, "apt: \(run.commandLine ?? "no command line")\(who), \(run.changes.count, "package")")
        case .login(let login):
            let place: ReportText = login.host.isEmpty ? "" : " from \(login.host)"
            return (.login, "\(login.user) logged in on \(login.line)\(place)")
        case .failedLogin(let login):
            let place: ReportText = login.host.isEmpty ? "" : " from \(login.host)"
            return (.login, "a login as \(login.user) failed\(place)")
        case .boot: return (.log, "the system started")
        case .shutdown: return (.log, "the system stopped")
        case .conffile, .terminal, .session, .auditRecord, .mention: return (.log, "\(record.line)")
        }
    }
}

/// What an event says, in one line.
enum EventSentence {
    static func text(of event: EventFacts, in events: EventEvidence) -> ReportText {
        let doer = events.process(of: event)
        if event.categories.contains("file"), let file = event.file {
            let how: ReportText = event.actions.first.map { "\($0)" } ?? "touched"
            let origin: ReportText = event.originalFile.map { " (from \($0))" } ?? ""
            return "\(program(of: doer)): \(how) of \(file)\(origin)"
        }
        if let destination = event.destination { return "\(program(of: doer)) spoke to \(destination)" }
        let parent: ReportText = event.parent.label.map { ", started by \($0)" } ?? ""
        return "\(program(of: event)) ran\(parent)"
    }

    /// The command line, else the executable, else the name, with pid and user.
    static func program(of event: EventFacts) -> ReportText {
        let label = event.process.commandLine ?? event.process.label ?? "an unnamed process"
        let pid: ReportText = event.process.pid.map { " [\($0)]" } ?? ""
        let user: ReportText = event.userName.map { " as \($0)" } ?? ""
        return "\(UntrustedText(label.bytes.prefix(200)))\(pid)\(user)"
    }
}

extension ObservedProcess {
    /// The executable, else the name.
    var label: UntrustedText? { executable?.text ?? name }
}

extension ReportText {
    /// The parts with commas between them.
    static func list(_ parts: [ReportText]) -> ReportText {
        guard let first = parts.first else { return "" }
        return parts.dropFirst().reduce(first) { "\($0), \($1)" }
    }

    /// To sort by; not for reading.
    var sortBytes: UntrustedText {
        UntrustedText(
            pieces.flatMap { piece -> [UInt8] in
                switch piece {
                case .ours(let words): Array(words.utf8)
                case .theirs(let text): text.bytes
                }
            })
    }
}
