import AuditModel
import Testing

@testable import AuditReports

@Suite struct `Guidance of findings and cases together` {
    private static func titles(_ phase: GuidancePhase, _ report: AuditReport) -> [String] {
        GuidancePlan(of: report).phases.first { $0.phase == phase }?.items.map(\.step.id) ?? []
    }

    @Test func `where time matters the steps of cases come first`() {
        let report = SampleReport.findings()
        #expect(
            Self.titles(.preserve, report) == ["prepare-evidence-folder", "capture-volatile-state", "preserve-file"])
        #expect(Self.titles(.contain, report) == ["suspend-processes"])
        #expect(Self.titles(.recover, report) == ["restore-script"])
    }

    @Test func `the same step with the same commands is told once and names all cases that ask for it`() throws {
        let plan = GuidancePlan(of: SampleReport.findings())
        let item = try #require(plan.phases.first?.items.dropFirst().first)
        #expect(item.uses.count == 1)
        #expect(item.uses.first?.cases.map(\.id) == ["case-0000000000a1", "case-0000000000a2"])
        #expect(item.commands(shown: (findings: 20, cases: 20), in: SampleReport.findings()).lines.count == 2)
    }

    @Test func `a case that needs a step of a finding adds its commands to that step`() throws {
        let sample = SampleReport.findings()
        let step = try #require(sample.findings.first?.guidance.first)
        let report = sample.withFirstCase(steps: [
            CaseStep(step: step, commands: ["cp -a /somewhere \(.evidence(""))"], console: ["processes"])
        ])
        let items = try #require(GuidancePlan(of: report).phases.first).items
        #expect(items.map(\.step.id) == ["prepare-evidence-folder", "preserve-file"])
        let lines = items[1].commands(shown: (findings: 1, cases: 3), in: report).lines
        #expect(lines.first == "cp -a /somewhere evidence/" && lines.count == 3)
        #expect(items[1].console(shown: 3) == ["processes"])
    }

    @Test func `a case without any failing finding still says what to do`() {
        let report = SampleReport.clean().showing([SampleReport.findings().cases[0]])
        for format in ["text", "markdown", "html"] {
            let bytes = RendererCatalog.renderer(named: format)?.render(report, style: .plain) ?? []
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.contains("Suspend the processes, parents first"), "\(format)")
            #expect(text.contains("kill -STOP 8200"), "\(format)")
            #expect(text.contains("suspend-process --entityId web-1"), "\(format)")
        }
    }

    private static func step(_ id: String, _ phase: GuidancePhase = .contain) -> GuidanceStep {
        GuidanceStep(id: id, phase: phase, title: id, why: id)
    }

    /// A case for each list of steps, with commands of its own and one that all have.
    private static func report(_ lists: [[GuidanceStep]]) -> AuditReport {
        let sample = SampleReport.findings().cases[0]
        return SampleReport.clean().showing(
            lists.enumerated().map { number, steps in
                var story = sample
                story.id = "case-\(number)"
                story.steps = steps.map { CaseStep(step: $0, commands: ["common", "own \(number)"]) }
                return story
            })
    }

    @Test func `what a thousand cases need alike is told once, and the rest is counted`() {
        let report = Self.report(Array(repeating: [Self.step("a"), Self.step("b")], count: 1_000))
        let items = GuidancePlan(of: report).phases.flatMap(\.items)
        #expect(items.map(\.step.id) == ["a", "b"])
        let shown = items[0].commands(shown: (findings: 1, cases: 3), in: report)
        #expect(shown.lines == ["common", "own 0", "own 1", "own 2"])
        #expect(shown.cases == 997)
        let text = String(decoding: TextReport().render(report, style: .plain), as: UTF8.self)
        #expect(text.contains("likewise for 997 more cases; --report json tells them all"))
        #expect(text.split(separator: "\n").count { $0.contains("$ ") } == 8)
    }

    @Test func `the order of each case's steps is kept where cases have different ones`() {
        let (first, second, third) = (Self.step("starters"), Self.step("kill"), Self.step("scan"))
        let report = Self.report([[third], [second, third], [first, second, third]])
        #expect(Self.titles(.contain, report) == ["starters", "kill", "scan"])
    }

    @Test func `what starts processes goes before the processes, also where another case is about them`() {
        let report = Self.report([[Self.step("suspend-processes")], [Self.step("hold-starters")]])
        #expect(Self.titles(.contain, report) == ["hold-starters", "suspend-processes"])
    }

    @Test func `a decision comes before the steps that it may make needless`() {
        for name in ["rebuild-host", "rebuild-rather-than-repair"] {
            let report = SampleReport.findings().withFirstCase(steps: [CaseStep(step: Self.step(name, .recover))])
            #expect(Self.titles(.recover, report) == [name, "restore-script"])
        }
    }

    @Test func `a step of a finding says how it is undone`() {
        let text = String(decoding: TextReport().render(SampleReport.findings(), style: .plain), as: UTF8.self)
        #expect(text.contains("undo:    cp -a evidence/tree/var/lib/dpkg/info/"))
    }

    @Test func `a case's line knows the root and nothing else`() {
        let report = SampleReport.findings()
        func line(_ command: CommandTemplate) -> String { GuidanceCommands.line(.command(command), in: report) }
        #expect(line("debvouch audit --root \(.root)") == "debvouch audit --root /mnt/image")
        #expect(line("cp -a \(.path) \(.rootedPath)") == "cp -a PATH ROOTPATH")
        #expect(GuidanceCommands.line(.sentence("See PATH."), in: report) == "See PATH.")
        #expect(GuidanceCommands.line(nil, in: report).isEmpty)
    }
}

@Suite struct `Cases in the text report` {
    private static func text(_ report: AuditReport) -> String {
        String(decoding: TextReport().render(report, style: .plain), as: UTF8.self)
    }

    @Test func `a case from the disk alone does not repeat its findings`() {
        let sample = SampleReport.findings()
        let report = sample.showing([sample.cases[1]])
        let title = "the postinst of openssh-server is not the one that was shipped"
        let part = Self.text(report).components(between: "CASES", and: "EVENTS").split(separator: "\n").dropFirst()
            .map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
        #expect(part.ranges(of: title).count == 1)
        #expect(part.contains("no transaction that is known explains the change"))
    }

    @Test func `an event that an exclusion silenced is named as such`() {
        let sample = SampleReport.findings()
        var cases = sample.cases
        cases[0].why = []
        let report = sample.showing(cases)
        #expect(Self.text(report).contains("silenced /etc/apt/apt.conf.d/99-update: rule APT Package Manager"))
    }

    @Test func `many cases and alerts are counted where they are not told`() {
        let sample = SampleReport.findings()
        let stories = (0..<100).map { number in
            var copy = sample.cases[1]
            copy.id = "case-\(number)"
            return copy
        }
        var events = sample.events
        if let alert = events?.alerts.first { events?.alerts = Array(repeating: alert, count: 30) }
        let report = sample.showing(stories, events: events)
        let text = Self.text(report)
        #expect(text.contains("CASES  100 suspicious"))
        #expect(text.contains("and 50 more; --report json tells them all"))
        #expect(text.contains("and 20 more; --report json tells them all"))
    }
}

extension String {
    /// What stands between two words, each at its first place.
    fileprivate func components(between first: String, and last: String) -> String {
        guard let start = firstRange(of: first), let end = self[start.upperBound...].firstRange(of: last) else {
            return ""
        }
        return String(self[start.upperBound..<end.lowerBound])
    }
}
