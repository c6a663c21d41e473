package import AuditModel

/// A configuration file that apt or dpkg reads is larger, longer or deeper than this program reads.
package struct ConfUnread: Check {
    package static let id = CheckID("conf-unread")
    package let summary = "a part of apt's or dpkg's configuration was not read, where a command could stand"
    package let why = """
        apt and dpkg have no limits of their own here: what stands behind a limit of this program is in force for them. \
        No genuine file comes near the limits, so that one which does was made to.
        """
    package let references = ["apt.conf(5)", "dpkg.cfg(5)", "apt-pkg/contrib/configuration.cc ReadConfigFile"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.neutraliseHooks, CommonSteps.reviewSetting,
        CommonSteps.removeFile, CommonSteps.restoreConffile,
    ]

    /// Limits of this program behind which text of the file stands.
    static let ceilings: Set<ParseProblem.Kind> = [
        .tooLarge, .tooManyEntries, .tooManyIncludes, .tooLongName, .unreadable,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.apt.files.compactMap { finding($0.path, $0.reading, $0.problems, in: view) }
            + view.evidence.tree.dpkg.compactMap { finding($0.path, $0.reading, $0.problems, in: view) }
    }

    /// A proven file is not more than its package makes of it; one that is skipped can be renamed.
    private func finding(
        _ path: HostPath, _ reading: ConfigurationReading, _ problems: [ParseProblem], in view: EvidenceView
    ) -> Finding? {
        let reached = problems.filter { Self.ceilings.contains($0.kind) }
        if reached.isEmpty { return nil }
        let standing = ConfigurationStanding(of: path, in: view)
        let severity: Severity = view.isProven(path) ? .info : reading.isRead ? .high : .low
        return Finding(
            check: id, severity: severity, path: path, package: standing.owner,
            title: "was not read to the end, and a command may stand in the rest",
            evidence: [standing.sentence] + reached.prefix(10).map(\.sentence))
    }
}
