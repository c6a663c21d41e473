package import AuditModel

/// A file that apt reads departs from the format.
package struct AptConfSyntax: Check {
    package static let id = CheckID("apt-conf-syntax")
    package let summary = "an apt configuration file is malformed"
    package let why = """
        At a syntax error every apt program stops with status 100, which also stops security updates; what stood before \
        the error is in force all the same for programs that go on. A comment that is never closed hides the rest.
        """
    package let references = ["apt.conf(5)", "apt-pkg/contrib/configuration.cc ReadConfigFile"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter, CommonSteps.restoreConffile,
        CommonSteps.removeFile,
    ]

    /// libapt-pkg accepts these without a word.
    private static let openEnds: Set<ParseProblem.Kind> = [.openScope, .openComment]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.apt.files.compactMap { file in
            // What was not read for its size or kind is a finding of conf-unread.
            let problems = file.problems.filter { !ConfUnread.ceilings.contains($0.kind) }
            guard !problems.isEmpty else { return nil }
            let isOpenOnly = problems.allSatisfy { Self.openEnds.contains($0.kind) }
            let severity: Severity = !file.reading.isRead ? .info : isOpenOnly ? .low : .medium
            return Finding(
                check: id, severity: severity, path: file.path,
                package: ConfigurationStanding(of: file.path, in: view).owner,
                title: isOpenOnly ? "is not closed where it ends" : "is no well-formed apt configuration",
                evidence: problems.prefix(10).map(\.sentence))
        }
    }
}
