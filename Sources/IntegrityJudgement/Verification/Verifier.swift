package import AuditModel

/// Gives each artifact its verdict and rung; pure, so that saved evidence gets the same answer again.
package enum Verifier {
    package static func view(of evidence: Evidence) -> EvidenceView {
        let builds = FittingBuilds(evidence: evidence).builds
        let members = ControlMemberVerification(evidence: evidence, fittingBuilds: builds)
        let lists = FileListVerification(evidence: evidence)
        let files = ConfigurationVerification(evidence: evidence)
        let baseline = evidence.references.baseline.map { BaselineVerification(baseline: $0) }
        var assessments: [HostPath: Assessment] = [:]
        var present: Set<HostPath> = []
        for artifact in evidence.tree.artifacts {
            present.insert(artifact.path)
            let assessment: Assessment?
            switch artifact.subject {
            case .infoEntry(let entry): assessment = assess(artifact, entry, members, lists)
            case .aptConfiguration, .dpkgConfiguration, .scopeFile: assessment = files.assess(artifact)
            case .databasePart: assessment = nil
            }
            assessments[artifact.path] = assessment.map { baseline?.raising($0, of: artifact) ?? $0 }
        }
        // A name that could not be read is a gap, never a missing file; an unreadable folder makes every name one.
        let gaps = Set(evidence.coverage.gaps.map(\.path))
        present.formUnion(gaps)
        let missing =
            gaps.contains(infoFolder) ? [] : members.missing(present: present, infoFolder: infoFolder)
        return EvidenceView(
            evidence: evidence, assessments: assessments, missing: missing, fittingBuilds: builds)
    }

    /// Where dpkg keeps control members (dpkg's lib/dpkg/dpkg.h: INFODIR).
    private static let infoFolder = DebianPaths.dpkgInfo

    private static func assess(
        _ artifact: Artifact, _ entry: InfoEntry, _ members: ControlMemberVerification, _ lists: FileListVerification
    ) -> Assessment? {
        switch entry.standing {
        case .ofDpkg, .hidden, .nameless:
            return nil
        case .orphan:
            return Assessment(
                verdict: .unowned, rung: .unverifiable, reason: "no package of that name is known to dpkg")
        case .wrongNameForm(let key):
            return Assessment(
                verdict: .extra, rung: .unverifiable,
                reason: "dpkg does not open this form of the name for \(key.text)")
        case .owned(let key):
            guard let package = members.evidence.tree.ledger.package(key) else { return nil }
            if entry.member == "list" { return lists.assessList(artifact, of: package) }
            let archives = ReferenceSelection.deciding(among: members.evidence.references.archives[key] ?? [])
            if entry.member == "md5sums", !archives.isEmpty, archives.allSatisfy({ $0.md5sums == nil }) {
                return lists.assessMadeMd5sums(artifact, of: package)
            }
            return members.assess(artifact, member: entry.member, of: package)
        }
    }
}
