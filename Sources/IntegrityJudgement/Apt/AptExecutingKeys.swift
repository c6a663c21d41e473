import AuditModel

/// Keys that make apt run a command; files and functions are those of apt 2.6.1.
enum AptExecutingKeys {
    static let rules: [AptKeyRule] = hooks + commands

    /// Whether only a program that installs runs the key.
    static func isHook(_ parts: [UntrustedText]) -> Bool { hooks.contains { $0.matches(parts) } }

    private static let hooks: [AptKeyRule] = [
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
    ]

    private static let commands: [AptKeyRule] = [
        // debian/apt.systemd.daily, do_cache_backup: FindDir joins these four, and eval takes the result
        daily("rootdir", when: .holdsShellText, "is expanded again by a root shell"),
        daily("dir", when: .holdsShellText, "is expanded again by a root shell"),
        daily("dir::cache", when: .holdsShellText, "is expanded again by a root shell"),
        daily("dir::cache::backup", when: .holdsShellText, "is expanded again by a root shell"),
        // The same script, check_size_constraints: an unquoted argument of find(1)
        daily("dir::cache::archives", when: .holdsBlank, "falls apart into arguments of find(1), which runs commands"),
        // unattended-upgrades, UnattendedUpgradesCache and _load_plugins, from 2.11 on
        AptKeyRule(
            "unattended-upgrade::dirs::plugins", .subtree, when: .isNone(of: unattendedPlugins),
            ConfigurationJudgement(
                .executes, .high, "names a folder of Python programs", when: "whenever unattended-upgrade runs",
                asWhom: "root")),
        // aptitude's manual, Aptitude::Log
        AptKeyRule(
            "aptitude::log", .subtree, when: .begins(with: "|"),
            ConfigurationJudgement(
                .executes, .high, "pipes a log into a command", when: "after aptitude changed packages", asWhom: "root")
        ),
        // synaptic, gtk/rgtaskswin.cc
        AptKeyRule(
            "synaptic::taskhelperprog", when: .isNone(of: ["", "/usr/bin/tasksel"]),
            ConfigurationJudgement(
                .executes, .medium, "names the program that lists tasks", when: "when synaptic lists tasks",
                asWhom: "root")),
        // apt-pkg/contrib/proxy.cc, AutoDetectProxy
        AptKeyRule("acquire::*::proxy-auto-detect", .subtree, when: .isNotEmpty, proxy),
        AptKeyRule("acquire::*::proxyautodetect", .subtree, when: .isNotEmpty, proxy),
        // apt-pkg/contrib/cdromutl.cc, MountCdrom
        AptKeyRule("acquire::cdrom::*::mount", when: .isNotEmpty, medium("when a disc is mounted")),
        AptKeyRule("acquire::cdrom::*::umount", when: .isNotEmpty, medium("when a disc is unmounted")),
        // apt-pkg/acquire-item.cc, ReportMirrorFailure
        AptKeyRule(
            "methods::mirror::problemreporting",
            when: .isNone(of: ["", "/usr/lib/apt/apt-report-mirror-failure"]), medium("when a mirror fails")),
    ]

    private static let unattendedPlugins: [UntrustedText] = [
        "", "/etc/unattended-upgrades/plugins", "/usr/share/unattended-upgrades/plugins",
    ]

    private static func daily(
        _ pattern: UntrustedText, when condition: AptValueCondition, _ meaning: String
    ) -> AptKeyRule {
        AptKeyRule(
            pattern, when: condition,
            ConfigurationJudgement(
                .executes, .high, meaning, when: "in the daily job, where it keeps house", asWhom: "root"))
    }

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
