import AuditModel

/// Keys that are known to hold nothing but data: those that libapt-pkg, its methods and tools, the daily job and other
/// tools read, of apt 2.6.1 to 3.1, without the ones that another table judges.
enum AptPlainKeys {
    /// Trees in which what stands in no table is not known to be harmless.
    static let judgedTrees: Set<UntrustedText> = ["acquire", "apt", "dir", "dpkg", "unattended-upgrade", "aptitude"]

    /// Whether a key, or one above it, is in the table; `*` stands for one part.
    static func holds(_ parts: [UntrustedText]) -> Bool {
        if parts.count < 2 { return true }
        if parts[0] == "acquire", parts.count > 2, transfer.contains(parts[parts.count - 1]) { return true }
        if parts.count > 2, known.contains(parts[...2].joined) { return true }
        // What stands below the commands of a disc: apt takes their value and runs no list (cdromutl.cc, MountCdrom).
        if parts.count > 4, parts.starts(with: ["acquire", "cdrom"]), parts[3] == "mount" || parts[3] == "umount" {
            return true
        }
        return known.contains(parts[...1].joined)
    }

    private static let known: Set<UntrustedText> = Set(
        (apt + acquire + dir + dpkg + unattended + aptitude).map { AptKey.components(of: $0)[...].joined })

    /// Last parts of `Acquire::PROTOCOL::...` and `Acquire::PROTOCOL::HOST::...`.
    private static let transfer: Set<UntrustedText> = [
        "allowranges", "allowredirect", "by-hash", "connectionattemptdelaymsec", "crlfile", "dl-limit", "forceextended",
        "issuercert", "max-age", "no-cache", "no-store", "passive", "pipeline-depth", "referer", "retries",
        "sendaccept",
        "sslcert", "sslkey", "timeout", "user-agent", "user-agent-non-interactive", "verify-host", "verify-peer",
    ]

    private static let apt: [UntrustedText] = [
        "apt::acquire", "apt::apport", "apt::architecture", "apt::architectures", "apt::architecture-variants",
        "apt::archives", "apt::audit", "apt::authentication", "apt::autoremove", "apt::barbarianarchitectures",
        "apt::build-essential", "apt::build-profiles", "apt::cache", "apt::cache-fallback", "apt::cache-grow",
        "apt::cache-hashtablesize", "apt::cache-limit", "apt::cache-start", "apt::cdrom", "apt::changelog",
        "apt::changelogs", "apt::clean-installed", "apt::cmd", "apt::color", "apt::config", "apt::default-release",
        "apt::force-loopbreak", "apt::ftparchive", "apt::get", "apt::history", "apt::ignore-hold",
        "apt::immediate-configure", "apt::immediate-configure-all", "apt::install-recommends",
        "apt::install-recommends-sections", "apt::install-suggests", "apt::internal", "apt::keep-downloaded-packages",
        "apt::lastinstalledkernel", "apt::list-cleanup", "apt::machine-id", "apt::mark", "apt::markauto", "apt::moo",
        "apt::move-autobit-sections", "apt::never-markauto-sections", "apt::neverautoremove", "apt::output-version",
        "apt::periodic", "apt::pkgpackagemanager", "apt::planner", "apt::protect-kernels", "apt::quiet",
        "apt::sandbox::resetenvironment",
        "apt::sandbox::seccomp", "apt::sandbox::user", "apt::sandbox::verify", "apt::snapshots", "apt::solver",
        "apt::sortpkgs", "apt::status-deb822-fd", "apt::status-fd", "apt::system", "apt::unattendedupgrades",
        "apt::update::error-mode", "apt::versionedkernelpackages",
    ]

