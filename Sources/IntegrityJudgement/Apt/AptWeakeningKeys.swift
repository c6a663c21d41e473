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
        on("apt::get::allow-remove-essential", .low, "lets essential packages go without a question"),
        on("apt::get::allow-solver-remove-essential", .low, "lets essential packages go without a question"),
        on("apt::get::allow-change-held-packages", .low, "changes held packages without a question"),
        on("apt::force-loopbreak", .low, "lets essential packages go for a moment"),
        on("debug::nolocking", .low, "lets several programs change the packages at one time"),
        on("debug::setupaptpartialdirectory::assumegood", .low, "lets others own the folder of downloads"),
        on("apt::get::allow-downgrades", .medium, "lets older versions replace newer ones without a question"),
        on("unattended-upgrade::allow-downgrade", .medium, "lets older versions replace newer ones by themselves"),
        off("apt::hashes::*::untrusted", .medium, "trusts a digest that apt holds for broken"),
        off("apt::hashes::*::weak", .medium, "trusts a digest that apt holds for weak"),
        on("apt::authentication::trustcdrom", .low, "trusts discs without a signature"),
        off("acquire::check-valid-until", .low, "accepts package lists that have expired, which hides missing updates"),
        off("acquire::check-date", .low, "accepts package lists from another time"),
        AptKeyRule("acquire::max-validtime", .subtree, weakens(.low, "changes how long package lists are believed")),
        // apt-pkg/sourcelist.cc, AddVolatileFiles: no signature and no hash stands behind such a file
        AptKeyRule(
            "apt::sources::with", .subtree, when: .isNotEmpty,
            weakens(.high, "makes a local file that nobody signed a source of packages")),
        // apt-pkg/contrib/gpgv.cc, ExecGPGV
        AptKeyRule(
            "acquire::gpgv::options", .subtree, when: .isOne(of: ["--ignore-time-conflict"]),
            weakens(.low, "accepts signatures of the future")),
        AptKeyRule(
            "acquire::gpgv::options", .subtree, when: .isNotEmpty,
            weakens(.high, "tells the verifier of signatures what to accept")),
        // apt-pkg/contrib/hashes.cc
        AptKeyRule(
            "acquire::forcehash", when: .isNone(of: ["", "sha256", "sha512"]),
            weakens(.medium, "compares every download by a weak digest alone")),
        on("acquire::allowunsizedpackages", .low, "accepts packages whose size no index names"),
        AptKeyRule(
            "acquire::allowreleaseinfochange", .subtree, when: .isTrue,
            weakens(.low, "does not ask when a source says that it is another one")),
        AptKeyRule("acquire::max-futuretime", when: .isNotEmpty, weakens(.low, "accepts package lists of the future")),
        AptKeyRule(
            "acquire::min-validtime", .subtree, when: .isNotEmpty,
            weakens(.low, "believes package lists longer than they say")),
        // cmdline/apt-key.in
        AptKeyRule("apt::key::archivekeyring", when: .isNotEmpty, weakens(.medium, "names the keys to be trusted")),
        AptKeyRule("apt::key::masterkeyring", when: .isNotEmpty, weakens(.medium, "names the keys to be trusted")),
        AptKeyRule("apt::key::archivekeyringuri", when: .isNotEmpty, weakens(.medium, "says where keys come from")),
        on("apt::key::net-update-enabled", .medium, "lets keys be fetched"),
        // methods/connect.cc: transport only, signatures still hold
        off("acquire::*::verify-peer", .low, "does not ask a server who it is"),
        off("acquire::*::verify-host", .low, "does not ask a server who it is"),
        off("acquire::*::*::verify-peer", .low, "does not ask a server who it is"),
        off("acquire::*::*::verify-host", .low, "does not ask a server who it is"),
        AptKeyRule(
            "acquire::*::cainfo", .subtree, when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        AptKeyRule(
            "acquire::*::*::cainfo", .subtree, when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        AptKeyRule("acquire::*::capath", when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        AptKeyRule("acquire::*::*::capath", when: .isNotEmpty, weakens(.low, "changes which servers are believed")),
        AptKeyRule("acquire::*::sslforceversion", when: .isNotEmpty, weakens(.low, "fixes the version of TLS")),
        // apt-pkg/contrib/fileutl.cc, DropPrivileges
        AptKeyRule(
            "apt::sandbox::user", when: .isOne(of: ["", "root", "0"]),
            weakens(.medium, "lets the programs that download run as root")),
        on("debug::nodropprivs", .medium, "lets the programs that download run as root"),
        AptKeyRule(
            "apt::solver::runasuser", when: .isOne(of: ["root", "0"]), weakens(.medium, "lets solvers run as root")),
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
