import AuditModel

/// Answers the investigation steps of the two published rules' guides, for the process side and the file side of a case.
///
/// Nothing is asked of which the case has nothing: a case from the disk alone gets the questions about files.
enum CaseAnswers {
    static func answers(of view: CaseView) -> [CaseAnswer] {
        var answers: [CaseAnswer] = []
        if !view.events.isEmpty {
            answers += [what(view), starter(view), session(view)]
        }
        answers += FileAnswers.answers(of: view)
        if !view.events.isEmpty { answers.append(otherDeeds(view)) }
        answers += [logs(view), packages(view), activity(view)]
        if !view.evidence.events.inputs.isEmpty { answers.append(EventSight.answer(for: view)) }
        return answers.filter { !$0.answer.isEmpty }
    }

    /// Lines of one answer.
    static let limit = 8

    private static func what(_ view: CaseView) -> CaseAnswer {
        let lines = view.events.prefix(limit).map { event -> ReportText in
            let sentence = EventSentence.text(of: event, in: view.evidence.events)
            let when: ReportText = event.time.map { "\($0): " } ?? ""
            return "\(when)\(sentence)"
        }
        return CaseAnswer(id: "what-happened", question: "What ran, or was written?", answer: Array(lines))
    }

    private static func starter(_ view: CaseView) -> CaseAnswer {
        var lines: [ReportText] = []
        for event in view.events.prefix(limit) {
            let ancestors = ProcessLineage(of: event, in: view.evidence.events).ancestors.filter { !$0.process.isEmpty }
            guard let parent = ancestors.first?.process else { continue }
            let standing = ProgramStanding(of: parent.executable, in: view.evidence)
            lines.append("parent is \(parent.label ?? "unnamed"), \(standing.text)")
            let above = ancestors.dropFirst().compactMap(\.process.label).map { name -> ReportText in "\(name)" }
            if !above.isEmpty { lines.append("above it: \(ReportText.list(above))") }
        }
        for trigger in view.triggers {
            let owner = view.evidence.judgement.artifact(at: trigger.position.file)?.package
            let whose: ReportText = owner.map { ", a file of package \($0.name)" } ?? ""
            lines.append("entry in \(trigger.position.text)\(whose): \(trigger.line)")
        }
        if lines.isEmpty { lines = ["the events name no parent: the sensor lost it, or it ended first"] }
        return CaseAnswer(id: "who-started-it", question: "Which program started it?", answer: lines.distinct)
    }

    private static func session(_ view: CaseView) -> CaseAnswer {
        var lines: [ReportText] = []
        for event in view.events.prefix(limit) {
            let start = view.evidence.events.process(of: event)
            if let leader = start.sessionLeader.label { lines.append("session leader is \(leader)") }
            if let leader = start.groupLeader.label { lines.append("group leader is \(leader)") }
            if let entry = start.entryType {
                let source: ReportText = start.entrySource.map { " from \($0)" } ?? ""
                lines.append("the session began through \(entry)\(source)")
            }
            if let user = start.userName { lines.append("user is \(user)") }
        }
        let sources = view.loginSources
        for record in view.records {
            if case .session = record.kind, record.line.names(oneOf: sources) {
                lines.append("\(record.position.text): \(record.line)")
            }
            guard case .login(let login) = record.kind, let time = record.time else { continue }
            let until: ReportText = login.end.map { " until \($0)" } ?? ", no logout recorded"
            lines.append("\(login.user) on \(login.line) from \(login.host), \(time)\(until) (\(record.position.text))")
        }
        return CaseAnswer(
            id: "in-which-session", question: "In which session, and from where?",
            answer: Array(lines.distinct.prefix(limit * 2)))
    }

    private static func otherDeeds(_ view: CaseView) -> CaseAnswer {
        var lines = view.network.prefix(limit).map { event -> ReportText in
            "\(EventSentence.program(of: event)) spoke to \(event.destination ?? "an unnamed address")"
        }
        for process in view.processes {
            lines.append(
                "process \(process.processID) runs now: \(ReportText.list(process.commandLine.map { "\($0)" }))")
        }
        if view.network.isEmpty {
            let sees = view.evidence.events.categories.contains("network")
            lines.append(
                sees
                    ? "no network event of these processes is in the files"
                    : "the files hold no network events, so nothing can be said of connections")
        }
        return CaseAnswer(
            id: "what-else-it-did", question: "What else did the process do, on the network and now?", answer: lines)
    }

    private static func logs(_ view: CaseView) -> CaseAnswer {
        let told = view.records.filter { record in
            switch record.kind {
            case .session, .mention, .auditRecord, .terminal, .conffile, .failedLogin: true
            case .packageAction, .aptRun, .login, .boot, .shutdown: false
            }
        }
        var lines = told.prefix(limit).map { record -> ReportText in "\(record.position.text): \(record.line)" }
        if told.count > limit { lines.append("and \(told.count - limit, "line") more") }
        return CaseAnswer(id: "what-logs-say", question: "What do the logs say around it?", answer: lines)
    }

    private static func packages(_ view: CaseView) -> CaseAnswer {
        let changes = view.packageChanges
        var lines = changes.prefix(limit).map { change -> ReportText in
            let rung: ReportText = change.rung.map { "; its scripts are \($0)" } ?? ""
            return "\(change.time): \(change.action) of \(change.package) \(change.version), \(change.origin)\(rung)"
        }
        if changes.count > limit { lines.append("and \(changes.count - limit, "package") more") }
        if lines.isEmpty, !view.windows.isEmpty {
            let logs = view.evidence.history.logs.filter { $0.source == .dpkgLog }
            let first = logs.compactMap(\.first).min()
            lines = [
                first.map { "no package was changed in the window; dpkg.log begins \($0)" }
                    ?? "the tree has no dpkg.log that says"
            ]
        }
        return CaseAnswer(id: "which-packages-changed", question: "Which packages changed then?", answer: lines)
    }

    private static func activity(_ view: CaseView) -> CaseAnswer {
        let own = Set(view.alerts.map(\.id))
        let others = view.index.alerts(in: view.windows).lazy.filter { alert in
            alert.outcome == .matched && alert.relation != .other && !own.contains(alert.id)
        }
        var lines = Array(others.prefix(limit)).map { alert -> ReportText in
            "also then, without a tie but time: \(EventSentence.text(of: alert.facts, in: view.evidence.events)) (\(ours: alert.id))"
        }
        if lines.isEmpty, !view.evidence.events.inputs.isEmpty {
            lines = ["no other alert of this host lies in the window"]
        }
        return CaseAnswer(id: "what-else-then", question: "Were there other alerts at that time?", answer: Array(lines))
    }
}

extension Array where Element: Hashable {
    /// Each once, in the order of first appearance.
    var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
