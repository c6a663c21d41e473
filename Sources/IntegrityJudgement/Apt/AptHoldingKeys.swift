import AuditModel

/// Keys that keep updates from being installed, most of them without a word; files are those of apt 2.6.1.
enum AptHoldingKeys {
    static let rules: [AptKeyRule] =
        [
            // apt-pkg/deb/dpkgpm.cc, Go: dpkg's command lines are printed, and nothing is run
            on("debug::pkgdpkgpm", .medium, "prints dpkg's calls and runs none"),
            // apt-private/private-install.cc, InstallPackages
            on("apt::get::simulate", .medium, "installs nothing"),
            on("apt::get::print-uris", .medium, "installs nothing"),
            on("apt::get::download-only", .medium, "installs nothing"),
            on("apt::get::trivial-only", .medium, "installs nothing"),
            off("apt::get::download", .medium, "downloads nothing"),
            on("apt::get::assume-no", .low, "answers every question with no"),
            on("debug::pkgacqarchive::noqueue", .medium, "downloads nothing"),
            // apt-private/private-cmndline.cc, ParseCommandLine
            on("help", .medium, "makes apt print its help and do nothing"),
            on("version", .medium, "makes apt print its version and do nothing"),
            AptKeyRule("apt::default-release", when: .isNotEmpty, holds(.low, "prefers the packages of one release")),
            AptKeyRule(
                "apt::system", when: .isNone(of: ["", "debian dpkg interface"]), holds(.low, "names another system")),
            off("dpkg::configurepending", .low, "leaves packages unconfigured"),
            on("dpkg::notriggers", .low, "leaves triggers waiting"),
            on("apt::get::never-include-phased-updates", .low, "leaves out updates that are being rolled out"),
            on("update-manager::never-include-phased-updates", .low, "leaves out updates that are being rolled out"),
            off("acquire::allowtls", .low, "refuses sources over TLS"),
            method("http"), method("https"), method("file"), method("copy"), method("gpgv"), method("sqv"),
            method("store"),
            // apt-pkg/aptconfiguration.cc and debmetaindex.cc: which lists of packages there are
        ] + indexKeys.map { AptKeyRule($0, .subtree, holds(.low, "changes which package lists are fetched")) } + [
            // debian/apt.systemd.daily
            AptKeyRule("apt::periodic::enable", when: .isOne(of: ["0"]), holds(.low, "switches the daily job off")),
            AptKeyRule(
                "apt::periodic::update-package-lists", when: .isOne(of: ["0"]),
                holds(.low, "does not renew package lists by itself")),
            AptKeyRule(
                "apt::periodic::unattended-upgrade", when: .isOne(of: ["0"]),
                holds(.low, "does not install updates by itself")),
            // The same script reads every other value as a number in shell arithmetic.
            AptKeyRule("apt::periodic", .subtree, when: .isNoInterval, .unknown),
            AptKeyRule("apt::archives", .subtree, when: .isNoInterval, .unknown),
            // unattended-upgrade, is_pkg_change_allowed
            AptKeyRule(
                "unattended-upgrade::package-blacklist", .subtree, when: .matchesEveryName,
                holds(.medium, "keeps every package from being updated by itself")),
            AptKeyRule(
                "unattended-upgrade::package-blacklist", .subtree,
                holds(.low, "keeps packages from being updated by itself")
            ),
            AptKeyRule(
                "unattended-upgrade::package-whitelist", .subtree, when: .isNotEmpty,
                holds(.low, "lets only named packages be updated by itself")),
            on("unattended-upgrade::package-whitelist-strict", .low, "lets only named packages be updated by itself"),
            AptKeyRule(
                "unattended-upgrade::update-days", .subtree, when: .isNoWeekday,
                holds(.low, "installs updates on a day that never comes")),
        ]

    private static let indexKeys: [UntrustedText] = [
        "acquire::indextargets::deb::packages::metakey", "acquire::indextargets::deb::packages::flatmetakey",
        "acquire::indextargets::deb::packages::defaultenabled", "acquire::indextargets::deb::packages::optional",
    ]

    private static func holds(_ severity: Severity, _ meaning: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.holdsBack, severity, meaning)
    }

    private static func on(_ pattern: UntrustedText, _ severity: Severity, _ meaning: String) -> AptKeyRule {
        AptKeyRule(pattern, when: .isTrue, holds(severity, meaning))
    }

    private static func off(_ pattern: UntrustedText, _ severity: Severity, _ meaning: String) -> AptKeyRule {
        AptKeyRule(pattern, when: .isFalse, holds(severity, meaning))
    }

    /// A method whose program is `false` is switched off (apt-pkg/acquire-worker.cc, Start).
    private static func method(_ name: UntrustedText) -> AptKeyRule {
        AptKeyRule(
            UntrustedText(Array("dir::bin::methods::".utf8) + name.bytes),
            when: .isOne(of: ["false", "/bin/false", "/usr/bin/false"]), holds(.low, "switches a way of download off"))
    }
}
