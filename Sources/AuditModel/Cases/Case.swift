/// What kind of thing a line of a timeline is, which is also its row in a picture.
package enum TimelineKind: String, CaseIterable, Sendable {
    case alert
    /// An event that no rule reports, or that an exclusion silenced.
    case event
    case network
    /// dpkg or apt changed a package.
    case transaction
    /// A time that the file system keeps for an artifact.
    case file
    case login
    /// Any other line of a log.
    case log
}

/// One moment of a case.
package struct TimelineEntry: Hashable, Sendable {
    package let time: Timestamp
    package let kind: TimelineKind
    package let text: ReportText
    /// Where it is written: a log and line, an event file and line, or the path whose time it is.
    package let source: ReportText

    package init(time: Timestamp, kind: TimelineKind, text: ReportText, source: ReportText) {
        self.time = time
        self.kind = kind
        self.text = text
        self.source = source
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
}

extension [TimelineEntry] {
    /// The most telling entries, in the order in which they stand, and how many are left out.
    package func told(limit: Int) -> (entries: [TimelineEntry], left: Int) {
        if count <= limit { return (self, 0) }
        let telling = indices.sorted { left, right in
            let (first, second) = (self[left].kind.weight, self[right].kind.weight)
            return first == second ? left < right : first < second
        }
        return (telling.prefix(limit).sorted().map { self[$0] }, count - limit)
    }
}

/// An investigation step of the published guides, answered for this case as far as the evidence goes.
package struct CaseAnswer: Hashable, Sendable {
    /// Stable, kebab-case.
    package let id: String
    package let question: String
    package let answer: [ReportText]

    package init(id: String, question: String, answer: [ReportText]) {
        self.id = id
        self.question = question
        self.answer = answer
    }
}

/// A package that was changed in a case's window.
package struct ChangedPackage: Hashable, Sendable {
    package let time: Timestamp
    package let action: UntrustedText
    package let package: UntrustedText
    package let version: UntrustedText
    /// The weakest rung among the package's maintainer scripts now; nil where it has none or is gone.
    package let rung: EvidenceRung?
    /// Where the package is published, or that no index knows it.
    package let origin: ReportText

    package init(
        time: Timestamp, action: UntrustedText, package: UntrustedText, version: UntrustedText, rung: EvidenceRung?,
        origin: ReportText
    ) {
        self.time = time
        self.action = action
        self.package = package
        self.version = version
        self.rung = rung
        self.origin = origin
    }
}

/// A guidance step with commands for one case, which hold its values.
package struct CaseStep: Sendable {
    package let step: GuidanceStep
    package let commands: [CommandTemplate]
    /// Lines for the response console of Elastic Defend.
    package let console: [ReportText]

    package init(step: GuidanceStep, commands: [CommandTemplate] = [], console: [ReportText] = []) {
        self.step = step
        self.commands = commands
        self.console = console
    }
}

/// Alerts and findings that belong together, and what they come to.
package struct Case: Sendable {
    /// Stable: a digest of the ids in it.
    package var id: String
    package var title: ReportText
    /// The findings and alerts that the title already tells of.
    package var titleSubjects: Set<CaseReason.Subject> = []
    package var verdict: CaseVerdict
    package var confidence: Confidence
    package var alertIDs: [String]
    package var findingIDs: [String]
    package var links: [CaseLink]
    /// In order of time.
    package var timeline: [TimelineEntry]
    /// Moments for which the timeline has no room.
    package var omittedMoments = 0
    /// Those that incriminate first.
    package var why: [CaseReason]
    package var answers: [CaseAnswer]
    package var changedPackages: [ChangedPackage]
    package var steps: [CaseStep]

    package init(
        id: String, title: ReportText, verdict: CaseVerdict, confidence: Confidence, alertIDs: [String],
        findingIDs: [String], links: [CaseLink] = [], timeline: [TimelineEntry] = [], why: [CaseReason] = [],
        answers: [CaseAnswer] = [], changedPackages: [ChangedPackage] = [], steps: [CaseStep] = []
    ) {
        self.id = id
        self.title = title
        self.verdict = verdict
        self.confidence = confidence
        self.alertIDs = alertIDs
        self.findingIDs = findingIDs
        self.links = links
        self.timeline = timeline
        self.why = why
        self.answers = answers
        self.changedPackages = changedPackages
        self.steps = steps
    }
}
