import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

@Suite struct HookProgramTests {
    private static let file: HostPath = "/etc/apt/apt.conf.d/99x"
    private static let pinvoke: UntrustedText =
        "test -x /usr/lib/needrestart/apt-pinvoke && /usr/lib/needrestart/apt-pinvoke || true"
    private static let program: HostPath = "/usr/lib/needrestart/apt-pinvoke"

    private func findings(_ builder: EvidenceBuilder, of check: any Check = HookProgram()) -> [Finding] {
        check.findings(in: EvidenceView(evidence: builder.evidence, assessments: [:]))
    }

    private func needrestart() -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.apt(Self.file, [(.append, "DPkg::Post-Invoke", Self.pinvoke)])
        builder.install("needrestart")
        builder.install("coreutils")
        return builder
    }

    @Test func `a known command is relieved where its program is its package's own`() {
        var builder = needrestart()
        builder.program(Self.program.text, [EvidenceBuilder.program(Self.program, of: "needrestart")])
        #expect(findings(builder).isEmpty)
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.low])
    }

    @Test func `a program that does not exist runs nothing`() {
        var builder = needrestart()
        builder.program(Self.program.text)
        #expect(findings(builder).isEmpty)
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.low])
    }

    @Test func `a program that was not looked up relieves nothing`() {
        #expect(findings(needrestart(), of: AptConfExecutes()).map(\.severity) == [.high])
    }

    @Test(arguments: [
        (EvidenceBuilder.program(program, of: nil), "unowned"),
        (EvidenceBuilder.program(program, of: "gone"), "unowned"),
        (EvidenceBuilder.program(program, of: "needrestart", isChanged: true), "modified"),
        (EvidenceBuilder.program(program, of: "needrestart", open: ["/usr/lib/needrestart"]), "writable"),
    ])
    func `a program that somebody may have changed is a finding and relieves nothing`(
        facts: ProgramFacts, kind: String
    ) {
        var builder = needrestart()
        builder.program(Self.program.text, [facts])
        let found = findings(builder)
        #expect(found.map(\.path) == [Self.program])
        #expect(found.map(\.severity) == [.high])
        #expect(found.map(\.subject) == [UntrustedText(kind.utf8)])
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.high])
    }

    @Test func `a program of another package than the shape's relieves nothing`() {
        var builder = needrestart()
        builder.program(Self.program.text, [EvidenceBuilder.program(Self.program, of: "coreutils")])
        #expect(findings(builder).isEmpty)
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.high])
    }

    @Test func `a program earlier in PATH is seen`() {
        var builder = EvidenceBuilder()
        builder.apt(Self.file, [(.append, "DPkg::Post-Invoke", BenignShapesTests.dockerClean)])
        builder.install("coreutils")
        let genuine = EvidenceBuilder.program("/usr/bin/rm", of: "coreutils")
        builder.program("rm", [EvidenceBuilder.program("/usr/local/sbin/rm", of: nil), genuine])
        #expect(findings(builder).map(\.subject) == ["shadowed"])
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.high])
        builder.program("rm", [genuine], open: ["/usr/local/bin"])
        #expect(findings(builder).map(\.subject) == ["writable"])
        builder.program("rm", [genuine])
        #expect(findings(builder).isEmpty)
    }

    @Test func `an absent program is a finding where others may put it`() {
        var builder = EvidenceBuilder()
        builder.apt(Self.file, [(.append, "DPkg::Post-Invoke", "[ -x /tmp/x ] && /tmp/x || true")])
        builder.program("/tmp/x", [], open: ["/tmp"])
        #expect(findings(builder).map(\.subject) == ["absent"])
        #expect(findings(builder, of: AptConfExecutes()).map(\.severity) == [.high])
    }

    @Test func `what runs as another user than root weighs less, and a dormant hook runs nothing`() {
        var builder = EvidenceBuilder()
        let detector = EvidenceBuilder.program("/usr/local/bin/detect", of: nil)
        builder.program(detector.path.text, [detector])
        builder.apt(Self.file, [(.set, "Acquire::http::Proxy-Auto-Detect", detector.path.text)])
        #expect(findings(builder).map(\.severity) == [.medium])
        builder.evidence.tree.apt.files = []
        builder.apt(
            "/etc/apt/apt.conf.d/x.bak", [(.append, "DPkg::Post-Invoke", detector.path.text)],
            reading: .skippedSilently("its ending"))
        #expect(findings(builder).isEmpty)
    }
}
