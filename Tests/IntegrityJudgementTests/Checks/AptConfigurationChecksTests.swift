import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

@Suite struct AptConfigurationChecksTests {
    private static let folder = "/etc/apt/apt.conf.d/"

    private func path(_ name: String) -> HostPath { HostPath((Self.folder + name).utf8) }

    private func view(
        _ builder: EvidenceBuilder, _ assessments: [HostPath: Assessment] = [:]
    ) -> EvidenceView {
        EvidenceView(evidence: builder.evidence, assessments: assessments)
    }

    private static let modified = Assessment(verdict: .modified, rung: .unverifiable, reason: "differs")
    private static let contradicted = Assessment(
        verdict: .modified, rung: .contradicted, contradicts: .signed, reason: "differs")
    private static let notShipped = Assessment(
        verdict: .extra, rung: .contradicted, contradicts: .signed, reason: "not shipped")
    private static let consistent = Assessment(verdict: .unverifiable, rung: .selfConsistent, reason: "equal")
    private static let hostTrusted = Assessment(verdict: .unverifiable, rung: .hostTrusted, reason: "equal")
    private static let supplied = Assessment(verdict: .verified, rung: .archiveOnly, reason: "equal")
    private static let accepted = Assessment(verdict: .unowned, rung: .baseline, reason: "unchanged")

    @Test func `an unowned hook is high and a known one low`() {
        var builder = EvidenceBuilder()
        builder.apt(path("zz"), [(.append, "DPkg::Post-Invoke", "/opt/x"), (.append, "DPkg::Post-Invoke", "/opt/y")])
        builder.apt(path("docker-clean"), [(.append, "DPkg::Post-Invoke", BenignShapesTests.dockerClean)])
        builder.install("coreutils")
        builder.program("rm", [EvidenceBuilder.program("/usr/bin/rm", of: "coreutils")])
        let findings = AptConfExecutes().findings(in: view(builder))
        #expect(findings.map(\.severity) == [.low, .high, .high])
        #expect(findings.map(\.subject) == ["known commands", "DPkg::Post-Invoke", "DPkg::Post-Invoke #2"])
    }

    @Test func `only evidence from outside the tree vouches for a hook, whoever claims its file`() {
        var builder = EvidenceBuilder()
        let file = path("50x")
        builder.apt(file, [(.append, "DPkg::Post-Invoke", "/opt/x")])
        builder.own(file, by: "x")
        let check = AptConfExecutes()
        for inside in [Self.consistent, Self.hostTrusted, Self.notShipped] {
            #expect(check.findings(in: view(builder, [file: inside])).map(\.severity) == [.high])
        }
        let title = check.findings(in: view(builder, [file: Self.consistent])).map { "\($0.title)" }.joined()
        #expect(title.contains("that nobody vouches for") && title.contains("claims the file"), "\(title)")
        #expect(check.findings(in: view(builder, [file: Self.supplied])).isEmpty)
        #expect(check.findings(in: view(builder, [file: Self.accepted])).isEmpty)
        #expect(check.findings(in: view(builder, [file: Self.modified])).map(\.severity) == [.high])
        #expect(check.findings(in: view(builder, [file: Self.contradicted])).map(\.severity) == [.critical])
    }

    @Test func `a replaced program weighs what its key weighs`() {
        var builder = EvidenceBuilder()
        builder.apt(path("zz"), [(.set, "Dir::Bin::dpkg", "/opt/dpkg"), (.set, "APT::Solver", "aspcud")])
        builder.apt(path("yy"), [(.set, "Dir::Bin::Methods::ftp", "false")])
        #expect(AptConfOverridesProgram().findings(in: view(builder)).map(\.severity) == [.critical, .medium])
    }

    @Test func `weakened settings are findings only where they weaken`() {
        var builder = EvidenceBuilder()
        builder.apt(path("zz"), [(.set, "Acquire::AllowInsecureRepositories", "1")])
        builder.apt(path("99artifact-registry"), [(.set, "Acquire::Check-Valid-Until", "false")])
        builder.apt(path("ok"), [(.set, "Acquire::AllowInsecureRepositories", "no")])
        #expect(AptConfWeakens().findings(in: view(builder)).map(\.severity) == [.high, .low])
        builder.own(path("zz"), by: "x")
        #expect(AptConfWeakens().findings(in: view(builder)).map(\.severity) == [.high, .low])
        let vouched = view(builder, [path("zz"): Self.supplied])
        #expect(AptConfWeakens().findings(in: vouched).map(\.severity) == [.info, .low])
    }

