import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Alerts and cases in JSON` {
    private static func document(_ report: AuditReport) throws -> [String: Any] {
        let bytes = JSONReport().render(report, style: .plain)
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private static func list(_ name: String, of report: AuditReport) throws -> [[String: Any]] {
        try #require(try document(report)[name] as? [[String: Any]])
    }

    @Test func `every step that a case or finding names is there, once and with an id of its own`() throws {
        let report = SampleReport.findings()
        let ids = try Self.list("guidance", of: report).compactMap { $0["id"] as? String }
        #expect(Set(ids).count == ids.count)
        let named = try Self.list("cases", of: report).flatMap { $0["steps"] as? [String] ?? [] }
        #expect(!named.isEmpty && Set(named).isSubset(of: ids))
        let ofFindings = try Self.list("findings", of: report).flatMap { $0["guidance"] as? [String] ?? [] }
        #expect(!ofFindings.isEmpty && Set(ofFindings).isSubset(of: ids))
    }

    @Test func `two cases that need the same commands share the step`() throws {
        let steps = try Self.list("cases", of: SampleReport.findings()).map { $0["steps"] as? [String] ?? [] }
        #expect(steps[0].first == "capture-volatile-state-case-0000000000a1")
        #expect(steps[1] == ["capture-volatile-state-case-0000000000a1"])
        #expect(steps[2] == [])
    }

    @Test func `steps come in the order of a response, those of cases first where time matters`() throws {
        let guidance = try Self.list("guidance", of: SampleReport.findings())
        let phases = guidance.compactMap { $0["phase"] as? String }
        let order = GuidancePhase.allCases.map(\.rawValue)
        #expect(phases == phases.sorted { order.firstIndex(of: $0) ?? 0 < order.firstIndex(of: $1) ?? 0 })
        let ids = guidance.compactMap { $0["id"] as? String }
        #expect(ids.first == "prepare-evidence-folder")
        #expect(ids.dropFirst().first?.contains("-case-") == true)
    }

    @Test func `a step that occurs twice in a case with other commands keeps both`() throws {
        let step = GuidanceStep(id: "a", phase: .contain, title: "a", why: "b")
        let report = SampleReport.findings().withFirstCase(steps: [
            CaseStep(step: step, commands: ["x"]), CaseStep(step: step, commands: ["y"]),
        ])
        let steps = try Self.list("cases", of: report)[0]["steps"] as? [String]
        #expect(steps == ["a-case-0000000000a1", "a-case-0000000000a1-2"])
    }

    @Test func `a path that is not plain text keeps its bytes`() throws {
        let text = UntrustedText([0xFF, 0x0A] as [UInt8])
        let alert = try #require(try Self.list("alerts", of: SampleReport.hostile(text)).first)
        let bytes = try #require((alert["path_b64"] as? String).flatMap { Data(base64Encoded: $0) })
        #expect(Array(bytes) == Array("/etc/apt/apt.conf.d/".utf8) + text.bytes)
    }

    @Test func `an audit without events has no numbers of events, and with events it has`() throws {
        let with = try #require(try Self.document(SampleReport.findings())["coverage"] as? [String: Any])
        let without = try #require(try Self.document(SampleReport.clean())["coverage"] as? [String: Any])
        #expect((with["events"] as? [String: Any])?["of_other_hosts"] as? Int == 3)
        #expect(without["events"] == nil)
    }
}
