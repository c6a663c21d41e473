/// What is different between two reports of one tree.
package struct ReportComparison: Sendable {
    /// An artifact that is not as it was; one side is nil where only the other report knows it.
    package struct ArtifactChange: Sendable {
        package let path: HostPath
        package let old: PastArtifact?
        package let new: PastArtifact?

        package init(path: HostPath, old: PastArtifact?, new: PastArtifact?) {
            self.path = path
            self.old = old
            self.new = new
        }

        /// Whether content, mode or owner differ, not only what is thought of them.
        package var isOfFile: Bool {
            guard let old, let new else { return true }
            return old.sha256 != new.sha256 || old.mode != new.mode || old.uid != new.uid || old.gid != new.gid
                || old.kind != new.kind
        }
    }

    /// Artifacts at one rung, then and now.
    package struct RungCount: Sendable {
        package let rung: EvidenceRung
        package let old: Int
        package let new: Int

        package init(rung: EvidenceRung, old: Int, new: Int) {
            self.rung = rung
            self.old = old
            self.new = new
        }
    }

    package let old: PastReport
    package let new: PastReport
    /// Findings of the new report alone, in report order.
    package var added: [PastFinding] = []
    package var resolved: [PastFinding] = []
    /// As the new report has them.
    package var unchanged: [PastFinding] = []
    /// Of `unchanged`, those that are worse now.
    package var worsened: [PastFinding] = []
    /// Sorted by path.
    package var changes: [ArtifactChange] = []
    /// Strongest first; rungs that neither report gave are left out.
    package var rungs: [RungCount] = []
    /// Artifacts of both reports whose rung is stronger now.
    package var strengthened = 0
    package var weakened = 0

    package init(old: PastReport, new: PastReport) {
        self.old = old
        self.new = new
    }

    /// A finding that was not there before, or is worse than it was.
    package var hasNews: Bool { !added.isEmpty || !worsened.isEmpty }

    /// Whether both reports speak of the same tree, as far as they say.
    package var isOfOneTree: Bool { old.root == new.root && old.hostname == new.hostname }
}
