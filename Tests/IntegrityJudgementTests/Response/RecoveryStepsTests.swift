import AuditModel
import AuditTestSupport
import Testing

@testable import IntegrityJudgement

/// Repairs that a case asks for, by what is broken.
@Suite struct `Steps of recovery` {
    private func cases(_ package: PackageKey, other: PackageKey? = nil) -> [Case] {
        let keys = [package, other].compactMap(\.self)
        let artifacts = keys.map { key in
            JudgedArtifact(
                path: HostPath("/var/lib/dpkg/info/".utf8 + key.name.bytes + ".postinst".utf8),
                role: .maintainerScript, package: key, version: "1.5", member: "postinst",
                facts: FileFacts(kind: .regular, size: 9, changed: Timestamp(seconds: Scene.moment)), sha256: nil,
                assessment: Assessment(verdict: .modified, rung: .contradicted, contradicts: .signed, reason: "no"))
        }.sorted { $0.path < $1.path }
        let findings = artifacts.map { artifact in
            JudgedFinding(
                id: "dv-\(artifact.path.bytes.count)",
                finding: Finding(
                    check: ScriptModified.id, severity: .critical, path: artifact.path, package: artifact.package,
                    title: "changed"), why: "", references: [], guidance: [])
        }
        var evidence = Scene().builder.evidence
        evidence.tree.ledger.packages = keys.map { key in
            InstalledPackage(
                key: key, version: "1.5", status: .installed,
                position: SourcePosition(file: "/var/lib/dpkg/status", line: 1))
        }
        evidence.tree.ledger.index()
        let material = CaseEvidence(
            judgement: Judgement(artifacts: artifacts, findings: findings, hooks: []), evidence: evidence,
            testimony: Testimony(), window: CorrelationWindow())
        return Correlator.cases(of: material)
    }

    private func lines(_ id: String, _ cases: [Case]) -> [String] {
        cases.flatMap(\.steps).filter { $0.step.id == id }.flatMap(\.commands).map { Scene.text($0) }
    }

    @Test(
        arguments: [
            ("libpam0g", "i386", " libpam0g:i386=1.5"), ("tool", "amd64", " tool:amd64=1.5"),
            ("tool", "all", " tool=1.5"),
        ])
    func `a package is installed again in the architecture that is broken`(
        name: String, architecture: String, words: String
    ) {
        let key = PackageKey(name: UntrustedText(name.utf8), architecture: UntrustedText(architecture.utf8))
        let command = lines("reinstall-exact-version", cases(key)).last
        #expect(command?.hasSuffix(words) == true)
    }

    @Test func `where the tools of repair are broken themselves nothing is repaired, in any case`() {
        let libc = PackageKey(name: "libc6", architecture: "amd64")
        let cases = cases(libc, other: PackageKey(name: "tool", architecture: "amd64"))
        let recovery = cases.map { $0.steps.filter { $0.step.phase == .recover }.map(\.step.id) }
        #expect(cases.count == 2)
        #expect(recovery.allSatisfy { $0 == ["rebuild-host"] })
        #expect(lines("rebuild-host", cases).first == "# not what its package ships: libc6:amd64")
    }

    @Test func `without any event the first trace is a file's own change`() {
        let cases = cases(PackageKey(name: "tool", architecture: "amd64"))
        #expect(
            lines("restore-backup-or-rebuild", cases).last
                == "# the first trace that is known of /var/lib/dpkg/info/tool.postinst: 2024-06-01 00:00:00Z")
    }
}