    @Test func `moved folders are findings and docker-clean's empty caches are not`() {
        var builder = EvidenceBuilder()
        builder.apt(
            path("zz"), [(.set, "Dir::Etc::trustedparts", "/opt/keys"), (.set, "Acquire::http::Proxy", "http://p")])
        builder.apt(path("docker-clean"), [(.set, "Dir::Cache::pkgcache", ""), (.set, "Dir::Cache::srcpkgcache", "")])
        #expect(AptConfRedirects().findings(in: view(builder)).map(\.severity) == [.high, .low])
    }

    @Test func `the stock files of an image are never above low`() {
        var builder = EvidenceBuilder()
        builder.apt(path("01autoremove"), [(.append, "APT::NeverAutoRemove", "^firmware-linux.*")])
        builder.apt(path("docker-gzip-indexes"), [(.set, "Acquire::GzipIndexes", "true")])
        builder.apt(path("docker-no-languages"), [(.set, "Acquire::Languages", "none")])
        builder.apt(path("docker-autoremove-suggests"), [(.set, "Apt::AutoRemove::SuggestsImportant", "false")])
        builder.apt(
            path("docker-clean"),
            [
                (.append, "DPkg::Post-Invoke", BenignShapesTests.dockerClean),
                (.append, "APT::Update::Post-Invoke", BenignShapesTests.dockerClean),
                (.set, "Dir::Cache::pkgcache", ""), (.set, "Dir::Cache::srcpkgcache", ""),
            ])
        builder.program("rm")
        builder.apt(path("20auto-upgrades"), [(.set, "APT::Periodic::Unattended-Upgrade", "1")])
        builder.apt(
            path("50unattended-upgrades"),
            [(.append, "Unattended-Upgrade::Origins-Pattern", "origin=Debian,codename=${distro_codename}")])
        let checks: [any Check] = [
            AptConfExecutes(), AptConfOverridesProgram(), AptConfWeakens(), AptConfRedirects(), AptConfPlain(),
            AptConfInclude(), AptConfDormantHook(), AptConfSyntax(), AptConfClears(), SuspiciousContent(),
        ]
        let findings = checks.flatMap { $0.findings(in: view(builder)) }
        #expect(findings.allSatisfy { $0.severity <= ($0.check == AptConfExecutes.id ? .low : .info) })
        #expect(AptConfPlain().findings(in: view(builder)).count == 6)
    }

    @Test func `an include is followed with suspicion where anybody may write`() {
        var builder = EvidenceBuilder()
        builder.apt(path("zz"), [(.include, "", "/tmp/x"), (.include, "", "/opt/x"), (.include, "", "x")])
        #expect(AptConfInclude().findings(in: view(builder)).map(\.severity) == [.high, .medium, .high])
        builder.own(path("zz"), by: "x")
        #expect(AptConfInclude().findings(in: view(builder)).map(\.severity) == [.high, .medium, .high])
        let vouched = view(builder, [path("zz"): Self.supplied])
        #expect(AptConfInclude().findings(in: vouched).map(\.severity) == [.medium, .info, .medium])
    }

    @Test func `a hook in a skipped file is dormant`() {
        var builder = EvidenceBuilder()
        builder.apt(path("a,b"), [(.append, "DPkg::Post-Invoke", "/opt/x")], reading: .skippedSilently("a comma"))
        builder.apt(path("x.bak"), [(.set, "Dir::Bin::dpkg", "/opt/x")], reading: .skippedWithNotice("its ending"))
        builder.apt(
            path("y.bak"), [(.append, "DPkg::Post-Invoke", BenignShapesTests.dockerClean)],
            reading: .skippedSilently("its ending"))
        builder.program("rm")
        builder.apt(path("z"), [(.append, "DPkg::Post-Invoke", "/opt/x")])
        #expect(AptConfDormantHook().findings(in: view(builder)).map(\.severity) == [.medium, .low, .info])
        #expect(AptConfExecutes().findings(in: view(builder)).map(\.path) == [path("z")])
    }

    @Test func `a syntax error stops apt and an open end does not`() {
        var builder = EvidenceBuilder()
        builder.apt(path("a"), [], problems: [.malformedName])
        builder.apt(path("b"), [], problems: [.openScope])
        builder.apt(path("c"), [], reading: .skippedSilently("its ending"), problems: [.malformedName])
        builder.apt(path("d"), [])
        #expect(AptConfSyntax().findings(in: view(builder)).map(\.severity) == [.medium, .low, .info])
    }

