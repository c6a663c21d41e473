/// Everything that an audit is asked; the defaults of every command and of debvouch.conf stand here.
///
/// Paths are bytes, as the operator gave them, and absolute where a report names them.
package struct AuditRequest: Hashable, Sendable {
    /// The tree to read, as the operator names it on the auditing machine.
    package var root: UntrustedText = "/"
    /// A file of saved evidence that is judged instead of a tree.
    package var evidence: UntrustedText?
    /// Where the evidence is saved; nil for nowhere.
    package var savesTo: UntrustedText?
    /// Folders of the auditing machine that hold .deb files.
    package var archives: [UntrustedText] = []
    /// Folders of the auditing machine that hold signed indexes.
    package var indexes: [UntrustedText] = []
    /// Whether archives and indexes were fetched for this very run.
    package var wasFetched = false
    /// Known-good stores that stand in for archives.
    package var manifests: [UntrustedText] = []
    /// OpenPGP keyrings of the auditing machine, whose primary keys are all pinned.
    package var keyrings: [UntrustedText] = []
    /// Further pinned primary keys; their material may lie anywhere.
    package var trusted: [KeyFingerprint] = []
    /// Whether every data.tar is opened.
    package var deep = false
    /// How many files are read at one time; nil for the number of processors up to eight.
    package var jobs: Int?

    /// Files with endpoint events.
    package var events: [UntrustedText] = []
    /// Folders with more detection rules.
    package var ruleFolders: [UntrustedText] = []
    package var ruleProfile = RuleProfile.seed
    package var window = CorrelationWindow()

    /// Files with exceptions.
    package var exceptions: [UntrustedText] = []
    /// An accepted report.
    package var baseline: UntrustedText?
    /// Only these checks; empty for all.
    package var onlyChecks: Set<CheckID> = []
    package var skippedChecks: Set<CheckID> = []
    package var policy = AuditPolicy()

    package init() {}

    /// Whether anything is named that a tree's artifacts are compared with, an accepted report aside.
    package var namesReferences: Bool {
        deep || ![archives, indexes, manifests, keyrings].allSatisfy(\.isEmpty) || !trusted.isEmpty
    }

    /// What the scheduled check asks where its configuration says nothing.
    package static var scheduled: AuditRequest {
        var request = AuditRequest()
        request.policy = AuditPolicy(requiredRung: nil, failOn: .high)
        return request
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
