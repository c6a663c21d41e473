import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// The report as a whole: its order, its ids, its exit status.
struct JudgeTests {
    private func report(
        _ builder: EvidenceBuilder, exceptions: [AuditException] = [],
        _ change: (inout AuditRequest) -> Void = { _ in }
    ) -> AuditReport {
        var request = AuditRequest()
        change(&request)
        let run = RunIdentity(
            version: "0", started: Timestamp(seconds: 0), finished: Timestamp(seconds: 1), uid: 0)
        let judgement = Judge.judgement(
            on: builder.evidence, request: request, exceptions: exceptions, now: run.started)
        // Only what the judgement itself says: cases are tested elsewhere.
        return ReportAssembly(
            request: request, evidence: builder.evidence, judgement: judgement.inquiring(Inquiry())
        ).report(run)
    }

    /// A hook of nobody, one file of plain data and an unproven script.
    private var tampered: EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.install("a")
        builder.apt("/etc/apt/apt.conf.d/00plain", [(.set, "Acquire::Retries", "3")])
        builder.apt("/etc/apt/apt.conf.d/99x", [(.append, "DPkg::Pre-Invoke", "/var/lib/misc/agent")])
        builder.script("a", "postinst", "#!/bin/sh\n")
        return builder
    }

    @Test func `findings stand worst first, and a second judgement gives the same ids`() {
        let first = report(tampered)
        let severities = first.findings.map(\.finding.severity)
        #expect(severities == severities.sorted(by: >))
        #expect(first.findings.map(\.id) == report(tampered).findings.map(\.id))
        #expect(Set(first.findings.map(\.id)).count == first.findings.count)
    }

    @Test func `of very many commands those of a kind of their own are listed, and the total is said`() {
        var builder = EvidenceBuilder()
        let file: HostPath = "/etc/apt/apt.conf.d/99x"
        builder.evidence.tree.apt.effective = (1...5000).map { line in
            AptSetting(
                key: line == 4000 ? "APT::Update::Pre-Invoke::" : "DPkg::Post-Invoke::",
                value: UntrustedText("echo \(line)".utf8), position: SourcePosition(file: file, line: line))
        }
        let report = report(builder)
        #expect(report.hooks.count == 1000)
        #expect(report.hooks.contains { $0.command == "echo 4000" })
        let said: ReportText = "of \(5000) configured commands \(1000) are listed"
        #expect(report.coverage.limits.contains { $0.pieces.starts(with: said.pieces.prefix(4)) })
    }

    @Test func `checks can be chosen and left out`() {
        let only = report(tampered) { $0.onlyChecks = [AptConfExecutes.id] }
        #expect(Set(only.findings.map(\.finding.check)) == [AptConfExecutes.id])
        let without = report(tampered) { $0.skippedChecks = [AptConfExecutes.id] }
        #expect(!without.findings.map(\.finding.check).contains(AptConfExecutes.id))
    }

    @Test func `the exit status says what failed and what is missing`() {
        #expect(report(EvidenceBuilder()).exitStatus == 0)
        #expect(report(tampered).exitStatus == 3)
        #expect(report(tampered) { $0.policy.failOn = nil }.exitStatus == 2)
        // Not to ask for proof makes nothing proven, and no rung of the tree's own evidence is one.
        #expect(report(tampered) { $0.policy.requiredRung = nil }.exitStatus == 3)
        #expect(
            report(tampered) { $0.policy = AuditPolicy(requiredRung: .unverifiable, failOn: .critical) }.exitStatus == 2
        )
        var gap = EvidenceBuilder()
        gap.evidence.tree.coverage.gaps = [CoverageGap(path: "/x", reason: "no", errno: 13)]
        #expect(report(gap).exitStatus == 2)
    }

    @Test func `plain configuration and lists never count as unproven, and a known hook of nobody does`() {
        var builder = EvidenceBuilder()
        builder.apt("/etc/apt/apt.conf.d/00plain", [(.set, "Acquire::Retries", "3")])
        builder.installRecorded("a")
        builder.member("a", "shlibs")
        #expect(report(builder).exitStatus == 0)
        #expect(report(builder).verdict == .clean)
        builder.apt(
            "/etc/apt/apt.conf.d/docker-clean",
            [(.append, "DPkg::Post-Invoke", "rm -f /var/cache/apt/archives/*.deb || true")])
        builder.installRecorded("coreutils")
        builder.program("rm", [EvidenceBuilder.program("/usr/bin/rm", of: "coreutils")])
        #expect(report(builder).findings.allSatisfy { $0.finding.severity <= .low })
        #expect(report(builder).verdict == .unproven)
        #expect(report(builder).belowRequired.map(\.lack) == [.unowned])
    }

    @Test func `templates and triggers count as what decides what runs`() {
        for member: UntrustedText in ["templates", "triggers", "postinst", "config"] {
            var builder = EvidenceBuilder()
            builder.installRecorded("a")
            builder.member("a", member)
            #expect(report(builder).verdict == .unproven)
            #expect(report(builder).belowRequired.map(\.lack) == [.noIndex])
        }
    }

    @Test func `a run without a check that could find more is at best unproven`() {
        let whole = report(EvidenceBuilder())
        let without = report(EvidenceBuilder()) { $0.skippedChecks = [AptConfExecutes.id] }
        #expect((whole.verdict, without.verdict) == (.clean, .unproven))
        #expect(without.notAsked == [AptConfExecutes.id])
        #expect(without.exitStatus == 2)
        #expect(report(EvidenceBuilder()) { $0.skippedChecks = [AptConfPlain.id] }.verdict == .clean)
        let only = report(EvidenceBuilder()) { $0.onlyChecks = [AptConfPlain.id] }
        #expect(only.verdict == .unproven)
        #expect(only.notAsked.count > 20)
    }

    @Test func `what could not be read is incomplete, whatever else is unproven`() {
        var builder = EvidenceBuilder()
        builder.installRecorded("a")
        builder.member("a", "postinst")
        builder.evidence.tree.coverage.gaps = [CoverageGap(path: "/x", reason: "no", errno: 13)]
        #expect(report(builder).verdict == .incomplete)
        builder.apt("/etc/apt/apt.conf.d/99x", [(.append, "DPkg::Pre-Invoke", "/var/lib/misc/agent")])
        #expect(report(builder).verdict == .findings)
    }

    @Test func `an exception that pins a script accepts it, and one about a check does not`() throws {
        let digest = try #require(SHA256Digest(hex: String(repeating: "ab", count: 32).utf8))
        var builder = EvidenceBuilder()
        builder.installRecorded("a")
        builder.member("a", "postinst", sha256: digest)
        let pinned = [ExceptionCondition(ExceptionField.sha256, .oneOf([UntrustedText(digest.hex.utf8)]))]
        let source = ExceptionSource(file: "e.json", line: 1)
        let whole = AuditException(id: "ours", scope: .disk, conditions: pinned, source: source)
        let narrow = AuditException(
            id: "one", scope: .disk, rules: ["script-modified"], conditions: pinned, source: source)
        let stale = AuditException(
            id: "old", scope: .disk, conditions: pinned,
            expiry: ExceptionExpiry(end: Timestamp(seconds: 0), written: "1970-01-01"), source: source)
        #expect(report(builder, exceptions: [whole]).verdict == .clean)
        #expect(report(builder, exceptions: [whole]).required.accepted.map(\.acceptedBy) == ["ours"])
        #expect(report(builder, exceptions: [narrow, stale]).verdict == .unproven)
    }
}
