package import AuditModel

/// Steps that findings about configuration and content share.
///
/// Copies lie in `evidence/tree` and what is taken away in `evidence/removed`, each below the whole path that it has in the
/// tree, since two files of one name would overwrite each other; no copy is ever made over an earlier one.
package enum CommonSteps {
    package static let preserveFile = GuidanceStep(
        id: "preserve-file", phase: .preserve,
        title: "Copy the file with its times before anything changes it",
        why: "Its times bound the moment of the change, and the next upgrade or clean-up takes them away.",
        commands: [
            "stat \(.rootedPath) >> \(.evidence("stat.txt"))",
            "env -C \(.root) cp -a --no-clobber --parents .\(.path) \"$PWD/\(.evidence("tree/"))\"",
            "env -C \(.evidence("tree")) find .\(.path) -type f -exec sha256sum {} + >> \(.evidence("sha256.txt"))",
        ],
        caution: """
            Write to another disk, and take stat first, since reading changes the access time. Do not run apt or dpkg on \
            the host before: they run and replace the very files.
            """,
        verify: .command("env -C \(.evidence("tree")) sha256sum -c ../sha256.txt"))

    package static let neutraliseHooks = GuidanceStep(
        id: "neutralise-apt-hooks", phase: .contain,
        title: "Do not run apt while the directive is live; where you must, hide the folder from it",
        why: "Hooks fire even in simulations (apt-get -s), and monitoring plugins run those.",
        commands: [
            .onHost(
                "systemctl stop apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service packagekit.service"),
            .onHost(
                "printf 'Dir::Etc::parts \"/nonexistent\";\\nDir::Etc::main \"/nonexistent\";\\n' > /root/quiet-apt.conf"
            ),
            .onHost("env APT_CONFIG=/root/quiet-apt.conf apt-config dump"),
        ],
        caution: """
            APT_CONFIG is read first, so it can move the folder of snippets out of sight; without it every apt program, \
            apt-config included, reads the hostile file. dpkg's own configuration is not affected by it.
            """,
        verify: .sentence("The dump shows no Pre-Invoke, Post-Invoke, Pre-Install-Pkgs or AptCli entry."),
        undo: .command(.onHost("rm /root/quiet-apt.conf; systemctl start apt-daily.timer apt-daily-upgrade.timer")))

    package static let neutraliseDpkgHooks = GuidanceStep(
        id: "neutralise-dpkg-hooks", phase: .contain,
        title: "Do not run dpkg or apt while the option is live",
        why: "dpkg has no option that skips its configuration files, so every run of it obeys them.",
        commands: [
            .onHost(
                "systemctl stop apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service packagekit.service")
        ] + takingAway,
        caution: "Copy the file first. Moving is safe while no dpkg runs: check that its lock is free.",
        verify: .command("fuser \(.place("/var/lib/dpkg/lock")) \(.place("/var/lib/dpkg/lock-frontend"))"),
        undo: puttingBack)

    package static let removeFile = GuidanceStep(
        id: "remove-configuration", phase: .eradicate,
        title: "Take the file out of the configuration folder",
        why: "A name without a dot, or one that ends in .conf, is read; renaming it in place is not enough.",
        commands: takingAway,
        caution: "Ask who manages this host's configuration first: a tool may put the file back.",
        verify: .command("debvouch inventory --root \(.root)"), undo: puttingBack)

    /// Immutable files and folders refuse the move; without clobbering, what an earlier finding moved stays.
    static let takingAway: [CommandTemplate] = [
        "lsattr -d \(.rootedFolder) \(.rootedPath)",
        "chattr -i -a \(.rootedFolder) \(.rootedPath)  # only where lsattr shows i or a",
        "mkdir -p \(.evidence("removed"))\(.folder) && mv --no-clobber -T \(.rootedPath) \(.evidence("removed"))\(.path)",
    ]
    static let puttingBack = GuidanceLine.command(
        "mv --no-clobber -T \(.evidence("removed"))\(.path) \(.rootedPath)")

    /// Installs nothing where the archive is missing, lacks the member, or holds other bytes than the ones that were proven.
    static let conffileFromArchive: [CommandTemplate] = [
        "dpkg-deb --fsys-tarfile \(.archive) | tar -xO .\(.path) > \(.evidence("restored")) && \(.intact) && install -T -m \(.mode) \(.evidence("restored")) \(.rootedPath)"
    ]
    static let copyBack = GuidanceLine.command(
        "cp -a --remove-destination -T \(.evidence("tree"))\(.path) \(.rootedPath)")

    package static let restoreConffile = GuidanceStep(
        id: "restore-from-archive", phase: .recover,
        title: "Put the shipped file back from a proven archive",
        why: "dpkg keeps a changed conffile on upgrade, so reinstalling alone does not bring it back.",
        commands: conffileFromArchive,
        caution: "Take the archive from the distribution's mirror through a clean machine.",
        verify: .command("debvouch audit --root \(.root) --archives DIR"), undo: copyBack)

    package static let compareWithArchive = GuidanceStep(
        id: "compare-file-with-archive", phase: .preserve,
        title: "See what differs from the package's archive",
        why: "The difference tells an administrator's edit from a planted command.",
        commands: ["debvouch diff \(.path) --root \(.root) --archives DIR"])

    package static let findProgram = GuidanceStep(
        id: "preserve-named-programs", phase: .preserve,
        title: "Copy what the command runs, and look at who owns it",
        why: "The directive is the trigger; the program it names is the payload.",
        commands: [
            "dpkg-query --admindir=\(.place("/var/lib/dpkg")) --search \(.program)",
            "env -C \(.root) cp -a --no-clobber --parents .\(.program) \"$PWD/\(.evidence("tree/"))\"",
            "find \(.place("/usr/local/sbin")) \(.place("/usr/local/bin")) \(.place("/usr/sbin")) \(.place("/usr/bin")) -maxdepth 1 -name \(.bareProgram) -ls",
        ],
        caution: "Read it on another machine; do not run it to see what it does.")

    package static let findWriter = GuidanceStep(
        id: "find-writer-of-configuration", phase: .preserve,
        title: "Find out who wrote the file, and what else changed then",
        why: "The change time cannot be set without changing the clock.",
        commands: [
            "stat -c '%n %u %a %y %z %w' \(.rootedPath)",
            "find \(.place("/etc")) \(.place("/usr")) \(.place("/var/lib/dpkg")) -xdev -cnewer \(.rootedPath) -ls",
            "zgrep -h ' \(.package):' \(.place("/var/log/dpkg.log"))*",
            "ausearch -if \(.place("/var/log/audit")) -f \(.path)",
            "last -F -f \(.place("/var/log/wtmp")) | head -50",
        ],
        caution: """
            Configuration management, cloud-init and image builders write configuration too: ask them first. Logs on a \
            host that was owned can be edited; compare with a copy that was shipped away.
            """)

    package static let reviewSetting = GuidanceStep(
        id: "review-setting", phase: .harden,
        title: "Decide whether the setting is wanted, and write down why",
        why: "A setting that somebody chose belongs in configuration management; any other should go.",
        commands: ["debvouch explain --root \(.root) \(.path)"],
        verify: .command("debvouch audit --root \(.root)"))

    package static let recheckInstalled = GuidanceStep(
        id: "recheck-installed-packages", phase: .recover,
        title: "Prove again what was installed while the setting was in force",
        why: "Packages that came in meanwhile were not held to a signature.",
        commands: [
            "grep ' install \\| upgrade ' \(.place("/var/log/dpkg.log"))",
            "debvouch audit --root \(.root) --archives DIR",
        ],
        caution: "Fetch the archives on a clean machine, through sources that are signed.")

    package static let rebuild = GuidanceStep(
        id: "rebuild-rather-than-repair", phase: .recover,
        title: "Rebuild the host where the command ran as root",
        why: "What ran as root may have changed anything, also what no package describes.",
        caution: "Keep the disk image until the case is closed.")

    package static let escalate = GuidanceStep(
        id: "escalate-configuration", phase: .escalate,
        title: "Hand the case to the people who handle incidents",
        why: "Other hosts that share this host's configuration may hold the same file.",
        commands: ["debvouch audit --root \(.root) --report json=case.json"],
        verify: .sentence("The report's finding ids are the same on each host that has the same directive."))
}
