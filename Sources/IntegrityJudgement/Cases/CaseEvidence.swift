package import AuditModel

/// Everything that cases are made from.
package struct CaseEvidence: Sendable {
    /// Findings, artifacts and hooks; its cases are still to be made.
    package let report: AuditReport
    package let ledger: Ledger
    package let indexes: SignedIndexes
    package let events: EventEvidence
    package let history: TreeHistory
    /// What the tree says of programs that events name.
    package let programs: [HostPath: ProgramFacts]
    package let window: CorrelationWindow
    let subjects: EventSubjects

    package init(
        report: AuditReport, evidence: EvidenceSet, events: EventEvidence, history: TreeHistory,
        programs: [HostPath: ProgramFacts], window: CorrelationWindow
    ) {
        self.report = report
        ledger = evidence.ledger
        indexes = evidence.indexes
        self.events = events
        self.history = history
        self.programs = programs
        self.window = window
        subjects = EventSubjects(report)
    }
}

/// How far around a moment a correlation looks, in seconds.
package struct CorrelationWindow: Hashable, Sendable {
    /// On either side.
    package var reach: Int64 = 15 * 60
    /// By how much the clocks of sensor, logs and file system may differ; it widens the window.
    package var skew: Int64 = 60

    package init() {}

    package func around(_ time: Timestamp) -> TimeWindow {
        TimeWindow(start: time.advanced(by: -reach - skew), end: time.advanced(by: reach + skew))
    }
}

extension AuditReport {
    /// Folders whose files apt and dpkg run or obey; a path below one of them can tie an event to a case.
    private static let foldersInScope: [HostPath] = ["/var/lib/dpkg/info", "/etc/apt", "/etc/dpkg"]

    static func isInScope(_ path: HostPath) -> Bool {
        foldersInScope.contains { path.isBeneath($0) }
    }

    /// The paths that a finding is about: not the database file that merely records its package.
    func subjectPath(of finding: Finding) -> HostPath? {
        let isRecord = finding.path.isBeneath("/var/lib/dpkg") && !finding.path.isBeneath("/var/lib/dpkg/info")
        return isRecord && finding.package != nil ? nil : finding.path
    }
}
