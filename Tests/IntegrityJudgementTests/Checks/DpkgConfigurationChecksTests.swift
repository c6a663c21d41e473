import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

@Suite struct DpkgConfigurationChecksTests {
    private func view(_ builder: EvidenceBuilder) -> EvidenceView {
        EvidenceView(evidence: builder.evidence, assessments: [:])
    }

    @Test func `a dpkg hook is high whoever claims its file, a known one low, and one in a file that is not read low`()
    {
        var builder = EvidenceBuilder()
        let known: UntrustedText =
            "(test -x /usr/lib/needrestart/dpkg-status && /usr/lib/needrestart/dpkg-status || cat > /dev/null)"
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/a", [("pre-invoke", "/opt/x")])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/b", [("status-logger", known)])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/c", [("post-invoke", "/opt/y")])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/d.x", [("post-invoke", "/opt/y")], reading: .skippedSilently("a dot"))
        builder.own("/etc/dpkg/dpkg.cfg.d/c", by: "c")
        builder.install("needrestart")
        builder.install("coreutils")
        builder.program("cat", [EvidenceBuilder.program("/usr/bin/cat", of: "coreutils")])
        let logger: HostPath = "/usr/lib/needrestart/dpkg-status"
        builder.program(logger.text, [EvidenceBuilder.program(logger, of: "needrestart")])
        #expect(DpkgConfExecutes().findings(in: view(builder)).map(\.severity) == [.low, .high, .high, .low])
    }

    @Test func `what weakens dpkg is seen and what images set is not`() {
        var builder = EvidenceBuilder()
        builder.dpkg(
            "/etc/dpkg/dpkg.cfg.d/a",
            [("force-all", nil), ("force-overwrite", nil), ("admindir", "/opt/db"), ("log", "/opt/log")])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/docker-apt-speedup", [("force-unsafe-io", nil)])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/excludes", [("path-exclude", "/usr/share/man/*")])
        builder.dpkg("/etc/dpkg/dpkg.cfg", [("no-debsig", nil), ("log", "/var/log/dpkg.log")])
        #expect(DpkgConfWeakens().findings(in: view(builder)).map(\.severity) == [.high, .medium, .high, .medium])
    }

    @Test func `a malformed file stops dpkg`() {
        var builder = EvidenceBuilder()
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/a", [], problems: [.noOption])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/b", [])
        #expect(DpkgConfSyntax().findings(in: view(builder)).map(\.severity) == [.medium])
    }
}
