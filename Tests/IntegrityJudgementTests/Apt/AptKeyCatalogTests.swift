import AuditModel
import IntegrityJudgement
import Testing

@Suite struct AptKeyCatalogTests {
    /// A directive and what it should be taken for.
    struct Row: Sendable {
        let action: AptAction
        let key: UntrustedText
        let value: UntrustedText
        let effect: ConfigurationEffect
        let severity: Severity

        init(
            _ action: AptAction, _ key: UntrustedText, _ value: UntrustedText, _ effect: ConfigurationEffect,
            _ severity: Severity
        ) {
            self.action = action
            self.key = key
            self.value = value
            self.effect = effect
            self.severity = severity
        }
    }

    static let rows: [Row] = [
        Row(.append, "DPkg::Post-Invoke", "x", .executes, .high),
        Row(.append, "dPKG::pOST-iNVOKE", "x", .executes, .high),
        Row(.set, "DPkg::Post-Invoke::named", "x", .executes, .high),
        Row(.append, "Binary::apt::DPkg::Pre-Install-Pkgs", "x", .executes, .high),
        Row(.append, "binary::apt-get::binary::apt::APT::Update::Auth-Failure", "x", .executes, .high),
        Row(.append, "AptCli::Hooks::Install", "x", .executes, .high),
        Row(.set, "APT::Update::Post-Invoke", "x", .executes, .low),
        Row(.append, "APT::Update::Post-Invoke", "", .plain, .info),
        Row(.set, "Acquire::http::Proxy-Auto-Detect", "/usr/bin/x", .executes, .medium),
        Row(.set, "Dir::Cache::Backup", "backup/$(id)", .executes, .high),
        Row(.set, "Dir::Cache::Backup", "backup/", .plain, .info),
        Row(.set, "DPkg::Tools::Options::/usr/bin/x::Version", "3", .plain, .info),
        Row(.append, "RPM::Pre-Invoke", "x", .plain, .info),
        Row(.set, "Dir::Bin::dpkg", "/opt/dpkg", .overridesProgram, .critical),
        Row(.set, "Dir::Bin::dpkg", "/usr/bin/dpkg", .plain, .info),
        Row(.set, "Dir::Bin::Methods::https", "/opt/https", .overridesProgram, .critical),
        Row(.set, "Dir::Bin::Methods::ftp", "false", .plain, .info),
        Row(.set, "DPkg::Path", "/opt/x:/usr/bin", .overridesProgram, .high),
        Row(.set, "DPkg::Path", "/usr/sbin:/usr/bin", .plain, .info),
        Row(.set, "APT::Compressor::lz9::Binary", "lz9", .overridesProgram, .medium),
        Row(.set, "APT::Key::GPGVCommand", "/opt/v", .overridesProgram, .critical),
        Row(.set, "APT::Get::AllowUnauthenticated", "true", .weakens, .high),
        Row(.set, "APT::Get::AllowUnauthenticated", "0x1", .weakens, .high),
        Row(.set, "APT::Get::AllowUnauthenticated", "false", .plain, .info),
        Row(.set, "APT::Get::AllowUnauthenticated", "perhaps", .plain, .info),
        Row(.set, "Acquire::Check-Valid-Until", "false", .weakens, .low),
        Row(.set, "Acquire::Check-Valid-Until", "off", .weakens, .low),
        Row(.set, "Acquire::Check-Valid-Until", "true", .plain, .info),
        Row(.set, "Acquire::https::example.org::Verify-Peer", "0", .weakens, .low),
        Row(.set, "APT::Sandbox::User", "root", .weakens, .medium),
        Row(.set, "APT::Sandbox::User", "_apt", .plain, .info),
        Row(.append, "DPkg::Options", "--force-confold", .plain, .info),
        Row(.append, "DPkg::Options", "--force-bad-verify", .weakens, .high),
        Row(.append, "DPkg::Options", "--admindir=/opt/db", .redirects, .high),
        Row(.append, "DPkg::Options", "--pre-invoke=x", .executes, .high),
        Row(.set, "Dir::Cache::pkgcache", "", .plain, .info),
        Row(.set, "Dir::State::status", "/opt/status", .redirects, .high),
        Row(.set, "Dir::Etc::sourcelist", "/opt/list", .redirects, .high),
        Row(.set, "Acquire::http::Proxy", "http://proxy:3128", .redirects, .low),
        Row(.set, "Acquire::http::Proxy", "DIRECT", .plain, .info),
        Row(.append, "Unattended-Upgrade::Origins-Pattern", "origin=Debian,codename=x", .plain, .info),
        Row(.append, "Unattended-Upgrade::Origins-Pattern", "origin=*", .weakens, .medium),
        Row(.append, "APT::NeverAutoRemove", "^linux-.*", .plain, .info),
        // Expanded, or falling apart, in the shell of the daily job.
        Row(.set, "Dir::Cache", "/var/cache/apt;id", .executes, .high),
        Row(.set, "Dir::Cache", "/srv/apt cache", .executes, .high),
        Row(.set, "RootDir", "/$(id)", .executes, .high),
        Row(.set, "Dir::Cache::Archives", "/tmp -exec id ;", .executes, .high),
        Row(.set, "Dir::Cache::Archives", "archives/", .plain, .info),
        Row(.append, "Unattended-Upgrade::Dirs::Plugins", "/opt/p", .executes, .high),
        Row(.set, "Aptitude::Log", "|mail root", .executes, .high),
        Row(.set, "Aptitude::Log", "/var/log/aptitude", .plain, .info),
        Row(.set, "Aptitude::Get-Root-Command", "sudo:/usr/bin/sudo", .plain, .info),
        Row(.set, "Aptitude::Get-Root-Command", "sudo:/opt/sudo", .overridesProgram, .medium),
        // A list where one value is read, and the other way round.
        Row(.append, "Dir::Bin::dpkg", "/opt/dpkg", .plain, .info),
        Row(.set, "Acquire::cdrom::/disc/::Mount", "id", .executes, .medium),
        Row(.append, "Acquire::cdrom::/disc/::Mount", "id", .plain, .info),
        Row(.set, "Acquire::cdrom::/disc/::Mount::x", "id", .plain, .info),
        // Only the program of that name reads what stands below Binary.
        Row(.append, "Binary::foo::DPkg::Post-Invoke", "x", .executes, .low),
        Row(.append, "Binary::apt-cache::DPkg::Post-Invoke", "x", .executes, .low),
        Row(.append, "Binary::gpgv::Acquire::gpgv::Options", "--keyring", .weakens, .high),
        Row(.set, "Binary::tor+https::Dir::Bin::dpkg", "/x", .overridesProgram, .critical),
        Row(.append, "Version::3.0::DPkg::Post-Invoke", "x", .executes, .high),
        Row(.append, "APT::Sources::With", "/opt/x.deb", .weakens, .high),
        Row(.set, "APT::Sources::With", "/opt/x.deb", .weakens, .high),
        Row(.append, "Acquire::gpgv::Options", "--ignore-time-conflict", .weakens, .low),
        Row(.set, "Acquire::ForceHash", "MD5Sum", .weakens, .medium),
        Row(.set, "Acquire::ForceHash", "SHA512", .plain, .info),
        Row(.set, "APT::Sandbox::User", "", .weakens, .medium),
        Row(.clear, "APT::Sandbox", "", .weakens, .medium),
        Row(.clear, "Acquire", "", .plain, .info),
        Row(.set, "DPkg::Path", "/usr/sbin:/usr/bin:", .overridesProgram, .high),
        Row(.set, "DPkg::Path", "/usr/sbin/:/usr/bin/", .plain, .info),
        Row(.set, "Dir::Log::Terminal", "/etc/cron.d/apt", .redirects, .medium),
        Row(.set, "Dir::Log::Terminal", "../../../etc/cron.d/apt", .redirects, .medium),
        Row(.set, "Dir::Log", "etc/cron.d", .redirects, .medium),
        Row(.set, "Dir::Log::Terminal", "/dev/null", .redirects, .low),
        Row(.set, "Dir::Cache::archives", "/usr/bin", .redirects, .medium),
        Row(.set, "Unattended-Upgrade::LogDir", "/var/log/uu", .plain, .info),
        Row(.set, "Debug::pkgDPkgPM", "1", .holdsBack, .medium),
        Row(.set, "APT::Get::Simulate", "true", .holdsBack, .medium),
        Row(.set, "help", "true", .holdsBack, .medium),
        Row(.set, "APT::Periodic::Enable", "0", .holdsBack, .low),
        Row(.set, "APT::Periodic::Enable", "1", .plain, .info),
        Row(.set, "Dir::Bin::Methods::https", "false", .holdsBack, .low),
        Row(.set, "APT::Periodic::MaxAge", "30", .plain, .info),
        Row(.set, "APT::Periodic::CleanInterval", "always", .plain, .info),
        Row(.set, "APT::Periodic::MaxSize", "a[$(id)]", .unknown, .low),
        Row(.append, "Unattended-Upgrade::Package-Blacklist", ".*", .holdsBack, .medium),
        Row(.append, "Unattended-Upgrade::Package-Blacklist", "^.*$", .holdsBack, .medium),
        Row(.append, "Unattended-Upgrade::Package-Blacklist", "vim", .holdsBack, .low),
        Row(.append, "Unattended-Upgrade::Update-Days", "Mon", .plain, .info),
        Row(.append, "Unattended-Upgrade::Update-Days", "never", .holdsBack, .low),
        Row(.append, "DPkg::Options", "--no-act", .holdsBack, .medium),
        Row(.append, "DPkg::Options", "--force-confmiss,confnew", .plain, .info),
        Row(.append, "DPkg::Options", "", .plain, .info),
        Row(.append, "DPkg::Options", "--frobnicate", .unknown, .low),
        Row(.set, "APT::Frobnicate", "x", .unknown, .low),
        Row(.set, "APT::Frobnicate", "", .plain, .info),
        Row(.set, "Acquire::http::Frobnicate", "x", .unknown, .low),
        Row(.set, "Acquire::http::repo.archive.example::Timeout", "9", .plain, .info),
        Row(.set, "Unattended-Upgrade::Frobnicate", "x", .unknown, .low),
        Row(.set, "Somebodys::Tree", "x", .plain, .info),
        Row(.clear, "DPkg::Post-Invoke", "", .plain, .info),
    ]

