import AuditModel

/// Which moments of a case are told where there is no room for all.
enum Timeline {
    /// The most telling entries, in order of time, and how many are left out.
    static func told(_ entries: [TimelineEntry], limit: Int) -> (entries: [TimelineEntry], left: Int) {
        if entries.count <= limit { return (entries, 0) }
        let telling = entries.indices.sorted { left, right in
            let (first, second) = (entries[left].kind.weight, entries[right].kind.weight)
            return first == second ? left < right : first < second
        }
        return (telling.prefix(limit).sorted().map { entries[$0] }, entries.count - limit)
    }

    /// Where an entry is written, unless its words say so already.
    static func source(of entry: TimelineEntry) -> ReportText? {
        entry.kind == .file || entry.source.isEmpty ? nil : entry.source
    }
}

extension TimelineKind {
    /// What is left out last has the lowest number.
    fileprivate var weight: Int {
        switch self {
        case .alert: 0
        case .event: 1
        case .network: 2
        case .login: 3
        case .transaction: 4
        case .file: 5
        case .log: 6
        }
    }

    /// The row of a picture, and the word in a table.
    var title: String {
        switch self {
        case .alert: "alerts"
        case .event: "events"
        case .network: "network"
        case .transaction: "packages"
        case .file: "file times"
        case .login: "logins"
        case .log: "logs"
        }
    }
}

extension CaseVerdict {
    /// What a person should take from the verdict, in one sentence.
    var meaning: String {
        switch self {
        case .confirmedTampering: "evidence from outside the tree says that the files are not what they should be"
        case .likelyMalicious: "what was seen has no honest explanation that the evidence supports"
        case .suspicious: "something is wrong, and the evidence does not say how bad it is"
        case .undetermined: "the evidence does not reach far enough to say"
        case .explained: "the evidence has an honest explanation"
        }
    }

    var tone: TextStyle.Tone {
        switch self {
        case .confirmedTampering, .likelyMalicious: .alarm
        case .suspicious: .warning
        case .undetermined: .strong
        case .explained: .good
        }
    }
}

extension Case {
    /// Reasons that say more than a finding of the case, which is told elsewhere, already does.
    func reasons(beyond findings: [JudgedFinding]) -> [CaseReason] {
        let told = findings.filter { findingIDs.contains($0.id) }.map { Escaping.printable($0.finding.title) }
        return why.filter { reason in
            let text = Escaping.printable(reason.text)
            return !told.contains { !$0.isEmpty && text.contains($0) }
        }
    }

    /// Alerts that an exclusion of the rule silenced, unless a reason names that exclusion already.
    func silenced(in report: AuditReport) -> [AlertRecord] {
        let told = Set(why.flatMap(\.text.pieces))
        return report.alerts(of: self).filter { alert in
            alert.outcome == .excluded && !alert.excludedBy.contains { told.contains(.theirs($0)) }
        }
    }

    /// Answers without the one that the list of changed packages gives.
    var ownAnswers: [CaseAnswer] {
        changedPackages.isEmpty ? answers : answers.filter { $0.id != "which-packages-changed" }
    }
}

extension AuditReport {
    /// Alerts that no case holds: of other hosts, excepted ones, and those that a rule excluded without a case.
    var looseAlerts: [AlertRecord] {
        let held = Set(cases.flatMap(\.alertIDs))
        return (events?.alerts ?? []).filter { !held.contains($0.id) }
    }

    /// The cases of each finding and alert, by its id.
    var casesOfParts: [String: [String]] {
        var cases: [String: [String]] = [:]
        for story in self.cases {
            for id in story.findingIDs + story.alertIDs { cases[id, default: []].append(story.id) }
        }
        return cases
    }

    /// The alerts of one case, in the order in which the case names them.
    func alerts(of story: Case) -> [AlertRecord] {
        let all = Dictionary((events?.alerts ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return story.alertIDs.compactMap { all[$0] }
    }
}
