import AuditModel

/// Where cron, systemd, init, login shells and their kind are told what to start.
enum TriggerPlaces {
    static let files: [HostPath] = [
        "/etc/crontab", "/etc/anacrontab", "/etc/rc.local", "/etc/inittab", "/etc/profile", "/etc/bash.bashrc",
    ]

    /// Folders of which every file counts, and none of the folders in them.
    static let folders: [HostPath] = [
        "/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly",
        "/etc/cron.yearly", "/var/spool/cron/crontabs", "/var/spool/cron/atjobs", "/etc/profile.d", "/etc/init.d",
        "/etc/update-motd.d", "/etc/network/if-pre-up.d", "/etc/network/if-up.d", "/etc/network/if-down.d",
        "/etc/network/if-post-down.d", "/etc/udev/rules.d", "/usr/lib/udev/rules.d", "/etc/systemd/system-generators",
        "/usr/local/lib/systemd/system-generators", "/etc/systemd/user-generators",
    ]

    /// The search path of systemd.unit(5), system and user; `/lib` is a folder of its own before the merged /usr.
    static let unitFolders: [HostPath] = [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient", "/etc/systemd/system",
        "/run/systemd/system", "/run/systemd/generator.early", "/run/systemd/generator", "/run/systemd/generator.late",
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system", "/etc/systemd/user",
        "/run/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user",
    ]

    /// Below a home folder.
    static let homeFiles: [HostPath] = [
        "/.bashrc", "/.bash_profile", "/.bash_login", "/.bash_logout", "/.profile",
    ]
    static let homeUnitFolders: [HostPath] = ["/.config/systemd/user", "/.local/share/systemd/user"]

    static let homes: HostPath = "/home"
    static let rootHome: HostPath = "/root"
    /// Home folders that are looked into.
    static let homeLimit = 1_000

    /// What stands in no place of these.
    static let leftOut: ReportText = """
        What starts programs was looked for in cron, at, systemd, init, udev, network scripts and login shells, of homes in \
        /root and /home; not in PAM, D-Bus, desktop sessions, other shells or the settings of other programs.
        """

    /// Whether a unit of this kind can start a program, or names the one that does.
    static func isUnit(_ name: UntrustedText) -> Bool {
        name.hasSuffix(".service") || name.hasSuffix(".timer") || name.hasSuffix(".path") || name.hasSuffix(".socket")
    }

    /// Whether a line of a unit only describes it, or asks whether something is there.
    static func onlyDescribes(_ line: ArraySlice<UInt8>) -> Bool {
        ["Condition", "Assert", "Description", "Documentation", "SourcePath"].contains { line.starts(with: $0.utf8) }
    }
}
