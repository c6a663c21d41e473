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

    @Test func `dpkg's stock option is no finding where dpkg ships it`() {
        let main = SourcePosition(file: "/etc/dpkg/dpkg.cfg", line: 1)
        let other = SourcePosition(file: "/etc/dpkg/dpkg.cfg.d/x", line: 1)
        let severities = [main, other].map {
            DpkgOptionCatalog.judgement(of: DpkgDirective(option: "no-debsig", value: nil, position: $0)).severity
        }
        #expect(severities == [.info, .low])
    }
}
