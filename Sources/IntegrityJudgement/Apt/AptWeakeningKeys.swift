import AuditModel

/// Keys that make apt believe more than it should; files are those of apt 2.6.1.
enum AptWeakeningKeys {
    static let rules: [AptKeyRule] = [
        // apt-pkg/deb/debmetaindex.cc and apt-pkg/acquire-item.cc
        on("acquire::allowinsecurerepositories", .high, "accepts package lists that nobody signed"),
        on("acquire::allowweakrepositories", .high, "accepts package lists with broken digests or keys"),
        on("acquire::allowdowngradetoinsecurerepositories", .high, "accepts that a signed source stops being signed"),
        on("apt::get::allowunauthenticated", .high, "installs packages without any proof of origin"),
        on("apt::get::force-yes", .high, "installs packages without any proof of origin"),
        on("aptitude::cmdline::ignore-trust-violations", .high, "installs packages without any proof of origin"),
        on("apt::get::allow-downgrades", .medium, "lets older versions replace newer ones without a question"),
        on("unattended-upgrade::allow-downgrade", .medium, "lets older versions replace newer ones by themselves"),
        off("apt::hashes::*::untrusted", .medium, "trusts a digest that apt holds for broken"),
        off("apt::hashes::*::weak", .medium, "trusts a digest that apt holds for weak"),
        on("apt::authentication::trustcdrom", .low, "trusts discs without a signature"),
        off("acquire::check-valid-until", .low, "accepts package lists that have expired, which hides missing updates"),
        off("acquire::check-date", .low, "accepts package lists from another time"),
        AptKeyRule("acquire::max-validtime", .subtree, weakens(.low, "changes how long package lists are believed")),
        // methods/connect.cc: transport only, signatures still hold
        off("acquire::*::verify-peer", .low, "does not ask a server who it is"),
        off("acquire::*::verify-host", .low, "does not ask a server who it is"),
        off("acquire::*::*::verify-peer", .low, "does not ask a server who it is"),
        off("acquire::*::*::verify-host", .low, "does not ask a server who it is"),
        AptKeyRule(
            "acquire::*::cainfo", .subtree, when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        AptKeyRule(
            "acquire::*::*::cainfo", .subtree, when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        // apt-pkg/contrib/fileutl.cc, DropPrivileges
        AptKeyRule(
            "apt::sandbox::user", when: .isRoot, weakens(.medium, "lets the programs that download run as root")),
        on("debug::nodropprivs", .medium, "lets the programs that download run as root"),
        AptKeyRule("apt::solver::runasuser", when: .isRoot, weakens(.medium, "lets solvers run as root")),
        off("apt::sandbox::resetenvironment", .low, "passes the caller's environment to the programs that download"),
        AptKeyRule("apt::keep-fds", .subtree, weakens(.low, "passes open files to the programs that apt runs")),
        AptKeyRule("apt::key::assert-pubkey-algo", .subtree, weakens(.low, "changes which keys are strong enough")),
    ]

    private static func weakens(_ severity: Severity, _ meaning: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.weakens, severity, meaning)
    }

    private static func on(_ pattern: UntrustedText, _ severity: Severity, _ meaning: String) -> AptKeyRule {
        AptKeyRule(pattern, when: .isTrue, weakens(severity, meaning))
    }

    private static func off(_ pattern: UntrustedText, _ severity: Severity, _ meaning: String) -> AptKeyRule {
        AptKeyRule(pattern, when: .isFalse, weakens(severity, meaning))
    }
}
