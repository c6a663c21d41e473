import AuditModel
import Glibc
import HostEvidence

/// The tree that is audited and the archives that it was made from.
struct BenchTree {
    let root: String
    let archives: String

    /// Real services, desktops left out: about 750 packages with what they depend on.
    private static let packages = [
        "ansible-core", "apache2", "apt-file", "apt-listbugs", "apt-listchanges", "avahi-daemon", "bind9",
        "build-essential", "certbot", "cloud-init", "cron", "cups", "debsums", "default-jre", "dovecot-imapd",
        "emacs-nox", "etckeeper", "exim4", "fail2ban", "git", "grub-pc", "haproxy", "initramfs-tools",
        "libapache2-mod-php", "linux-image-amd64", "locales", "logrotate", "lvm2", "man-db", "mariadb-server", "mdadm",
        "memcached", "needrestart", "network-manager", "nfs-kernel-server", "openssh-server", "openvpn", "packagekit",
        "php", "php-curl", "php-gd", "php-mysql", "php-xml", "podman", "postgresql", "python3-pip", "qemu-utils",
        "redis-server", "rsyslog", "samba", "smartmontools", "squid", "strongswan", "sudo", "sysstat", "tcpdump",
        "tmux",
        "unattended-upgrades", "vim", "xauth",
    ]

    /// Where a tree is kept from one run to the next.
    private static let folder = ".build/bench"

    /// The kept tree, or a new one made by mmdebstrap from this machine's own sources.
    static func made() throws -> BenchTree {
        let tree = BenchTree(root: folder + "/root", archives: folder + "/archives")
        if unsafe access(folder + "/complete", F_OK) == 0 { return tree }
        let known = ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"]
        let sources = known.filter {
            unsafe access($0, R_OK) == 0
        }
        guard !sources.isEmpty else {
            throw BenchFailure(description: "this machine names no apt sources; give --root and --archives")
        }
        print("making a tree in \(folder), once")
        try MeasuredCommand.runShown(["rm", "-rf", folder])
        try MeasuredCommand.runShown(["mkdir", "-p", tree.archives])
        try MeasuredCommand.runShown(
            [
                "mmdebstrap", "--variant=minbase", "--skip=download/empty,essential/unlink,cleanup/apt",
                "--aptopt=APT::Keep-Downloaded-Packages \"true\"", "--include=" + packages.joined(separator: ","),
                "bookworm", tree.root,
            ] + sources)
        let cache = tree.root + "/var/cache/apt/archives"
        try MeasuredCommand.runShown(
            ["find", cache, "-maxdepth", "1", "-name", "*.deb", "-exec", "mv", "-t", tree.archives, "{}", "+"])
        try MeasuredCommand.runShown(["touch", folder + "/complete"])
        return tree
    }

    /// Whether even an audit without archives has some to read.
    var holdsCachedArchives: Bool {
        !ArchiveFolder(UntrustedText("\(root)/var/cache/apt/archives".utf8)).archives.isEmpty
    }

    /// A file with the paths of all archives, each ended by NUL, as xargs reads it.
    func archiveList() throws -> String {
        let list = ".build/bench-archives"
        try MeasuredCommand.runShown(["mkdir", "-p", ".build"])
        try MeasuredCommand.runShown(["find", archives, "-name", "*.deb", "-fprint0", list])
        return list
    }
}
