import AuditModel

/// Gives the rung `baseline` to artifacts that are as an accepted report found them, where nothing better speaks.
///
/// A baseline is evidence of constancy, not of origin: verdicts stay as they are, a contradiction stays one, and what the
/// earlier report itself found contradicted or changed, or had any finding above info about, is no state that anything
/// may be measured by: who accepts a report has not looked at each line of it.
struct BaselineVerification {
    private let baseline: PastReport
    /// What the earlier report had a finding above info about.
    private let doubted: Set<HostPath>

    init(baseline: PastReport) {
        self.baseline = baseline
        doubted = Set((baseline.findings + baseline.silenced).filter { $0.severity > .info }.map(\.path))
    }

    /// The assessment with the rung that the baseline earns it.
    func raising(_ assessment: Assessment, of artifact: Artifact) -> Assessment {
        guard assessment.rung < .baseline, assessment.rung != .contradicted,
            let past = baseline.artifacts[artifact.path], past.isAcceptable,
            !doubted.contains(artifact.path), past.isUnchanged(sha256: artifact.sha256, facts: artifact.facts)
        else { return assessment }
        return Assessment(
            verdict: assessment.verdict, rung: .baseline, origin: .outside, contradicts: assessment.contradicts,
            reference: assessment.reference,
            reason: "unchanged since the report \(baseline.location) of \(baseline.finished); \(assessment.reason)")
    }
}

extension PastArtifact {
    /// Whether the earlier report had nothing to say against the file.
    fileprivate var isAcceptable: Bool {
        guard let verdict, let rung, rung != .contradicted else { return false }
        switch verdict {
        case .verified, .unowned, .unverifiable: return true
        case .modified, .extra, .missing: return false
        }
    }
}
