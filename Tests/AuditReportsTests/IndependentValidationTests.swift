import AuditModel
import AuditTestSupport
import Digests
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Reports held against independent tools` {
    static let reports = [
        SampleReport.findings(), SampleReport.clean(), SampleReport.hostile(HostileText.joined),
        SampleReport.excepting(HostileText.joined),
    ]

    @Test(.needsTestPackages) func `JSON validates with the published schema`() throws {
        try expectValid("json", schema: Repository.root + "/Sources/AuditReports/JSON/report.schema.json")
    }

    @Test(.needsTestPackages) func `SARIF validates with the official schema`() throws {
        try expectValid("sarif", schema: Repository.root + "/fixtures/schemas/sarif-2.1.0.json")
    }

    @Test(.needsTestPackages) func `NDJSON validates with a schema made from the field reference of ECS`() throws {
        try expectValid("ndjson", schema: Repository.root + "/fixtures/schemas/ecs-8.11-subset.json")
    }

    @Test(.needsTestPackages) func `Prometheus' own checker has nothing to say`() throws {
        for report in Self.reports {
            let file = try write("prometheus", report)
            let check = try Command.run("sh", ["-c", "promtool check metrics < \"$0\" 2>&1", file])
            #expect(check.status == 0)
            #expect(check.text == "")
        }
    }

    @Test(.needsTestPackages) func `JUnit is well-formed and its counts agree`() throws {
        for report in Self.reports {
            let file = try write("junit", report)
            try Command.require("xmllint", ["--noout", "--nonet", file])
            let agree = "//testsuite/@tests = count(//testcase) and //testsuite/@failures = count(//failure)"
            let answer = try Command.require(
                "xmllint", ["--xpath", agree + " and //testsuite/@errors = count(//error)", file])
            #expect(answer.text.trimmingCharacters(in: .whitespacesAndNewlines) == "true")
        }
    }

    @Test func `every line of NDJSON is a document and the last one seals the others`() throws {
        for report in Self.reports {
            let bytes = ECSReport().render(report, style: .plain)
            let lines = bytes.split(separator: 0x0A)
            let documents = try lines.map { try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:] }
            let alerts = report.events?.alerts.count { $0.outcome == .matched && $0.relation != .other } ?? 0
            #expect(
                documents.count == report.findings.count + report.coverage.gaps.count + alerts + report.cases.count + 1)
            let seal = try #require(documents.last?["debvouch"] as? [String: Any])
            #expect(seal["kind"] as? String == "summary")
            #expect(seal["lines"] as? Int == documents.count - 1)
            let before = lines.dropLast().reduce(into: [UInt8]()) { $0 += Array($1) + [0x0A] }
            #expect(seal["lines_sha256"] as? String == ContentHasher.sha256(before).hex)
            let ids = documents.compactMap { ($0["event"] as? [String: Any])?["id"] as? String }
            #expect(Set(ids).count == documents.count)
        }
    }

    @Test func `a matched alert is an alert at the time of its event, and a case is state with its verdict`() throws {
        let report = SampleReport.findings()
        let lines = ECSReport().render(report, style: .plain).split(separator: 0x0A)
        let documents = try lines.map { try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:] }
        func all(_ kind: String) -> [[String: Any]] {
            documents.filter { ($0["debvouch"] as? [String: Any])?["kind"] as? String == kind }
        }
        let alert = try #require(all("alert").first)
        #expect(all("alert").count == 1 && all("case").count == report.cases.count)
        #expect(alert["@timestamp"] as? String == "2026-11-18T11:06:40.117000000Z")
        #expect((alert["event"] as? [String: Any])?["kind"] as? String == "alert")
        let rule = ((alert["kibana"] as? [String: Any])?["alert"] as? [String: Any])?["rule"] as? [String: Any]
        #expect(rule?["rule_id"] as? String == "7c2e1297-7664-42bc-af11-6d5d35220b6b")
        #expect(((alert["process"] as? [String: Any])?["parent"] as? [String: Any])?["name"] as? String == "bash")
        #expect(all("case").allSatisfy { ($0["event"] as? [String: Any])?["kind"] as? String == "state" })
        let stories = all("case").compactMap { ($0["debvouch"] as? [String: Any])?["case"] as? [String: Any] }
        #expect(stories.compactMap { $0["verdict"] as? String } == report.cases.map(\.verdict.rawValue))
    }

    @Test func `an alert that an exception covers is an event`() throws {
        let sample = SampleReport.findings()
        var events = sample.events
        events?.alerts[0].exceptedBy = "fleet"
        let report = sample.showing(sample.cases, events: events)
        let text = String(decoding: ECSReport().render(report, style: .plain), as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.contains("\"debvouch.alert\"") })
        #expect(line.contains("\"kind\":\"event\"") && line.contains("\"excepted_by\":\"fleet\""))
    }

    @Test func `JUnit and Prometheus fail where only events do`() {
        let sample = SampleReport.findings()
        let report = SampleReport.clean().showing(sample.cases, events: sample.events)
        #expect(report.exitStatus == 1)
        let junit = String(decoding: JUnitReport().render(report, style: .plain), as: UTF8.self)
        #expect(junit.contains("failures=\"1\"") && junit.contains("case-0000000000a1 likely-malicious"))
        let metrics = String(decoding: PrometheusReport().render(report, style: .plain), as: UTF8.self)
        #expect(metrics.contains("debvouch_failing_cases 1\n") && metrics.contains("{verdict=\"suspicious\"} 1\n"))
        #expect(
            !String(decoding: PrometheusReport().render(SampleReport.clean(), style: .plain), as: UTF8.self).contains(
                "_alerts"))
    }

    @Test func `an event id stays the same from run to run and differs from host to host`() {
        var names = SampleReport.Names()
        let first = ECSContext(SampleReport.make(names, limits: [])).eventID("finding", [1])
        #expect(ECSContext(SampleReport.make(names, limits: ["later"])).eventID("finding", [1]) == first)
        names.host = "web-2"
        #expect(ECSContext(SampleReport.make(names, limits: [])).eventID("finding", [1]) != first)
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000])
    func `our SHA-256 is the one of coreutils`(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        let file = try TestFolders.make("sha256") + "/input"
        try Data(bytes).write(to: URL(filePath: file))
        #expect(try Command.require("sha256sum", [file]).text.hasPrefix(ContentHasher.sha256(bytes).hex))
    }

    private func expectValid(_ format: String, schema: String) throws {
        let files = try Self.reports.map { try write(format, $0) }
        let tool = Repository.root + "/Tests/AuditReportsTests/Tools/validate_json.py"
        let result = try Command.run("/usr/bin/python3", [tool, schema] + files)
        #expect(result.status == 0, "\(result.text)\(result.errors)")
    }

    private func write(_ format: String, _ report: AuditReport) throws -> String {
        let file = try TestFolders.make(format) + "/report." + format
        let renderer = try #require(RendererCatalog.renderer(named: format))
        try Data(renderer.render(report, style: .plain)).write(to: URL(filePath: file))
        return file
    }
}
