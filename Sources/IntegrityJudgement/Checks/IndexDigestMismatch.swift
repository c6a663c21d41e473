package import AuditModel

/// A Packages index that is not the one its signed Release lists.
package struct IndexDigestMismatch: Check {
    package static let id = CheckID("index-digest-mismatch")
    package let summary = "a Packages index is not the one that the signed Release file lists"
    package let why = """
        The index tells apt the digest of every archive. apt compares the index with the Release once, at download: one \
        line changed afterwards makes it install another archive as genuine.
        """
    package let references = ["apt-secure(8)", "ATT&CK T1195.002"]
    package let guidance = [IndexSteps.preserveLists, IndexSteps.replaceLists, IndexSteps.giveCleanIndex]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.references.indexes.problems.compactMap { problem in
            let severity: Severity
            switch problem.link {
            case .indexDigest: severity = problem.isOfTree ? .high : .medium
            case .uncovered: severity = problem.isOfTree ? .medium : .low
            default: return nil
            }
            return Finding(
                check: id, severity: severity, path: HostPath(problem.location.bytes),
                title: "this index proves nothing (\(problem.link)): \(problem.reason)",
                evidence: ["no package gets a rung from it"])
        }
    }
}
