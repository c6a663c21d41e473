import AuditModel
import AuditTestSupport
import Testing

@testable import IntegrityJudgement

/// Findings about programs that events name.
@Suite struct `Programs that events name` {
    private static let owner = PackageKey(name: "bash", architecture: "amd64")
    private static let recorded = MD5Digest(words: 1, 1)
    private static let digest = SHA256Digest(words: 1, 2, 3, 4)

    private static func judgement(
        _ path: HostPath, md5: MD5Digest? = recorded, owners: [PackageKey] = [owner], isThere: Bool = true,
        records: Assessment = Assessment(verdict: .verified, rung: .signed, reason: "equal"),
        exceptions: [AuditException] = []
    ) -> Judgement {
        let md5sums = JudgedArtifact(
            path: "/var/lib/dpkg/info/bash.md5sums", role: .controlMember, package: owner, version: "1",
            member: "md5sums", facts: FileFacts(kind: .regular), sha256: digest, assessment: records)
        let evidence = EvidenceBuilder().evidence
        let request = AuditRequest()
        let now = Timestamp(seconds: 0)
        let first = Judge.judgement(on: evidence, request: request, exceptions: exceptions, now: now)
        let judgement = Judgement(
            artifacts: [md5sums], findings: [], hooks: [], checks: first.checks, exceptions: first.exceptions)
        var testimony = Testimony()
        testimony.programs = [
            path: ProgramFacts(
                path: path, facts: isThere ? FileFacts(kind: .regular) : nil, sha256: digest, md5: md5, owners: owners,
                recordedMD5: owners.isEmpty ? nil : recorded)
        ]
        return Judge.judgement(
            judgement, hearing: testimony, on: evidence, request: request, exceptions: exceptions, now: now)
    }

    private static func severity(_ judgement: Judgement) -> Severity? {
        judgement.findings.first { $0.finding.check == EventProgramModified.id }?.finding.severity
    }

    @Test func `a program that is not what proven records say is critical, by other records high`() {
        let other = MD5Digest(words: 2, 2)
        #expect(Self.severity(Self.judgement("/usr/bin/bash", md5: other)) == .critical)
        for rung in [EvidenceRung.selfConsistent, .unverifiable] {
            let records = Assessment(verdict: .verified, rung: rung, reason: "x")
            #expect(Self.severity(Self.judgement("/usr/bin/bash", md5: other, records: records)) == .high)
        }
    }

    @Test func `a program that equals forged records is high`() {
        let forged = Assessment(verdict: .modified, rung: .contradicted, reason: "x")
        #expect(Self.severity(Self.judgement("/usr/bin/bash", records: forged)) == .high)
    }

    @Test(
        arguments: [
            ("/usr/bin/x", Severity.high), ("/usr/libexec/a/x", .high), ("/usr/local/bin/x", nil), ("/opt/x", nil),
            ("/home/a/x", nil),
        ] as [(HostPath, Severity?)])
    func `an unowned program is one where only packages put programs`(path: HostPath, severity: Severity?) {
        #expect(Self.severity(Self.judgement(path, owners: [])) == severity)
    }

    @Test func `a program as recorded, without a record or gone is none`() {
        #expect(Self.severity(Self.judgement("/usr/bin/bash")) == nil)
        #expect(Self.severity(Self.judgement("/usr/bin/bash", md5: nil)) == nil)
        #expect(Self.severity(Self.judgement("/usr/bin/x", owners: [], isThere: false)) == nil)
    }

    @Test func `an exception that pins the program silences it and is used`() {
        let exception = AuditException(
            id: "e", scope: .disk,
            conditions: [ExceptionCondition(ExceptionField.sha256, .oneOf([UntrustedText(Self.digest.hex.utf8)]))],
            source: ExceptionSource(file: "x", line: 1))
        let judgement = Self.judgement("/usr/bin/bash", md5: MD5Digest(words: 2, 2), exceptions: [exception])
        #expect(judgement.findings.map(\.exceptedBy) == ["e"])
        #expect(judgement.exceptions.map(\.state) == [.used])
    }
}
