package import AuditModel

/// Steps for findings in dpkg's own database; shared, because several checks lead to the same actions.
package enum DatabaseSteps {
    package static let holdPackageTools = GuidanceStep(
        id: "hold-package-tools", phase: .contain,
        title: "Stop every automatic run of apt and dpkg",
        why: "dpkg runs the stored prerm, postrm and postinst of a package while it repairs or upgrades it.",
        commands: [
            "systemctl stop apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service",
            "systemctl list-timers --all",
        ],
        caution: "On a host that the attacker may still hold, isolate it from the network first.",
        verify: "systemctl is-active apt-daily.timer apt-daily-upgrade.timer",
        undo: "systemctl start apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service")

    package static let restoreMember = GuidanceStep(
        id: "restore-control-member", phase: .recover,
        title: "Put the file back from a proven archive before the package is touched",
        why: "Reinstalling first would run the planted prerm; with the genuine file in place a reinstall is harmless.",
        commands: [
            "dpkg-deb --ctrl-tarfile ARCHIVE | tar -xO ./MEMBER > restored",
            "sha256sum restored",
            "install -m 0755 restored ROOTPATH",
        ],
        caution:
            "Take the archive from the distribution's mirror through a clean machine, not from the host's own cache.",
        verify: "debvouch audit --archives DIR", undo: "cp -a evidence/NAME ROOTPATH")

    package static let restoreRecord = GuidanceStep(
        id: "restore-control-record", phase: .recover,
        title: "Put the file back from a proven archive",
        why: "dpkg itself renews it only when the package is unpacked again.",
        commands: [
            "dpkg-deb --ctrl-tarfile ARCHIVE | tar -xO ./MEMBER > restored", "install -m 0644 restored ROOTPATH",
        ],
        caution:
            "Take the archive from the distribution's mirror through a clean machine, not from the host's own cache.",
        verify: "debvouch audit --archives DIR", undo: "cp -a evidence/NAME ROOTPATH")

    package static let removeEntry = GuidanceStep(
        id: "remove-planted-entry", phase: .eradicate,
        title: "Take the planted file out of the info folder",
        why: "dpkg asks only whether a file of that name exists, so the file is as live as a shipped one.",
        commands: ["lsattr ROOTPATH", "mv ROOTPATH evidence/"],
        caution: "Copy it first. An immutable attribute (chattr +i) must be taken off before the move.",
        verify: "debvouch audit --archives DIR", undo: "mv evidence/NAME ROOTPATH")

    package static let inspectRecord = GuidanceStep(
        id: "inspect-record", phase: .preserve,
        title: "Compare the record with its daily backup",
        why: "dpkg keeps copies of its database in /var/backups, which shows what an editor changed.",
        commands: ["ls -l ROOT/var/backups/dpkg.*", "zdiff ROOT/var/backups/dpkg.status.1.gz ROOT/var/lib/dpkg/status"])

    package static let finishTransaction = GuidanceStep(
        id: "finish-transaction", phase: .recover,
        title: "Look at the scripts first, then let dpkg finish",
        why: "The next run of dpkg executes the pending script as root.",
        commands: ["debvouch inventory --root ROOT", "dpkg --audit", "dpkg --configure -a"],
        caution: "Run dpkg only after the package's scripts are proven.")

    package static let tightenMode = GuidanceStep(
        id: "tighten-ownership", phase: .harden,
        title: "Give the file back to root and close it for writing",
        why: "Who may write it decides what root runs.",
        commands: [
            "chown root:root ROOTPATH", "chmod go-w,u-s,g-s ROOTPATH", "find ROOT/var/lib/dpkg/info -links +1 -type f",
        ],
        caution: "Note the old owner and mode first: they say who could have written it.",
        verify: "stat -c '%U:%G %a %h' ROOTPATH")
}