    @Test func `clearing another file's hook is seen and clearing one's own is not`() {
        var builder = EvidenceBuilder()
        builder.apt(path("10"), [(.append, "DPkg::Pre-Install-Pkgs", "/usr/bin/apt-listbugs apt")])
        builder.apt(path("20"), [(.append, "Unattended-Upgrade::Allowed-Origins", "Debian:stable")])
        builder.apt(
            path("90"),
            [
                (.clear, "dpkg::pre-install-pkgs", ""), (.clear, "Unattended-Upgrade", ""), (.clear, "APT::Solver", ""),
                (.append, "DPkg::Post-Invoke", "x"), (.clear, "DPkg", ""),
            ])
        let findings = AptConfClears().findings(in: view(builder))
        #expect(findings.map(\.severity) == [.medium, .low])
        #expect(findings.map(\.subject) == ["dpkg::pre-install-pkgs", "Unattended-Upgrade"])
    }

    @Test func `a hook that a later file clears is dormant where the tree in force is known`() {
        var builder = EvidenceBuilder()
        builder.apt(path("50"), [(.append, "DPkg::Post-Invoke", "/opt/x"), (.append, "APT::NeverAutoRemove", "y")])
        builder.apt(path("60"), [(.clear, "DPkg::Post-Invoke", "")])
        builder.evidence.tree.apt.effective = [
            AptSetting(
                key: "APT::NeverAutoRemove::", value: "y", position: SourcePosition(file: path("50"), line: 2))
        ]
        #expect(AptConfExecutes().findings(in: view(builder)).isEmpty)
        #expect(AptConfDormantHook().findings(in: view(builder)).map(\.severity) == [.low])
        builder.evidence.tree.apt.disagreements = [
            ParseProblem(file: path("50"), line: nil, kind: .otherOrder, reason: "another order")
        ]
        #expect(AptConfExecutes().findings(in: view(builder)).map(\.severity) == [.high])
        #expect(AptConfDormantHook().findings(in: view(builder)).isEmpty)
    }

    @Test func `a file of very many hooks is one finding with a count, and a rare one stands alone`() {
        var builder = EvidenceBuilder()
        let many = (0..<60_000).map { (AptAction.append, "DPkg::Post-Invoke" as UntrustedText, hook($0)) }
        let rare: [(AptAction, UntrustedText, UntrustedText)] = [
            (.append, "APT::Update::Pre-Invoke", "/opt/rare"), (.append, "DPkg::Post-Invoke", "/opt/z"),
        ]
        builder.apt(path("99"), many + rare)
        let findings = AptConfExecutes().findings(in: view(builder))
        #expect(findings.map(\.severity) == [.high, .high])
        #expect(findings.map(\.subject).first == "APT::Update::Pre-Invoke")
        #expect(findings.last?.title.pieces.first == .ours("60001"))
        #expect(findings.last?.evidence.contains { $0.pieces.contains(.theirs("/opt/z")) } == true)
        #expect((findings.last?.evidence.count ?? 0) < 12)
    }

    private func hook(_ number: Int) -> UntrustedText { UntrustedText("/opt/y \(number)".utf8) }

    @Test func `an include that is not followed is high, whoever owns the file`() {
        var builder = EvidenceBuilder()
        builder.apt(path("zz"), [(.include, "", "/proc/self/root/opt/x")], problems: [.refusedInclude])
        #expect(AptConfInclude().findings(in: view(builder)).map(\.severity) == [.high])
        builder.own(path("zz"), by: "x")
        #expect(AptConfInclude().findings(in: view(builder)).map(\.severity) == [.high])
    }

    @Test(arguments: [
        ParseProblem.Kind.tooLarge, .tooManyEntries, .tooManyIncludes, .tooLongName, .unreadable,
    ])
    func `what was not read to the end is high in a file that is read`(kind: ParseProblem.Kind) {
        var builder = EvidenceBuilder()
        builder.apt(path("a"), [], problems: [kind])
        builder.apt(path("b"), [], reading: .skippedSilently("its ending"), problems: [kind])
        builder.apt(path("c"), [], problems: [.openScope])
        #expect(ConfUnread().findings(in: view(builder)).map(\.severity) == [.high, .low])
        #expect(AptConfSyntax().findings(in: view(builder)).map(\.path) == [path("c")])
    }

    @Test func `updates are held back by apt's settings and dpkg's alike`() {
        var builder = EvidenceBuilder()
        builder.program("rm")
        builder.apt(path("20auto-upgrades"), [(.set, "APT::Periodic::Unattended-Upgrade", "1")])
        builder.apt(path("99off"), [(.set, "APT::Periodic::Unattended-Upgrade", "0")])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/x", [("no-act", nil)])
        builder.dpkg("/etc/dpkg/dpkg.cfg.d/y.bak", [("no-act", nil)], reading: .skippedSilently("a dot"))
        let findings = UpdatesHeldBack().findings(in: view(builder))
        #expect(findings.map(\.severity) == [.low, .medium])
        #expect(findings.map(\.path) == [path("99off"), "/etc/dpkg/dpkg.cfg.d/x"])
    }
}
