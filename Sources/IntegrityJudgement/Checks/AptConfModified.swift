package import AuditModel

/// An owned apt or dpkg configuration file that differs from what its package ships.
package struct AptConfModified: Check {
    package static let id = CheckID("apt-conf-modified")
    package let summary = "an apt or dpkg configuration file of a package was changed"
    package let why = """
        The file's name and owner look genuine while its content is not what the package ships. Administrators edit such \
        files; what a changed file makes apt or dpkg do is judged directive by directive in findings of its own.
        """
    package let references = ["Debian Policy 10.7", "apt.conf(5)", "dpkg.cfg(5)"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter, CommonSteps.restoreConffile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.artifacts.compactMap { artifact in
            guard artifact.reading != nil, let assessment = view.assessments[artifact.path],
                assessment.verdict == .modified || assessment.verdict == .extra
            else { return nil }
            let owner = ConfigurationStanding(of: artifact.path, in: view).owner
            var evidence = [assessment.reason] + view.referenceLines(for: artifact)
            if let line = view.contradictionLine(for: artifact.path) { evidence.append(line) }
            let title: ReportText =
                assessment.verdict == .extra
                ? "claimed by a package that ships no such file" : "changed since its package was unpacked"
            return Finding(
                check: id, severity: assessment.verdict == .extra ? .medium : .low, path: artifact.path, package: owner,
                title: title, evidence: evidence)
        }
    }
}
