import AuditModel

/// How the moments of a case are told.
enum Timeline {
    /// Says how much the case itself left out.
    static func omission(of story: Case) -> String {
        "\(Formats.count(story.omittedMoments, "moment")) more, of the least telling kinds, in no report"
    }

    /// Where an entry is written, unless its words say so already.
    static func source(of entry: TimelineEntry) -> ReportText? {
        entry.kind == .file || entry.source.isEmpty ? nil : entry.source
    }
}

extension TimelineKind {
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
