import AuditModel

/// Bringing the host back to a state that somebody vouches for.
enum RecoverSteps {
    /// The decision first; where the host is to be rebuilt, nothing else.
    static func steps(for view: CaseView) -> [CaseStep] {
        let broken = brokenFoundations(view)
        if !broken.isEmpty { return [rebuild(view, broken)] }
        return [decide(view), reinstall(view), patch(view)].compactMap(\.self)
    }

    private static func contradicted(_ view: CaseView) -> [PackageKey] {
        let keys = view.artifacts.filter { $0.assessment?.rung == .contradicted }.compactMap(\.package)
        return Set(keys).sorted()
    }

    /// Anywhere in the tree: what another case is about would do the repairing of this one too.
    private static func brokenFoundations(_ view: CaseView) -> [PackageKey] {
        view.index.brokenFoundations.union(view.artifacts.filter(Foundations.isBroken).compactMap(\.package)).sorted()
    }

    private static func rebuild(_ view: CaseView, _ broken: [PackageKey]) -> CaseStep {
        let names = ReportText.list(broken.map(\.text))
        return CaseStep(step: Foundations.rebuild, commands: ["# not what its package ships: \(names)"] + trace(view))
    }

    private static func decide(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "restore-backup-or-rebuild", phase: .recover,
            title: "Decide: repair, or restore a backup from before the first trace",
            why: "Where the removed package or hook ran as root, nobody can say what else it changed.",
            caution: Foundations.rebuild.caution, verify: Foundations.rebuild.verify,
            countermeasures: ["D3-RD Restore Disk Image"])
        return CaseStep(step: step, commands: trace(view))
    }

    /// The earliest event of the case, or, where there is none, the earliest change of a file that nobody vouches for.
    private static func trace(_ view: CaseView) -> [CommandTemplate] {
        let events = view.events.compactMap(\.time)
        let doubted = view.artifacts.filter { $0.assessment?.verdict != .verified }
        guard let first = events.min() ?? doubted.compactMap({ $0.facts?.changed }).min() else { return [] }
        let subject = (view.group.paths.first?.text ?? view.alerts.first?.facts.process.label).map {
            " of \($0)" as ReportText
        }
        return ["# the first trace that is known\(subject ?? ""): \(first)"]
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
            verify: .command("debvouch audit --root \(.root) \(ours: CaseSteps.fetch(view)) --require signed"),
            references: ["Debian Policy 6.6"], countermeasures: ["D3-RS Restore Software"])
        return CaseStep(
            step: step,
            commands: [
                .onHost(
                    "printf 'Dir::Etc::parts \"/nonexistent\";\\nDir::Etc::main \"/nonexistent\";\\n' > /root/quiet-apt.conf"
                ),
                .onHost("lsattr -d /var/lib/dpkg/info"),
                .onHost("chattr -i -a /var/lib/dpkg/info  # only where lsattr shows i or a"),
            ]
                + packages.map {
                    .onHost(
                        "env APT_CONFIG=/root/quiet-apt.conf apt-get install --reinstall --allow-downgrades \(qualified($0.key))=\($0.version)"
                    )
                })
    }

    /// Without its architecture a name is the native package's; one that is for all has none.
    private static func qualified(_ key: PackageKey) -> ReportText {
        key.architecture == "all" || key.architecture.isEmpty ? "\(key.name)" : key.text
    }

    private static func patch(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "patch-afterwards", phase: .recover, title: "Update everything, only now",
            why:
                "Updates close the way in; before the hooks were gone they would have run them, and taken evidence along.",
            caution: "Every package that is upgraded runs its stored prerm first: audit once more before.",
            verify: .sentence("apt-get -s dist-upgrade names nothing more to upgrade."), references: ["ATT&CK T1190"],
            countermeasures: ["D3-SU Software Update"])
        return CaseStep(
            step: step,
            commands: [
                "debvouch audit --root \(.root) \(ours: CaseSteps.fetch(view))", .onHost("apt-get update"),
                .onHost("apt-get dist-upgrade"),
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
            commands: ["debvouch audit --root \(.root) \(ours: CaseSteps.fetch(view)) --events EVENTS"])
    }
}
