/// The overall answer of an audit, in one word for every format.
package enum AuditVerdict: String, CaseIterable, Sendable {
    /// All was examined, nothing is wrong, and all that runs as root is proven or accepted.
    case clean
    /// Nothing wrong was seen, and something that runs as root is not proven, or was not asked about.
    case unproven
    /// Nothing wrong was seen, and something could not be read or understood.
    case incomplete
    case findings
}

/// How what runs as root, or decides what does, stands to the rung that is asked for.
///
/// What is `contradicted` is in none of the three: it is a finding and not something left open.
package struct RequiredProof: Sendable {
    package private(set) var proven: [JudgedArtifact] = []
    /// Unchanged since an accepted report, where that is enough, or accepted by an exception that pins the content.
    package private(set) var accepted: [JudgedArtifact] = []
    package private(set) var unproven: [JudgedArtifact] = []

    package init(_ artifacts: [JudgedArtifact], rung required: EvidenceRung) {
        for artifact in artifacts where artifact.lack != nil {
            guard let rung = artifact.assessment?.rung, rung != .contradicted else { continue }
            if rung >= .archiveOnly, rung >= required {
                proven.append(artifact)
            } else if rung >= required || artifact.acceptedBy != nil {
                accepted.append(artifact)
            } else {
                unproven.append(artifact)
            }
        }
    }
}

extension AuditReport {
    /// What runs as root or decides what does, by how it stands to the rung asked for.
    package var required: RequiredProof { RequiredProof(artifacts, rung: policy.decidingRung) }

    /// What runs as root, or decides what does, and is neither proven to the rung asked for nor accepted.
    package var belowRequired: [JudgedArtifact] { required.unproven }

    /// The only place where the word is chosen; whatever counts for the exit status changes nothing about it.
    package var verdict: AuditVerdict {
        if !notable.isEmpty || !notableCases.isEmpty { return .findings }
        if isIncomplete { return .incomplete }
        return isProven ? .clean : .unproven
    }

    /// 0 clean, 1 findings at the severity asked about, 2 unproven or incomplete, 3 both.
    package var exitStatus: Int32 {
        (failing.isEmpty && failingCases.isEmpty ? 0 : 1) | (isIncomplete || !isProven ? 2 : 0)
    }

    /// Something could not be read or understood: a gap, or an alert that nothing explains.
    package var isIncomplete: Bool { !coverage.gaps.isEmpty || !openCases.isEmpty }

    private var isProven: Bool { notAsked.isEmpty && belowRequired.isEmpty }
}
