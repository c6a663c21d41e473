package import AuditModel

/// An info folder whose format file does not say `1`.
package struct InfoFormatMissing: Check {
    package static let id = CheckID("info-format-missing")
    package let summary = "the info folder's format file is missing, old or unusable"
    package let why = """
        Without it dpkg falls back to names without architecture and no longer sees the files of any Multi-Arch: same \
        package: dpkg --verify passes them all without a look.
        """
    package let references = ["dpkg lib/dpkg/db-ctrl-format.c"]
    package let guidance = [
        CommonSteps.findWriter,
        GuidanceStep(
            id: "restore-format", phase: .recover, title: "Write the format file again",
            why: "Every dpkg since 1.16.2 writes 1.",
            commands: ["printf '1\\n' > \(.place("/var/lib/dpkg/info/format"))"],
            caution: "Only where names with an architecture stand in the folder.",
            verify: .command("dpkg --admindir=\(.place("/var/lib/dpkg")) --audit"),
            undo: .command("rm \(.place("/var/lib/dpkg/info/format"))")),
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let path = DebianPaths.dpkgInfo.appending("format".utf8)
        let count = view.ledger.packages.count { $0.isMultiArchSame && $0.status != .notInstalled }
        // Only names with an architecture change with the format.
        var severity: Severity = count == 0 ? .info : .medium
        let title: ReportText
        if view.ledger.packages.contains(where: \.isOfStatusFolder) { return [] }
        switch view.ledger.format {
        case .qualified: return []
        case .missing where count == 0:
            title = "info/format is missing; no package here has an architecture in its names, so dpkg loses nothing"
        case .missing: title = "info/format is missing, so dpkg loses sight of every Multi-Arch: same package's files"
        case .legacy: title = "info/format says 0, which dpkg has not written since 2012"
        case .unusable(let reason):
            severity = .medium
            title = "info/format is unusable, and dpkg stops at it: \(reason)"
        }
        return [
            Finding(
                check: id, severity: severity, path: path, title: title,
                evidence: ["Multi-Arch: same holds for \(count, "package") of this tree"])
        ]
    }
}
