import AuditModel

/// Keys that make apt run a command; files and functions are those of apt 2.6.1.
enum AptExecutingKeys {
    static let rules: [AptKeyRule] = [
        // apt-pkg/update.cc, AcquireUpdate
        hook("apt::update::pre-invoke", "before every update of the package lists"),
        hook("apt::update::post-invoke", "after every update of the package lists"),
        hook("apt::update::post-invoke-success", "after every update of the package lists that did not fail whole"),
        // apt-private/private-update.cc, DoUpdate
        hook("apt::update::post-invoke-stats", "after `apt update`"),
        // apt-pkg/acquire-item.cc, CheckStopAuthentication
        hook("apt::update::auth-failure", "when a signature cannot be verified during an update"),
        // apt-private/private-install.cc, InstallPackages
        hook("apt::install::pre-invoke", "before an install, upgrade or removal, simulations included", as: "caller"),
        hook(
            "apt::install::post-invoke-success", "after an install, upgrade or removal, simulations included",
            as: "caller"),
        // apt-pkg/deb/dpkgpm.cc, Go and RunScriptsWithPkgs
        hook("dpkg::pre-invoke", "before apt runs dpkg"),
        hook("dpkg::post-invoke", "after apt ran dpkg"),
        hook("dpkg::pre-install-pkgs", "before apt runs dpkg, with the list of packages as input"),
        // apt-private/private-json-hooks.cc, RunJsonHook
        hook("aptcli::hooks::*", "during install, upgrade and search, simulations included", as: "caller"),
        // debian/apt.systemd.daily, do_cache_backup
        AptKeyRule(
            "dir::cache::backup", when: .holdsExpansion,
            ConfigurationJudgement(
                .executes, .high, "is expanded again by a root shell", when: "in the daily job, where backups are on",
                asWhom: "root")),
        // apt-pkg/contrib/proxy.cc, AutoDetectProxy
        AptKeyRule("acquire::*::proxy-auto-detect", .subtree, when: .isNotEmpty, proxy),
        AptKeyRule("acquire::*::proxyautodetect", .subtree, when: .isNotEmpty, proxy),
        // apt-pkg/contrib/cdromutl.cc, MountCdrom
        AptKeyRule("acquire::cdrom::*::mount", when: .isNotEmpty, medium("when a disc is mounted")),
        AptKeyRule("acquire::cdrom::*::umount", when: .isNotEmpty, medium("when a disc is unmounted")),
        // apt-pkg/acquire-item.cc, ReportMirrorFailure
        AptKeyRule("methods::mirror::problemreporting", when: .isNotEmpty, medium("when a mirror fails")),
    ]

    private static let proxy = ConfigurationJudgement(
        .executes, .medium, "runs a program that names the proxy", when: "before each download", asWhom: "_apt")

    private static func medium(_ when: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.executes, .medium, "makes apt run a command", when: when, asWhom: "root")
    }

    private static func hook(_ pattern: UntrustedText, _ when: String, as whom: String = "root") -> AptKeyRule {
        AptKeyRule(
            pattern, .list, when: .isNotEmpty,
            ConfigurationJudgement(.executes, .high, "makes apt run a command", when: when, asWhom: whom))
    }
}
