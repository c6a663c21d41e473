import AuditModel

/// What several checks say of an artifact.
extension EvidenceView {
    /// Lines that name the archive and the digest that an artifact should have.
    func referenceLines(for artifact: Artifact) -> [ReportText] {
        var lines: [ReportText] = []
        if let digest = artifact.sha256 {
            lines.append("found    sha256 \(ours: digest.hex), \(artifact.facts.size) bytes")
        }
        guard let reference = assessments[artifact.path]?.reference else { return lines }
        if let expected = reference.expectedSHA256 { lines.append("expected sha256 \(ours: expected.hex)") }
        lines.append("from \(reference.member) of \(reference.location) (\(reference.origin))")
        lines.append("archive sha256 \(ours: reference.archiveSHA256.hex)")
        if let other = assessments[artifact.path]?.agreeing {
            lines.append("but equal to \(other.member) of another archive of this version, \(other.location)")
        }
        return lines
    }

    /// Code run as root that outside evidence contradicts is critical; where only the tree disagrees with itself, one of
    /// two files is not genuine, and nobody vouches for the one that runs.
    func severityOfDifference(at path: HostPath) -> Severity {
        assessments[path]?.rung == .contradicted ? .critical : .high
    }

    /// The rung that a contradicted artifact contradicts, for a finding's evidence.
    func contradictionLine(for path: HostPath) -> ReportText? {
        guard let assessment = assessments[path], let rung = assessment.contradicts else { return nil }
        return "contradicts evidence at rung \(rung)"
    }
}
