package import AuditModel

/// A maintainer script of no installed package.
package struct ScriptOrphan: Check {
    package static let id = CheckID("script-orphan")
    package let summary = "a maintainer script that belongs to no package dpkg knows"
    package let why = """
        dpkg never runs it, so something else must: cron, a unit or a person. No package manager action leaves such a \
        file behind, and few people look for programs in /var/lib/dpkg/info.
        """
    package let references = ["dpkg lib/dpkg/db-ctrl-access.c", "ATT&CK T1546", "ATT&CK T1036.005"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter,
        GuidanceStep(
            id: "find-callers", phase: .preserve, title: "Find what calls the orphan script",
            why: "dpkg does not, so a cron entry, a unit or an apt hook must.",
            commands: [
                "grep -rIl 'dpkg/info/' \(.place("/etc/cron"))* \(.place("/var/spool/cron")) \(.place("/etc/systemd")) \(.place("/etc/apt")) \(.place("/etc/profile.d"))"
            ]),
        DatabaseSteps.removeEntry, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.infoEntries.compactMap { artifact, entry in
            guard entry.isScript else { return nil }
            switch entry.standing {
            case .orphan:
                return finding(
                    artifact, entry, because: "no package \(entry.stem) is in the status file or the journal")
            case .owned(let key):
                guard let package = view.ledger.package(key), package.status == .configFiles, entry.member != "postrm"
                else { return nil }
                return finding(
                    artifact, entry,
                    because: "\(key.name) is removed; dpkg keeps only its postrm, so this was put here afterwards")
            case .wrongNameForm, .ofDpkg, .hidden, .nameless:
                return nil
            }
        }
    }

    private func finding(_ artifact: Artifact, _ entry: InfoEntry, because reason: ReportText) -> Finding {
        var evidence = [reason]
        if let digest = artifact.sha256 { evidence.append("sha256 \(ours: digest.hex), \(artifact.facts.size) bytes") }
        return Finding(
            check: id, severity: .high, path: artifact.path, subject: entry.stem,
            title: "an orphan \(entry.member): no installed package accounts for it", evidence: evidence)
    }
}
