import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// The report as a whole: its order, its ids, its exit status.
struct JudgeTests {
    private func report(
        _ builder: EvidenceBuilder, _ change: (inout AuditRequest) -> Void = { _ in }
    ) -> AuditReport {
        var request = AuditRequest()
        change(&request)
        let run = RunIdentity(
            version: "0", started: Timestamp(seconds: 0), finished: Timestamp(seconds: 1), uid: 0)
        let judgement = Judge.judgement(on: builder.evidence, request: request, now: run.started)
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
        #expect(report(tampered) { $0.policy.requiredRung = nil }.exitStatus == 1)
        #expect(
            report(tampered) { $0.policy = AuditPolicy(requiredRung: .unverifiable, failOn: .critical) }.exitStatus == 0
        )
        var gap = EvidenceBuilder()
        gap.evidence.tree.coverage.gaps = [CoverageGap(path: "/x", reason: "no", errno: 13)]
        #expect(report(gap).exitStatus == 2)
    }

    @Test func `unowned configuration never counts as below a rung`() {
        var builder = EvidenceBuilder()
        builder.apt("/etc/apt/apt.conf.d/00plain", [(.set, "Acquire::Retries", "3")])
        #expect(report(builder).exitStatus == 0)
        #expect(report(builder).verdict == .clean)
    }
}