    private static let acquire: [UntrustedText] = [
        "acquire::allowdowngradetoinsecurerepositories", "acquire::allowinsecurerepositories",
        "acquire::allowreleaseinfochange", "acquire::allowtls", "acquire::allowunsizedpackages",
        "acquire::allowweakrepositories", "acquire::blockdotonion", "acquire::brokenproxy", "acquire::by-hash",
        "acquire::cdrom::autodetect",
        "acquire::cdrom::cdromonly", "acquire::cdrom::mount", "acquire::changelogs", "acquire::check-date",
        "acquire::check-valid-until", "acquire::compressiontypes", "acquire::connect", "acquire::enablesrvrecords",
        "acquire::failure", "acquire::forcehash", "acquire::forceipv4", "acquire::forceipv6", "acquire::ftp::passive",
        "acquire::ftp::forceextended", "acquire::ftp::proxylogin", "acquire::gzipindexes", "acquire::indextargets",
        "acquire::languages", "acquire::max-pipeline-depth", "acquire::maxreleasefilesize", "acquire::pdiffs",
        "acquire::progress", "acquire::queue-mode", "acquire::queuehost", "acquire::retries",
        "acquire::samemirrorforallindexes", "acquire::send-uri-encoded", "acquire::source-symlinks",
        "acquire::uriencode",
    ]

    private static let dir: [UntrustedText] = [
        "dir::archivedir", "dir::cachedir", "dir::filelistdir", "dir::overridedir", "dir::boot", "dir::usr",
        "dir::etc::machine-id", "dir::etc::vendorlist", "dir::etc::vendorparts", "dir::state::userstatus",
    ]

    private static let dpkg: [UntrustedText] = [
        "dpkg::apportfailurereport", "dpkg::configurepending", "dpkg::flushstdin", "dpkg::inhibit-shutdown",
        "dpkg::install", "dpkg::lock", "dpkg::maxargbytes", "dpkg::maxargs", "dpkg::notriggers", "dpkg::progress",
        "dpkg::progress-fancy", "dpkg::remove", "dpkg::selection", "dpkg::stoponerror", "dpkg::tools",
        "dpkg::triggerspending", "dpkg::use-pty", "dpkg::useionice",
    ]

    private static let unattended: [UntrustedText] = [
        "allow-apt-mark-fallback", "autofixinterrupteddpkg", "automatic-reboot", "automatic-reboot-time",
        "automatic-reboot-withusers", "debug", "devrelease", "ignoreappsrequirerestart", "installonshutdown",
        "keep-debs-after-install", "logdir", "logfile", "mail", "mailonlyonerror", "mailreport", "minimalsteps",
        "onlyonacpower", "package-blacklist", "package-whitelist", "package-whitelist-strict",
        "postpone-for-days", "postpone-wait-time", "remove-new-unused-dependencies", "remove-unused-dependencies",
        "remove-unused-kernel-packages", "sender", "skip-updates-on-metered-connections", "syslogenable",
        "syslogfacility", "update-days", "verbose",
    ].map { UntrustedText(Array("unattended-upgrade::".utf8) + $0.utf8) }

    /// Of aptitude's manual, what shows, sorts, sets defaults and decides by hints.
    private static let aptitude: [UntrustedText] = [
        "allow-null-upgrade", "always-use-safe-resolver", "auto-fix-broken", "auto-install", "auto-install-remove-ok",
        "auto-upgrade", "autoclean-after-update", "changelog-url-template", "clean-after-install", "cmdline",
        "debtags-binary", "delete-unused", "delete-unused-pattern", "display-planned-action", "forget-new-on-install",
        "forget-new-on-update", "help-bar", "ignore-old-tmp", "ignore-recommends-important", "keep-recommends",
        "keep-suggests", "keep-unused-pattern", "localize-log", "log", "logging", "parse-description-bullets",
        "pkg-display-limit", "problemresolver", "purge-unused", "recommends-important", "safe-resolver",
        "screenshot", "sections", "spin-interval", "suggests-important", "suppress-read-only-warning", "theme",
        "track-dselect-state", "ui", "user-tag", "virtual-sections", "warn-not-root",
    ].map { UntrustedText(Array("aptitude::".utf8) + $0.utf8) }
}

extension ArraySlice<UntrustedText> {
    /// The parts with `::` between them.
    fileprivate var joined: UntrustedText { UntrustedText(map(\.bytes).joined(separator: [0x3A, 0x3A])) }
}
