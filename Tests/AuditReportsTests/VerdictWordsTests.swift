import AuditModel
import AuditReports
import Testing

/// One word for every format, and what stands beside it.
@Suite struct `Words of the verdict` {
    private static func text(_ report: AuditReport, _ renderer: any Renderer) -> String {
        String(decoding: renderer.render(report, style: .plain), as: UTF8.self)
    }

    private static let reports: [(AuditReport, AuditVerdict)] = [
        (SampleReport.clean(), .clean), (SampleReport.unproven(), .unproven), (SampleReport.findings(), .findings),
    ]

    @Test func `every format that has a word for the whole has the same`() {
        for (report, verdict) in Self.reports {
            #expect(report.verdict == verdict)
            let word = verdict.rawValue
            #expect(Self.text(report, TextReport()).contains("VERDICT  \(word.uppercased())\n"))
            #expect(Self.text(report, JSONReport()).contains("\"verdict\" : \"\(word)\""))
            #expect(Self.text(report, HTMLReport()).contains("<section class=\"verdict is-\(word)\""))
            #expect(Self.text(report, MarkdownReport()).hasPrefix("# debvouch: \(word)\n"))
            #expect(Self.text(report, PrometheusReport()).contains("debvouch_verdict{verdict=\"\(word)\"} 1\n"))
            #expect(Self.text(report, JUnitReport()).contains("<property name=\"verdict\" value=\"\(word)\"/>"))
            #expect(Self.text(report, SARIFReport()).contains("\"verdict\" : \"\(word)\""))
            #expect(CheckSentences.summary(report, nil).hasPrefix("\(word): "))
        }
    }

    @Test func `only clean is the exit status 0`() {
        #expect(Self.reports.map(\.0.exitStatus) == [0, 2, 3])
    }

    @Test func `the first line of unproven says how many scripts of how many packages and why`() {
        let asked = Self.text(SampleReport.unproven(), TextReport())
        #expect(
            asked.split(separator: "\n").dropFirst(2).prefix(2).joined().contains(
                "1 maintainer script of 1 package is not proven to archive-only (no archive at hand 1)."))
        let unasked = SampleReport.unproven(requiring: nil)
        #expect(Self.text(unasked, TextReport()).contains("VERDICT  UNPROVEN\n         Proof not asked for: 1 maint"))
        #expect(unasked.exitStatus == 2)
    }

    @Test func `the advice is not what was just done`() {
        let sample = SampleReport.unproven()
        let host = HostDescription(root: "/", isLive: true)
        let texts = [false, true].map { wasFetched in
            Self.text(
                AuditReport(
                    run: sample.run, host: host, policy: sample.policy, coverage: Coverage(),
                    artifacts: sample.artifacts, findings: [], hooks: [], packageCount: 2, archiveCount: 0,
                    wasFetched: wasFetched), TextReport())
        }
        #expect(texts[0].contains("no archive at hand: debvouch audit --fetch"))
        #expect(!texts[1].contains("--fetch"))
        #expect(texts[1].contains("the fetch did not bring them"))
    }

    @Test func `a run that was narrowed says what was not asked`() {
        let sample = SampleReport.clean()
        let report = AuditReport(
            run: sample.run, host: sample.host, policy: sample.policy, coverage: Coverage(), artifacts: [],
            findings: [], hooks: [], packageCount: 1, archiveCount: 1, notAsked: [CheckID("script-modified")])
        #expect(report.verdict == .unproven)
        #expect(Self.text(report, TextReport()).contains("Not asked: script-modified."))
        #expect(Self.text(report, JUnitReport()).contains("type=\"not-asked\""))
    }
}
