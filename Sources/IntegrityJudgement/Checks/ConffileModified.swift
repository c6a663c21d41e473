package import AuditModel

/// A conffile or owned file in scope, other than hook configuration, that differs from what was shipped.
package struct ConffileModified: Check {
    package static let id = CheckID("conffile-modified")
    package let summary = "a conffile differs from the one that its package ships"
    package let why = """
        Administrators edit conffiles, and so do intruders. Keyrings and sources below /etc/apt decide whose packages the \
        host installs; elsewhere an edit is ordinary and worth a look only beside other findings.
        """
    package let references = ["Debian Policy 10.7", "dpkg src/main/configure.c"]
    package let guidance = [
        CommonSteps.compareWithArchive, CommonSteps.preserveFile,
        GuidanceStep(
            id: "restore-conffile", phase: .recover, title: "Restore one conffile from its archive",
            why: "dpkg keeps a changed conffile on upgrade; only the archive holds the shipped one.",
            commands: CommonSteps.conffileFromArchive,
            caution: "Keep the changed file as evidence first.",
            verify: .command("debvouch audit --root \(.root) --archives DIR"),
            undo: CommonSteps.copyBack),
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.artifacts.compactMap { artifact in
            guard case .scopeFile = artifact.subject, let assessment = view.assessments[artifact.path],
                assessment.verdict == .modified
            else { return nil }
            let owner = view.ledger.claims(on: artifact.path).compactMap(\.package).first
            var evidence = [assessment.reason] + view.referenceLines(for: artifact)
            if let line = view.contradictionLine(for: artifact.path) { evidence.append(line) }
            return Finding(
                check: id, severity: severity(of: artifact.path, assessment), path: artifact.path, package: owner,
                title: "changed since its package was unpacked", evidence: evidence)
        }
    }

    private func severity(of path: HostPath, _ assessment: Assessment) -> Severity {
        let decidesTrust = path.isBeneath(DebianPaths.aptTrustedKeys) || path.isBeneath(DebianPaths.aptKeyrings)
        if decidesTrust { return assessment.rung == .contradicted ? .critical : .high }
        return DebianPaths.holdsConfiguration(path) ? .medium : .low
    }
}
