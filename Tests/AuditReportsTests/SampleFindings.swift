import AuditModel
import IntegrityJudgement

/// The findings of a sample report, one of each severity, and the checks that ran.
enum SampleFindings {
    static func all(_ names: SampleReport.Names) -> [JudgedFinding] {
        let script = names.script
        let findings = [
            Finding(
                check: ScriptModified.id, severity: .critical, path: script, package: names.owner,
                title: "the postinst of \(names.package) is not the one that was shipped",
                evidence: ["line 12 was added: \(names.command)", "the archive \(names.archive) has other bytes"]),
            Finding(
                check: AptConfExecutes.id, severity: .high, path: names.configuration, subject: names.key,
                title: "\(names.key) makes apt run a command",
                evidence: ["\(names.configuration):3: \(names.key) \(names.command)"]),
            Finding(
                check: InfoPermissions.id, severity: .medium, path: script, package: names.owner,
                title: "anybody may write to the script", evidence: ["mode 0777"]),
            Finding(
                check: AptConfWeakens.id, severity: .low, path: names.configuration, subject: names.command,
                title: "Acquire::Check-Date accepts package lists from another time"),
            Finding(
                check: AptConfPlain.id, severity: .info, path: names.configuration,
                title: "plain configuration that no package owns"),
        ]
        return findings.enumerated().map { index, finding in
            let check = checks.first { $0.id == finding.check }
            return JudgedFinding(
                id: "dv-000000000000000\(index + 1)", finding: finding, why: check?.why ?? "",
                references: check?.references ?? [], guidance: check?.guidance ?? [])
        }
    }

    static let checks = [
        check(ScriptModified.id, "a maintainer script differs from the archive", [preserve, restore]),
        check(ScriptOrphan.id, "a maintainer script of no package", [preserve]),
        check(AptConfExecutes.id, "apt is configured to run a command by a file that nobody vouches for", [preserve]),
        check(AptConfWeakens.id, "apt is configured to accept what it would refuse", []),
        check(AptConfPlain.id, "a file that no package owns sets plain data for apt", []),
        check(InfoPermissions.id, "owner or mode that lets others change what root runs", [preserve]),
    ]

    private static let preserve = GuidanceStep(
        id: "preserve-file", phase: .preserve, title: "Copy the file with its times before anything changes it",
        why: "Whatever comes next changes it & its <times>.",
        commands: ["cp -a \(.rootedPath) \(.evidence("tree"))\(.path)", "sha256sum \(.rootedPath) >> evidence.sha256"],
        verify: .command("sha256sum -c evidence.sha256"))
    private static let restore = GuidanceStep(
        id: "restore-script", phase: .recover, title: "Put the archive's script back",
        why: "A reinstallation runs the old prerm first.",
        commands: ["dpkg-deb --ctrl-tarfile \(.archive) | tar -xO ./\(.member) > \(.rootedPath)"],
        caution: "Only after the file was preserved.", verify: .command("debvouch audit --root \(.root)"),
        undo: .command("cp -a \(.evidence("tree"))\(.path) \(.rootedPath)"), references: ["dpkg-deb(1)"])

    private static func check(_ id: CheckID, _ summary: String, _ guidance: [GuidanceStep]) -> CheckDescription {
        CheckDescription(
            id: id, summary: summary, why: "Because it runs as root. See \(id.rawValue).",
            references: ["deb-postinst(5)", "ATT&CK T1546.016"], guidance: guidance)
    }
}
