package import AuditModel

/// Everything that cases are made from.
package struct CaseEvidence: Sendable {
    /// Findings, artifacts and hooks.
    package let judgement: Judgement
    package let host: HostDescription
    package let ledger: Ledger
    package let indexes: SignedIndexes
    package let events: EventEvidence
    package let history: TreeHistory
    /// What the tree says of programs that events name.
    package let programs: [HostPath: ProgramFacts]
    package let window: CorrelationWindow
    let subjects: EventSubjects

    package init(
        judgement: Judgement, evidence: Evidence, testimony: Testimony, window: CorrelationWindow
    ) {
        self.judgement = judgement
        host = evidence.tree.host
        ledger = evidence.tree.ledger
        indexes = evidence.references.indexes
        events = testimony.events ?? EventEvidence()
        history = testimony.history
        programs = testimony.programs
        self.window = window
        subjects = EventSubjects(judgement)
    }
}

extension Judgement {
    /// Folders whose files apt and dpkg run or obey; a path below one of them can tie an event to a case.
    private static let foldersInScope = [DebianPaths.dpkgInfo] + DebianPaths.configuration

    static func isInScope(_ path: HostPath) -> Bool {
        foldersInScope.contains { path.isBeneath($0) }
    }

    /// The paths that a finding is about: not the database file that merely records its package.
    func subjectPath(of finding: Finding) -> HostPath? {
        let isRecord = finding.path.isBeneath(DebianPaths.dpkgDatabase) && !finding.path.isBeneath(DebianPaths.dpkgInfo)
        return isRecord && finding.package != nil ? nil : finding.path
    }
}
