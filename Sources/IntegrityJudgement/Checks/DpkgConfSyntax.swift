package import AuditModel

/// A dpkg configuration file holds something that dpkg refuses.
package struct DpkgConfSyntax: Check {
    package static let id = CheckID("dpkg-conf-syntax")
    package let summary = "a dpkg configuration file is malformed"
    package let why = "dpkg stops at an option that it does not know, so that nothing can be installed or updated."
    package let references = ["dpkg.cfg(5)", "dpkg lib/dpkg/options.c dpkg_options_load"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter, CommonSteps.restoreConffile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.dpkg.compactMap { file in
            let problems = file.problems.filter { !ConfUnread.ceilings.contains($0.kind) }
            guard !problems.isEmpty else { return nil }
            return Finding(
                check: id, severity: file.reading.isRead ? .medium : .info, path: file.path,
                package: ConfigurationStanding(of: file.path, in: view).owner,
                title: "is no well-formed dpkg configuration", evidence: problems.prefix(10).map(\.sentence))
        }
    }
}
