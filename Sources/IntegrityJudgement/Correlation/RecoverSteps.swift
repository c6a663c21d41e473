import AuditModel

/// Bringing the host back to a state that somebody vouches for.
enum RecoverSteps {
    /// Packages without which no repair on the host itself can be believed.
    private static let foundations: Set<UntrustedText> = [
        "dpkg", "apt", "libapt-pkg6.0", "libapt-pkg7.0", "libc6", "debian-archive-keyring", "ubuntu-keyring", "gpgv",
        "sqv",
        "bash", "dash", "coreutils", "perl-base", "tar", "base-files", "linux-base", "systemd", "libpam-modules",
    ]

    static func steps(for view: CaseView) -> [CaseStep] {
        [rebuild(view), reinstall(view), patch(view)].compactMap(\.self)
    }

    private static func contradicted(_ view: CaseView) -> [PackageKey] {
        let keys = view.artifacts.filter { $0.assessment?.rung == .contradicted }.compactMap(\.package)
        return Set(keys).sorted()
    }

    private static func rebuild(_ view: CaseView) -> CaseStep {
        let broken = contradicted(view).filter { foundations.contains($0.name) }
        let names = ReportText.list(broken.map { "\($0.name)" })
        let why =
            broken.isEmpty
            ? "Where the removed package or hook ran as root, nobody can say what else it changed."
            : "What would do the repairing is itself not what its package ships."
        let step = GuidanceStep(
            id: broken.isEmpty ? "restore-backup-or-rebuild" : "rebuild-host", phase: .recover,
            title: broken.isEmpty
                ? "Decide: repair, or restore a backup from before the first trace"
                : "Rebuild the host, do not repair it",
            why: why,
            caution: "A backup from after the first trace brings it back: audit the backup too, with --root.",
            verify: "debvouch audit --root BACKUP --fetch", countermeasures: ["D3-RD Restore Disk Image"])
        let earliest = CaseTimeline.entries(of: view).first { $0.kind != .file }?.time
        var commands: [ReportText] = broken.isEmpty ? [] : ["# not what its package ships: \(names)"]
        if let earliest { commands.append("# the first trace that is known: \(earliest)") }
        return CaseStep(step: step, commands: commands)
    }

    /// The member goes back first: a reinstall runs the prerm that lies on the disk.
    private static func reinstall(_ view: CaseView) -> CaseStep? {
        let packages = contradicted(view).filter { $0.hasPackageName }
            .compactMap { view.evidence.ledger.package($0) }.prefix(10)
        if packages.isEmpty { return nil }
        let step = GuidanceStep(
            id: "reinstall-exact-version", phase: .recover,
            title: "Reinstall the exact version, after the genuine scripts are back and hooks are out of sight",
            why: "It renews every file of the package; the exact version keeps the comparison with the archive.",
            caution: """
                Not before the control members were put back from the proven archive: dpkg runs the prerm and postinst that it \
                finds on the disk. The private APT_CONFIG hides apt's hooks, not dpkg's.
                """,
            verify: "debvouch audit --root ROOT --fetch --require signed",
            references: ["Debian Policy 6.6"], countermeasures: ["D3-RS Restore Software"])
        return CaseStep(
            step: step,
            commands: [
                "printf 'Dir::Etc::parts \"/nonexistent\";\\nDir::Etc::main \"/nonexistent\";\\n' > /root/quiet-apt.conf",
                "lsattr -d /var/lib/dpkg/info",
            ]
                + packages.map {
                    "env APT_CONFIG=/root/quiet-apt.conf apt-get install --reinstall --allow-downgrades \($0.key.name)=\($0.version)"
                })
    }

    private static func patch(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "patch-afterwards", phase: .recover, title: "Update everything, only now",
            why:
                "Updates close the way in; before the hooks were gone they would have run them, and taken evidence along.",
            caution: "Every package that is upgraded runs its stored prerm first: audit once more before.",
            verify: "apt-get -s dist-upgrade names nothing more to upgrade.", references: ["ATT&CK T1190"],
            countermeasures: ["D3-SU Software Update"])
        return CaseStep(
            step: step,
            commands: [
                "debvouch audit --root \(CaseSteps.root(view)) --fetch", "apt-get update", "apt-get dist-upgrade",
            ])
    }

    /// For a case that nobody can decide yet.
    static func giveReferences(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "give-references", phase: .preserve, title: "Give the audit the archives to compare with",
            why: "Without a reference nothing says whether the script is the one that was shipped.",
            caution: "Fetch through a clean machine where the host itself is in doubt.")
        return CaseStep(
            step: step,
            commands: ["debvouch audit --root \(CaseSteps.root(view)) --fetch --sources SOURCES --events EVENTS"])
    }
}
