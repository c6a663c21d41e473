import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Exceptions in every report` {
    static let formats = RendererCatalog.renderers.map(\.name)

    private func text(_ format: String, _ report: AuditReport) throws -> String {
        let bytes = try #require(RendererCatalog.renderer(named: format)).render(report, style: .plain)
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    @Test(arguments: formats.filter { $0 != "prometheus" })
    func `the exception is named beside what it silences`(format: String) throws {
        let report = try text(format, SampleReport.excepting("silencer-7"))
        #expect(report.contains("silencer-7"))
        #expect(try !text(format, SampleReport.findings()).contains("silencer-7"))
    }

    @Test(arguments: ["text", "json", "html", "markdown"])
    func `an exception that expired is named with its place`(format: String) throws {
        let report = try text(format, SampleReport.excepting("silencer-7"))
        #expect(report.contains("old"))
        #expect(report.contains("expired"))
        if format == "text" { #expect(report.contains("silencer-7:7")) }
    }

    @Test func `a silenced finding is counted and guided nowhere`() throws {
        let report = SampleReport.excepting("e")
        #expect(report.failing.count == SampleReport.findings().failing.count - 1)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(text("json", report).utf8)) as? [String: Any])
        let summary = try #require(document["summary"] as? [String: Any])
        #expect((summary["by_severity"] as? [String: Int])?["critical"] == 0)
        #expect(summary["excepted"] as? Int == 1)
        let findings = try #require(document["findings"] as? [[String: Any]])
        #expect(findings.count == SampleReport.findings().findings.count)
        #expect(findings.compactMap { $0["excepted_by"] as? String } == ["e"])
        #expect((findings.first?["guidance"] as? [String]) == [])
        let text = try text("text", report)
        #expect(!text.contains("CRITICAL"))
        #expect(!text.contains("restore") && !text.contains("Put the archive's script back"))
        #expect(try self.text("prometheus", report).contains("debvouch_excepted_findings 1"))
        #expect(try self.text("prometheus", report).contains("debvouch_findings{severity=\"critical\"} 0"))
        let junit = try self.text("junit", report)
        #expect(junit.contains("failures=\"3\""), "\(junit.prefix(300))")
    }

    @Test(arguments: formats)
    func `no text of an exception gets through as it is`(format: String) throws {
        for hostile in HostileText.all {
            let output = try text(format, SampleReport.excepting(hostile))
            let lineEnds: Set<Unicode.Scalar> = format == "csv" ? ["\r", "\n"] : ["\n"]
            let bad = output.unicodeScalars.filter { scalar in
                switch scalar.properties.generalCategory {
                case .control: !lineEnds.contains(scalar)
                case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(hostile.bytes)")
        }
    }

    @Test func `SARIF marks a silenced result as suppressed from outside`() throws {
        let log = try #require(
            try JSONSerialization.jsonObject(with: Data(text("sarif", SampleReport.excepting("e")).utf8))
                as? [String: Any])
        let results = try #require(((log["runs"] as? [[String: Any]])?.first?["results"]) as? [[String: Any]])
        let kinds = results.map { ($0["suppressions"] as? [[String: String]])?.first?["kind"] }
        #expect(kinds.first == "external")
        #expect(kinds.dropFirst().allSatisfy { $0 == nil })
    }
}