    @Test(arguments: rows)
    func `a directive is judged by key and value`(_ row: Row) {
        let directive = AptDirective(
            action: row.action, key: row.key, value: row.value, position: SourcePosition(file: "/x", line: 1))
        let judgement = AptKeyCatalog.judgement(of: directive)
        #expect(judgement.effect == row.effect)
        #expect(judgement.severity == row.severity)
    }

    @Test func `what runs says when and as whom`() {
        let directive = AptDirective(
            action: .append, key: "APT::Install::Pre-Invoke", value: "x", position: SourcePosition(file: "/x", line: 1))
        let judgement = AptKeyCatalog.judgement(of: directive)
        #expect(judgement.when.contains("simulations"))
        #expect(judgement.asWhom == "caller")
    }

    @Test func `what only another program reads is dormant`() {
        let place = SourcePosition(file: "/x", line: 1)
        let keys: [UntrustedText] = [
            "Binary::foo::DPkg::Pre-Invoke", "Binary::apt::DPkg::Pre-Invoke", "DPkg::Pre-Invoke",
        ]
        let judgements = keys.map {
            AptKeyCatalog.judgement(of: AptDirective(action: .append, key: $0, value: "x", position: place))
        }
        #expect(judgements.map(\.isDormant) == [true, false, false])
        #expect(judgements.map(\.when) == ["never", "before apt runs dpkg", "before apt runs dpkg"])
    }

