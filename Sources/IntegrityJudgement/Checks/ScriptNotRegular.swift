package import AuditModel

/// An info folder entry that is a link, FIFO, device, socket or folder.
package struct ScriptNotRegular: Check {
    package static let id = CheckID("script-not-regular")
    package let summary = "an entry of the info folder that is no regular file"
    package let why = """
        dpkg follows a link, so the link's target runs as root under the package's name; a FIFO or device stops the \
        programs that look. dpkg itself only ever writes regular files there.
        """
    package let references = ["dpkg src/main/script.c (stat(2), follows links)", "ATT&CK T1574"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, DatabaseSteps.holdPackageTools,
        DatabaseSteps.restoreMember,
        CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.infoEntries.compactMap { artifact, entry in
            let kind = artifact.facts.kind
            if kind == .regular { return nil }
            var evidence: [ReportText] = []
            if let target = artifact.facts.linkTarget { evidence.append("the link leads to \(target)") }
            if let line = view.contradictionLine(for: artifact.path) { evidence.append(line) }
            let severity: Severity = entry.isScript && entry.package != nil && kind == .symlink ? .critical : .high
            return Finding(
                check: id, severity: severity, path: artifact.path, package: entry.package,
                title: "a \(kind) stands where dpkg keeps a regular file", evidence: evidence)
        }
    }
}
