import AuditModel
import AuditTestSupport
import Testing

@testable import IntegrityJudgement

/// When an exception that pins programs holds.
@Suite struct `Pinned programs` {
    private static let file: HostPath = "/etc/apt/apt.conf.d/99x"
    private static let was = SHA256Digest(words: 1, 2, 3, 4)
    private static let other = SHA256Digest(words: 9, 9, 9, 9)

    private static func evidence(_ command: UntrustedText, _ programs: [HostPath: SHA256Digest?]) -> Evidence {
        var builder = EvidenceBuilder()
        builder.apt(file, [(.append, "DPkg::Pre-Invoke", command)])
        var evidence = builder.evidence
        for path in PinnablePrograms(in: evidence.tree).all {
            let found = programs[path]
            evidence.hookPrograms[path] = ProgramFacts(
                path: path, facts: found == nil ? nil : FileFacts(kind: .regular), sha256: found ?? nil)
        }
        return evidence
    }

    private static func holds(_ evidence: Evidence?, _ pins: [PinnedProgram]) -> Bool {
        ProgramPins(evidence).change(at: file, from: pins) == nil
    }

    @Test func `a program holds with the content that was pinned alone`() {
        let pin = [PinnedProgram(path: "/opt/agent", sha256: Self.was)]
        #expect(Self.holds(Self.evidence("/opt/agent --run", ["/opt/agent": Self.was]), pin))
        #expect(!Self.holds(Self.evidence("/opt/agent --run", ["/opt/agent": Self.other]), pin))
        #expect(!Self.holds(Self.evidence("/opt/agent --run", ["/opt/agent": SHA256Digest?.none]), pin))
        #expect(!Self.holds(Self.evidence("/opt/agent --run", [:]), pin))
        #expect(!Self.holds(nil, pin))
    }

    @Test func `a program that was not there runs nothing until it comes`() {
        #expect(Self.holds(Self.evidence("/opt/agent", [:]), []))
        #expect(!Self.holds(Self.evidence("/opt/agent", ["/opt/agent": Self.was]), []))
    }

    @Test(arguments: ["/usr/local/sbin/x", "/usr/local/bin/x", "/usr/sbin/x", "/sbin/x", "/bin/x"] as [HostPath])
    func `a name means every file of that name in PATH`(earlier: HostPath) {
        let pin = [PinnedProgram(path: "/usr/bin/x", sha256: Self.was)]
        #expect(Self.holds(Self.evidence("x", ["/usr/bin/x": Self.was]), pin))
        #expect(!Self.holds(Self.evidence("x", ["/usr/bin/x": Self.was, earlier: Self.was]), pin))
    }

    @Test func `what a variable or the folder at hand decides is named and not pinned`() {
        let named = PinnablePrograms(in: Self.evidence("$TOOL x; ./run", [:]).tree).named(in: Self.file)
        #expect(named.unresolved.contains("./run"))
        #expect(named.paths.isEmpty)
    }

    @Test func `more programs than are looked at never hold`() {
        let command = (0..<80).map { "/opt/p\($0)" }.joined(separator: "; ")
        let evidence = Self.evidence(UntrustedText(command.utf8), [:])
        #expect(PinnablePrograms(in: evidence.tree).named(in: Self.file).isCut)
        #expect(!Self.holds(evidence, []))
    }

    private static func judged(
        _ severity: Severity, _ rung: EvidenceRung, rules: [UntrustedText], accepts: Bool
    ) -> UntrustedText? {
        let exception = AuditException(
            id: "e", scope: .disk, rules: rules,
            conditions: [ExceptionCondition(ExceptionField.sha256, .oneOf([UntrustedText(was.hex.utf8)]))],
            accepts: accepts, source: ExceptionSource(file: "x", line: 1))
        let finding = JudgedFinding(
            id: "f", finding: Finding(check: ScriptModified.id, severity: severity, path: file, title: "x"), why: "",
            references: [], guidance: [])
        let artifact = JudgedArtifact(
            path: file, role: .aptConf, package: nil, version: nil, member: nil, facts: nil, sha256: was,
            assessment: Assessment(verdict: .modified, rung: rung, reason: "x"))
        var applied = AppliedExceptions([exception], scope: .disk, now: Timestamp(seconds: 0))
        return applied.silencing(finding, at: artifact)
    }

    @Test func `who accepted a file silenced the checks that spoke then, and no proof against it`() {
        let named: [UntrustedText] = ["script-modified"]
        #expect(Self.judged(.high, .unverifiable, rules: named, accepts: true) == "e")
        #expect(Self.judged(.high, .unverifiable, rules: [], accepts: true) == nil)
        #expect(Self.judged(.critical, .unverifiable, rules: named, accepts: true) == "e")
        #expect(Self.judged(.critical, .contradicted, rules: named, accepts: true) == nil)
        #expect(Self.judged(.critical, .contradicted, rules: named, accepts: false) == "e")
        #expect(Self.judged(.high, .unverifiable, rules: [], accepts: false) == "e")
    }
}
