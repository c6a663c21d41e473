import AuditModel

/// Keys that put another program in the place of one that apt relies on; files are those of apt 2.6.1.
enum AptOverridingKeys {
    static let rules: [AptKeyRule] = [
        // apt-pkg/deb/debsystem.cc, GetDpkgBaseCommand
        rule("dir::bin::dpkg", .critical, "replaces dpkg", except: ["/usr/bin/dpkg"]),
        // apt-pkg/acquire-worker.cc, Start; "false" and an empty value only switch a method off
        rule(
            "dir::bin::methods", .critical, "replaces the programs that download",
            except: ["/usr/lib/apt/methods", "/usr/lib/apt/methods/", ""]),
        rule(
            "dir::bin::methods::*", .critical, "replaces a program that downloads", except: ["false", "", "/bin/false"]),
        // apt-pkg/contrib/gpgv.cc and cmdline/apt-key.in
        rule(
            "dir::bin::apt-key", .critical, "replaces the program that verifies signatures",
            except: ["/usr/bin/apt-key"]),
        rule("dir::bin::gpg", .critical, "replaces the program that verifies signatures"),
        rule("dir::bin::gpgv", .critical, "replaces the program that verifies signatures"),
        rule("apt::key::gpgcommand", .critical, "replaces the program that verifies signatures"),
        rule("apt::key::gpgvcommand", .critical, "replaces the program that verifies signatures"),
        // apt-pkg/edsp.cc, ExecuteExternal
        AptKeyRule(
            "dir::bin::solvers", .subtree, when: .isNotEmpty,
            judgement(.high, "names folders of solvers, which apt runs")),
        AptKeyRule(
            "dir::bin::planners", .subtree, when: .isNotEmpty,
            judgement(.high, "names folders of planners, which apt runs")),
        rule("apt::solver", .medium, "lets another program decide what is installed", except: ["", "internal", "3.0"]),
        rule(
            "apt::planner", .medium, "lets another program decide the order of installation", except: ["", "internal"]),
        // apt-pkg/deb/dpkgpm.cc, Go
        AptKeyRule(
            "dpkg::path", when: .leavesUsualFolders,
            judgement(.high, "changes where dpkg and every hook find their programs")),
        // apt-pkg/aptconfiguration.cc, getCompressors
        rule("apt::compressor::*::binary", .medium, "names the program that unpacks downloads"),
        AptKeyRule(
            "apt::compressor::*::uncompressarg", .subtree, judgement(.medium, "changes how downloads are unpacked")),
        AptKeyRule("apt::compressor::*::compressarg", .subtree, judgement(.medium, "changes how files are packed")),
        // aptitude's manual, Aptitude::Get-Root-Command
        rule(
            "aptitude::get-root-command", .medium, "names the program by which aptitude becomes root",
            except: ["", "su:/bin/su", "su:/usr/bin/su", "sudo:/usr/bin/sudo"]),
        // methods/rsh.cc, which apt 2.9.11 dropped; ssh(1) has options that name commands
        AptKeyRule("acquire::rsh::options", .subtree, when: .isNotEmpty, judgement(.medium, "adds words to a command")),
        AptKeyRule("acquire::ssh::options", .subtree, when: .isNotEmpty, judgement(.medium, "adds words to a command")),
        // dselect/install and dselect/update
        AptKeyRule(
            "dselect::options", when: .isNone(of: ["", "-f"]),
            judgement(.medium, "adds words to apt-get's command line")),
        AptKeyRule(
            "dselect::updateoptions", when: .isNotEmpty, judgement(.medium, "adds words to apt-get's command line")),
        AptKeyRule(
            "dpkg::build-options", .subtree, when: .isNotEmpty, judgement(.medium, "adds words to a build command")),
        AptKeyRule(
            "dpkg::source-options", .subtree, when: .isNotEmpty, judgement(.medium, "adds words to a build command")),
    ]

    /// The remaining programs, where no other rule names the key: ischroot, pager, editor, compressors, dpkg-source.
    static let otherProgram = rule("dir::bin::*", .medium, "names a program that apt runs")

    private static func judgement(_ severity: Severity, _ meaning: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.overridesProgram, severity, meaning)
    }

    private static func rule(
        _ pattern: UntrustedText, _ severity: Severity, _ meaning: String, except words: [UntrustedText] = [""]
    ) -> AptKeyRule {
        AptKeyRule(pattern, when: .isNone(of: words), judgement(severity, meaning))
    }
}
