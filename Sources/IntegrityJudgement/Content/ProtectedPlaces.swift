import AuditModel

/// A place that decides what runs later, or who may become root, and what writing there means.
struct ProtectedPlace: Sendable {
    /// A folder ends in a slash and stands for what is in it.
    let path: UntrustedText
    let pattern: String
    let severity: Severity
    /// For a file of the package's own name.
    let ownSeverity: Severity
    /// Packages of Debian that make the file: what they write anew is low, what they append is not.
    var makers: [UntrustedText] = []
    let reason: ReportText

    func holds(_ file: UntrustedText) -> Bool {
        path.bytes.last == 0x2F ? file.begins(with: path) && file.bytes.count > path.bytes.count : file == path
    }
}

/// The one table of places that a maintainer script should not write, whichever command it uses.
enum ProtectedPlaces {
    static func place(of file: UntrustedText) -> ProtectedPlace? {
        if file.ends(with: "/authorized_keys") || file.ends(with: "/authorized_keys2") { return loginKey }
        // at(1) keeps its count there, and no job.
        if file == "/var/spool/cron/atjobs/.SEQ" { return nil }
        return all.first { $0.holds(file) }
    }

    private static let loginKey = ProtectedPlace(
        path: "", pattern: "login-key-write", severity: .high, ownSeverity: .high,
        reason: "adds a key that opens a login")

    private static let all = accounts + rootNow + later + sources + local + shell

    private static func places(
        _ pattern: String, _ severity: Severity, own: Severity, makers: [UntrustedText] = [], _ reason: ReportText,
        _ paths: [UntrustedText]
    ) -> [ProtectedPlace] {
        paths.map {
            ProtectedPlace(
                path: $0, pattern: pattern, severity: severity, ownSeverity: own, makers: makers, reason: reason)
        }
    }

    private static let accounts =
        places(
            "account-file-write", .high, own: .high, makers: ["base-passwd", "passwd", "sudo", "sudo-ldap"],
            "an account file, past the tools that keep it whole",
            [
                "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/sudoers", "/etc/subuid",
                "/etc/subgid", "/etc/doas.conf",
            ])
        + places(
            "sudo-rule-write", .medium, own: .medium, "which says who may become root",
            ["/etc/sudoers.d/", "/etc/polkit-1/", "/usr/share/polkit-1/rules.d/", "/var/lib/polkit-1/"])

    private static let rootNow =
        places(
            "persistence-write", .high, own: .high, "from where code runs as root, and which no script should write",
            [
                "/etc/ld.so.preload", "/var/lib/dpkg/status", "/var/lib/dpkg/triggers/", "/var/lib/dpkg/updates/",
                "/var/lib/dpkg/diversions", "/var/lib/dpkg/statoverride", "/proc/sys/kernel/core_pattern",
                "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug", "/sys/kernel/uevent_helper",
            ])
        + places(
            "persistence-write", .high, own: .medium,
            "from where dpkg takes what it runs as root, and which no script should write", ["/var/lib/dpkg/info/"])
        + places(
            "persistence-write", .high, own: .low, makers: ["libpam-runtime"],
            "which decides how every login is checked", ["/etc/pam.d/"])

    private static let later =
        places(
            "persistence-write", .medium, own: .low, makers: ["openssh-server"],
            "which decides who may log in", ["/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/"])
        + places(
            "persistence-write", .medium, own: .low, "from where code runs later, instead of shipping the file",
            [
                "/etc/cron.d/", "/etc/cron.daily/", "/etc/cron.hourly/", "/etc/cron.weekly/", "/etc/cron.monthly/",
                "/etc/profile.d/", "/etc/bash_completion.d/", "/etc/systemd/system/", "/lib/systemd/system/",
                "/usr/lib/systemd/system/", "/run/systemd/system/", "/etc/systemd/user/", "/usr/lib/systemd/user/",
                "/etc/systemd/system-generators/", "/usr/lib/systemd/system-generators/", "/etc/init.d/",
                "/etc/update-motd.d/", "/etc/apt/apt.conf.d/", "/etc/dpkg/dpkg.cfg.d/", "/etc/udev/rules.d/",
                "/lib/udev/rules.d/", "/usr/lib/udev/rules.d/", "/etc/xdg/autostart/",
                "/etc/NetworkManager/dispatcher.d/", "/etc/network/if-up.d/", "/etc/network/if-pre-up.d/",
                "/etc/dhcp/dhclient-enter-hooks.d/", "/etc/dhcp/dhclient-exit-hooks.d/", "/etc/kernel/",
                "/etc/initramfs-tools/hooks/", "/etc/initramfs-tools/scripts/", "/usr/share/initramfs-tools/hooks/",
                "/etc/X11/Xsession.d/", "/etc/logrotate.d/", "/etc/ld.so.conf.d/", "/etc/xinetd.d/", "/etc/init/",
                "/etc/modules-load.d/", "/etc/environment.d/", "/etc/grub.d/", "/usr/local/sbin/", "/usr/local/bin/",
            ])
        + places(
            "persistence-write", .low, own: .low, "a link that says in which run levels a service starts",
            (0...6).map { UntrustedText("/etc/rc\($0).d/".utf8) } + ["/etc/rcS.d/"])
        + places(
            "persistence-write", .medium, own: .medium, "from where code runs later, and which belongs to the operator",
            [
                "/etc/profile", "/etc/bash.bashrc", "/etc/zsh/", "/etc/rc.local", "/etc/crontab", "/etc/anacrontab",
                "/var/spool/cron/", "/etc/inittab", "/etc/environment", "/etc/ssh/sshrc", "/root/.bashrc",
                "/root/.profile", "/root/.bash_profile", "/root/.bash_login", "/root/.zshrc", "/root/.ssh/",
                "/etc/skel/", "/etc/apt/apt.conf", "/etc/dpkg/dpkg.cfg", "/root/.dpkg.cfg", "/etc/ld.so.conf",
                "/usr/local/share/ca-certificates/", "/proc/sys/fs/binfmt_misc/register",
            ])

    private static let sources = places(
        "source-added", .low, own: .low, "which decides where packages come from",
        [
            "/etc/apt/sources.list", "/etc/apt/sources.list.d/", "/etc/apt/trusted.gpg", "/etc/apt/trusted.gpg.d/",
            "/etc/apt/preferences", "/etc/apt/preferences.d/", "/etc/apt/auth.conf.d/",
        ])

    private static let coreNames = [
        "dpkg", "dpkg-deb", "dpkg-split", "apt", "apt-get", "apt-key", "apt-cache", "gpgv", "sqv", "sudo", "su",
        "login",
        "passwd", "sshd", "ssh", "bash", "dash", "ls", "ps", "ss", "netstat", "top", "cat", "rm", "cp", "mv",
        "systemctl", "agetty", "getty", "cron", "init", "env", "id", "ldconfig", "debsums", "md5sum", "sha256sum",
    ]
    private static let local = places(
        "core-program-write", .high, own: .low, coreReason,
        ["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"].flatMap { folder in
            coreNames.map { UntrustedText((folder + $0).utf8) }
        })
    private static let shell = places(
        "core-program-write", .high, own: .high, makers: ["bash", "dash"], coreReason, ["/bin/sh", "/usr/bin/sh"])
    private static let coreReason: ReportText = "a program that root and the package manager rely on"
}
