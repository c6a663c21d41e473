import AuditModel

/// Keys that make apt read or write elsewhere; apt-pkg/init.cc of apt 2.6.1 lists the defaults.
enum AptRedirectingKeys {
    static let rules: [AptKeyRule] = writing.map(lands) + moving

    /// Where root writes: packages' own output in a log, whole files in a cache.
    private static let writing: [UntrustedText] = [
        "dir::log", "dir::cache", "dir::cache::archives", "dir::cache::backup", "dir::cache::pkgcache",
        "dir::cache::srcpkgcache", "dir::state::lists", "dir::state::cdroms", "dir::state::extended_states",
        "dir::state::mountpoints", "dir::media::mountpath", "dir::apport", "dir::aptitude::state",
        "apt::extracttemplates::tempdir", "aptitude::log", "aptitude::logging::file",
        "apt::unattendedupgrades::logdir", "apt::unattendedupgrades::logfile", "unattended-upgrade::logdir",
        "unattended-upgrade::logfile",
    ]

    private static func lands(_ pattern: UntrustedText) -> AptKeyRule {
        AptKeyRule(
            pattern, .subtree, when: .landsWhereThingsRun,
            redirects(.medium, "makes root write where files are run or obeyed"))
    }

    private static let moving: [AptKeyRule] = [
        rule("rootdir", .high, "moves every path of apt's", except: ["", "/"]),
        rule("dir", .high, "moves every path of apt's", except: ["", "/"]),
        rule(
            "dir::state", .high, "moves apt's state and lists",
            except: ["", "var/lib/apt", "var/lib/apt/", "/var/lib/apt", "/var/lib/apt/"]),
        rule(
            "dir::state::status", .high, "makes apt read another dpkg database", except: ["", "/var/lib/dpkg/status"]),
        rule("dir::state::lists", .medium, "moves the package lists", except: ["", "lists/", "lists"]),
        rule(
            "dir::cache", .medium, "moves apt's cache",
            except: ["", "var/cache/apt", "var/cache/apt/", "/var/cache/apt", "/var/cache/apt/"]),
        rule(
            "dir::cache::archives", .medium, "moves the folder of downloaded packages",
            except: ["", "archives/", "archives"]),
        rule("dir::cache::pkgcache", .low, "moves a cache file"),
        rule("dir::cache::srcpkgcache", .low, "moves a cache file"),
        rule(
            "dir::etc", .high, "moves apt's configuration",
            except: ["", "etc/apt", "etc/apt/", "/etc/apt", "/etc/apt/"]),
        rule("dir::etc::main", .high, "makes apt read another main configuration file", except: ["", "apt.conf"]),
        rule("dir::etc::parts", .high, "makes apt read another configuration folder", except: ["", "apt.conf.d"]),
        rule("dir::etc::sourcelist", .high, "makes apt read another list of sources", except: ["", "sources.list"]),
        rule(
            "dir::etc::sourceparts", .high, "makes apt read another folder of sources", except: ["", "sources.list.d"]),
        rule("dir::etc::trusted", .high, "makes apt trust another keyring", except: ["", "trusted.gpg"]),
        rule("dir::etc::trustedparts", .high, "makes apt trust another folder of keys", except: ["", "trusted.gpg.d"]),
        rule(
            "dir::etc::preferences", .medium, "makes apt prefer versions by another file", except: ["", "preferences"]),
        rule(
            "dir::etc::preferencesparts", .medium, "makes apt prefer versions by another folder",
            except: ["", "preferences.d"]),
        rule("dir::etc::netrc", .low, "moves the file of passwords"),
        rule("dir::etc::netrcparts", .low, "moves the folder of passwords"),
        AptKeyRule("dir::log", .subtree, when: .always, redirects(.low, "moves or switches off apt's own logs")),
        AptKeyRule("dir::ignore-files-silently", .subtree, redirects(.low, "makes apt silent about files it skips")),
        rule("dpkg::chroot-directory", .high, "runs dpkg and every hook in another tree", except: ["", "/"]),
        rule("dpkg::run-directory", .high, "runs dpkg and every hook in another folder", except: ["", "/"]),
        AptKeyRule("acquire::*::proxy", .subtree, when: proxied, redirects(.low, "sends downloads through a proxy")),
        rule("dir::state::cdroms", .low, "moves a file of state", except: ["", "cdroms.list"]),
        rule("dir::state::extended_states", .low, "moves a file of state", except: ["", "extended_states"]),
        rule("dir::state::mountpoints", .low, "moves a file of state", except: ["", "mountpoints/"]),
        rule(
            "dir::media::mountpath", .low, "moves where discs are mounted", except: ["", "/media/apt", "/media/apt/"]),
        rule("dir::apport", .low, "moves where reports of failures go", except: ["", "var/crash"]),
        rule("dir::aptitude::state", .low, "moves aptitude's state"),
        rule("apt::extracttemplates::tempdir", .low, "moves where templates are unpacked"),
        // apt-pkg/init.cc, bindtextdomain: translations are formats with places to fill
        rule("dir::locale", .medium, "makes apt load its messages from elsewhere"),
        rule("dir::dpkg::*", .low, "makes apt read another table of architectures"),
        rule("dir::proc::cpuinfo", .low, "makes apt read another list of processors"),
        // apt-listchanges: these files name a pager, a browser and a mail program
        rule(
            "dir::etc::apt-listchanges-main", .medium, "makes apt-listchanges read another configuration",
            except: ["", "listchanges.conf"]),
        rule(
            "dir::etc::apt-listchanges-parts", .medium, "makes apt-listchanges read another configuration",
            except: ["", "listchanges.conf.d"]),
        AptKeyRule(
            "apt::snapshot", .subtree, when: .isNotEmpty, redirects(.medium, "takes packages of an earlier day")),
        AptKeyRule(
            "acquire::snapshots::uri", .subtree, when: .isNotEmpty,
            redirects(.medium, "says where earlier packages come from")),
    ]

    private static let proxied = AptValueCondition.isNone(of: ["", "direct", "false"])

    private static func redirects(_ severity: Severity, _ meaning: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.redirects, severity, meaning)
    }

    private static func rule(
        _ pattern: UntrustedText, _ severity: Severity, _ meaning: String, except words: [UntrustedText] = [""]
    ) -> AptKeyRule {
        AptKeyRule(pattern, when: .isNone(of: words), redirects(severity, meaning))
    }
}
