package import AuditModel

/// A maintainer script whose bytes differ from the package archive's.
package struct ScriptModified: Check {
    package static let id = CheckID("script-modified")
    package let summary = "a maintainer script differs from the one in its package archive"
    package let why = """
        dpkg runs this file as root when the package is installed, upgraded, configured or removed. dpkg itself never \
        compares it with anything: md5sums covers no maintainer script, so dpkg --verify and debsums stay silent.
        """
    package let references = ["Debian Policy 6.5", "dpkg src/main/script.c", "ATT&CK T1546.016", "ATT&CK T1554"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter,
        DatabaseSteps.holdPackageTools,
        DatabaseSteps.restoreMember, CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard entry.isScript, artifact.facts.kind == .regular, view.assessments[artifact.path]?.verdict == .modified
            else { return nil }
            var evidence = view.referenceLines(for: artifact)
            if let line = view.contradictionLine(for: artifact.path) { evidence.append(line) }
            return Finding(
                check: id, severity: view.severityOfDifference(at: artifact.path), path: artifact.path,
                package: package.key,
                title:
                    "\(entry.member) of \(package.key.name) \(package.version) is not the script that the package ships",
                evidence: evidence)
        }
    }
}
