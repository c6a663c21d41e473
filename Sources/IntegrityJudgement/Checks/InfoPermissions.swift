package import AuditModel

/// Ownership, mode bits and links that let somebody other than root decide what root runs.
package struct InfoPermissions: Check {
    package static let id = CheckID("info-permissions")
    package let summary = "owner, mode, set-id bit or hard link that lets others change what root runs"
    package let why = """
        Whoever may write a maintainer script, its folder or an apt configuration file decides what root runs at the next \
        package operation. A second hard link is a second name under which it can be changed unseen.
        """
    package let references = ["Debian Policy 10.9", "ATT&CK T1222.002"]
    package let guidance = [CommonSteps.preserveFile, CommonSteps.findWriter, DatabaseSteps.tightenMode]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let artifacts = view.evidence.tree.artifacts.filter { isInScope($0) }
        let owner = expectedOwner(in: view)
        let copies = linksAreACopyingHabit(artifacts)
        return artifacts.compactMap { artifact in
            let problems = problems(of: artifact, owner: owner, ignoringLinks: copies)
            guard let worst = problems.map(\.severity).max() else { return nil }
            return Finding(
                check: id, severity: worst, path: artifact.path, package: artifact.infoEntry?.package,
                title: "who may change this \(artifact.facts.kind) is not limited to root",
                evidence: problems.map(\.reason))
        }
    }

    /// Conffiles elsewhere may belong to a service's own user.
    private func isInScope(_ artifact: Artifact) -> Bool {
        if artifact.facts.kind == .symlink { return false }
        guard case .scopeFile = artifact.subject else { return true }
        return DebianPaths.holdsConfiguration(artifact.path)
    }

    /// Root, or whoever owns the top of a tree that an ordinary user unpacked.
    private func expectedOwner(in view: EvidenceView) -> UInt32 {
        view.evidence.tree.artifacts.first { $0.path == "/" }?.facts.uid ?? 0
    }

    /// Snapshots made with hard links give nearly every file a second name; then a second name says nothing.
    private func linksAreACopyingHabit(_ artifacts: [Artifact]) -> Bool {
        let files = artifacts.filter { $0.facts.kind == .regular }
        return files.count > 20 && files.count { $0.facts.linkCount > 1 } * 2 > files.count
    }

    private func problems(
        of artifact: Artifact, owner: UInt32, ignoringLinks: Bool
    ) -> [(severity: Severity, reason: ReportText)] {
        let facts = artifact.facts
        var problems: [(severity: Severity, reason: ReportText)] = []
        if facts.uid != owner { problems.append((.high, "owned by uid \(facts.uid)")) }
        if facts.mode & 0o002 != 0 {
            problems.append((.high, "anybody may write it (mode \(ours: octal(facts.mode)))"))
        }
        if facts.mode & 0o020 != 0, Self.isStaffFolder(artifact) {
            problems.append((.low, "group staff may write it, as Debian Policy 9.1.2 allows"))
        } else if facts.mode & 0o020 != 0, facts.gid != 0 || facts.uid != 0 {
            problems.append((.high, "group \(facts.gid) may write it (mode \(ours: octal(facts.mode)))"))
        } else if facts.mode & 0o020 != 0 {
            problems.append((.low, "group root may write it (mode \(ours: octal(facts.mode)))"))
        }
        if facts.kind == .regular, facts.mode & 0o6000 != 0 {
            problems.append((.high, "it has a set-id bit (mode \(ours: octal(facts.mode)))"))
        }
        if facts.kind == .regular, facts.linkCount > 1, !ignoringLinks {
            problems.append((.high, "\(facts.linkCount) hard links: the same file has another name"))
        }
        return problems
    }

    /// What base-files makes of /usr/local where /etc/staff-group-for-usr-local exists; 50 is base-passwd's number of staff.
    private static func isStaffFolder(_ artifact: Artifact) -> Bool {
        artifact.facts.kind == .directory && artifact.facts.uid == 0 && artifact.facts.gid == 50
            && (artifact.path == "/usr/local" || artifact.path.isBeneath("/usr/local"))
    }

    private func octal(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
