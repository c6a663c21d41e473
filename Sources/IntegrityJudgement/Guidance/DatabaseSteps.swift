package import AuditModel

/// Steps for findings in dpkg's own database; shared, because several checks lead to the same actions.
package enum DatabaseSteps {
    package static let holdPackageTools = GuidanceStep(
        id: "hold-package-tools", phase: .contain,
        title: "Stop every automatic run of apt and dpkg",
        why: "dpkg runs the stored prerm, postrm and postinst of a package while it repairs or upgrades it.",
        commands: [
            .onHost("systemctl stop apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service"),
            .onHost("systemctl list-timers --all"),
        ],
        caution: "On a host that the attacker may still hold, isolate it from the network first.",
        verify: .command(.onHost("systemctl is-active apt-daily.timer apt-daily-upgrade.timer")),
        undo: .command(.onHost("systemctl start apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service")))

    package static let restoreMember = restoring(
        "restore-control-member", "Put the file back from a proven archive before the package is touched",
        why: "Reinstalling first would run the planted prerm; with the genuine file in place a reinstall is harmless.",
        mode: "0755", undo: CommonSteps.copyBack)

    package static let restoreRecord = restoringRecord(undo: CommonSteps.copyBack)
    /// For a file that is not there, of which no copy could be made.
    static let restoreMissingRecord = restoringRecord(undo: .command("rm \(.rootedPath)"))

    private static func restoringRecord(undo: GuidanceLine) -> GuidanceStep {
        restoring(
            "restore-control-record", "Put the file back from a proven archive",
            why: "dpkg itself renews it only when the package is unpacked again.", mode: "0644", undo: undo)
    }

    private static func restoring(
        _ id: String, _ title: String, why: String, mode: String, undo: GuidanceLine
    ) -> GuidanceStep {
        GuidanceStep(
            id: id, phase: .recover, title: title, why: why, commands: [fromArchive(mode: mode)],
            caution:
                "Take the archive from the distribution's mirror through a clean machine, not from the host's own cache.",
            verify: .command("debvouch audit --root \(.root) --archives DIR"), undo: undo)
    }

    /// Installs nothing where the archive is missing, lacks the member, or holds other bytes than the ones that were proven.
    private static func fromArchive(mode: String) -> CommandTemplate {
        "dpkg-deb --ctrl-tarfile \(.archive) | tar -xO ./\(.member) > \(.evidence("restored")) && \(.intact) && install -T -m \(ours: mode) \(.evidence("restored")) \(.rootedPath)"
    }

    package static let removeEntry = GuidanceStep(
        id: "remove-planted-entry", phase: .eradicate,
        title: "Take the planted file out of the info folder",
        why: "dpkg asks only whether a file of that name exists, so the file is as live as a shipped one.",
        commands: CommonSteps.takingAway,
        caution: "Copy it first. An immutable attribute (chattr +i) must be taken off before the move.",
        verify: .command("debvouch audit --root \(.root) --archives DIR"), undo: CommonSteps.puttingBack)

    package static let inspectRecord = GuidanceStep(
        id: "inspect-record", phase: .preserve,
        title: "Compare the record with its daily backup",
        why: "dpkg keeps copies of its database in /var/backups, which shows what an editor changed.",
        commands: [
            "ls -l \(.place("/var/backups/dpkg."))*",
            "zdiff \(.place("/var/backups/dpkg.status.1.gz")) \(.place("/var/lib/dpkg/status"))",
        ])

    package static let finishTransaction = GuidanceStep(
        id: "finish-transaction", phase: .recover,
        title: "Look at the scripts first, then let dpkg finish",
        why: "The next run of dpkg executes the pending script as root.",
        commands: [
            "debvouch inventory --root \(.root)", "dpkg --admindir=\(.place("/var/lib/dpkg")) --audit",
            .onHost("dpkg --configure -a"),
        ],
        caution: "Run dpkg only after the package's scripts are proven.")

    package static let tightenMode = GuidanceStep(
        id: "tighten-ownership", phase: .harden,
        title: "Give the file back to root and close it for writing",
        why: "Who may write it decides what root runs.",
        commands: [
            "chown root:root \(.rootedPath)", "chmod go-w,u-s,g-s \(.rootedPath)",
            "find \(.place("/var/lib/dpkg/info")) -links +1 -type f",
        ],
        caution: "Note the old owner and mode first: they say who could have written it.",
        verify: .command("stat -c '%U:%G %a %h' \(.rootedPath)"))
}
