package import AuditModel

/// A maintainer script that the package's archive does not hold at all.
package struct ScriptNotShipped: Check {
    package static let id = CheckID("script-not-shipped")
    package let summary = "a maintainer script that the package never shipped"
    package let why = """
        dpkg and debconf ask only whether a file of that name exists, make it executable if need be and run it as root. \
        A script beside a package that ships none is as live as a genuine one, and the next upgrade removes the evidence.
        """
    package let references = ["dpkg src/main/script.c:vmaintscript_installed", "debconf(7)", "ATT&CK T1546.016"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, DatabaseSteps.holdPackageTools,
        DatabaseSteps.removeEntry,
        CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard entry.isScript, view.assessments[artifact.path]?.verdict == .extra else { return nil }
            var evidence = view.referenceLines(for: artifact)
            if let line = view.contradictionLine(for: artifact.path) { evidence.append(line) }
            return Finding(
                check: id, severity: view.severityOfDifference(at: artifact.path), path: artifact.path,
                package: package.key,
                title:
                    "\(package.key.name) \(package.version) ships no \(entry.member), and this one would run as root",
                evidence: evidence)
        }
    }
}