    @Test(
        arguments: [
            ("no-act", nil, .holdsBack, .medium), ("simulate", nil, .holdsBack, .medium),
            ("audit", nil, .holdsBack, .medium), ("path-exclude", "/usr/share/doc/*", .plain, .info),
            ("path-exclude", "/usr/bin/*", .holdsBack, .low), ("force-confold", nil, .plain, .info),
            ("no-force-overwrite", nil, .plain, .info), ("refuse-downgrade", nil, .plain, .info),
            ("force", "confnew,overwrite", .weakens, .medium), ("frobnicate", nil, .unknown, .low),
        ] as [(UntrustedText, UntrustedText?, ConfigurationEffect, Severity)])
    func `dpkg's options are known one by one`(
        option: UntrustedText, value: UntrustedText?, effect: ConfigurationEffect, severity: Severity
    ) {
        let place = SourcePosition(file: "/etc/dpkg/dpkg.cfg.d/x", line: 1)
        let judgement = DpkgOptionCatalog.judgement(of: DpkgDirective(option: option, value: value, position: place))
        #expect(judgement.effect == effect)
        #expect(judgement.severity == severity)
    }

    @Test func `dpkg's stock option is no finding where dpkg ships it`() {
        let main = SourcePosition(file: "/etc/dpkg/dpkg.cfg", line: 1)
        let other = SourcePosition(file: "/etc/dpkg/dpkg.cfg.d/x", line: 1)
        let severities = [main, other].map {
            DpkgOptionCatalog.judgement(of: DpkgDirective(option: "no-debsig", value: nil, position: $0)).severity
        }
        #expect(severities == [.info, .low])
    }
}
