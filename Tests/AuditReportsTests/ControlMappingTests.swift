import AuditModel
import IntegrityJudgement
import Testing

@testable import AuditReports

@Suite struct `Mapping of checks to controls` {
    private let catalog = ControlCatalog.shared

    @Test func `every check gives evidence for a control of every compliance framework, and nothing else is mapped`() {
        let frameworks = Set(catalog.frameworks.map(\.id)).subtracting(["attack"])
        let known = Set(CheckCatalog.checks.map(\.id.rawValue))
        #expect(Set(catalog.checks.keys).subtracting(known) == [], "mapped, but no check")
        for id in known {
            #expect(frameworks.subtracting((catalog.checks[id] ?? [:]).keys) == [], "\(id)")
        }
    }

    @Test func `every control that is named exists, and every one that exists is named`() {
        for framework in catalog.frameworks {
            let named = Set(catalog.checks.values.flatMap { $0[framework.id] ?? [] })
            #expect(named == Set(framework.controls.map(\.id)), "\(framework.name)")
        }
        #expect(catalog.frameworks.count == 5)
    }

    @Test func `every technique has a tactic with a name`() {
        let techniques = catalog.frameworks.filter { $0.id == "attack" }.flatMap(\.controls)
        #expect(!techniques.isEmpty)
        #expect(techniques.allSatisfy { technique in technique.tactic.map { catalog.tactics[$0] != nil } ?? false })
    }

    @Test func `the summary counts checks that ran and findings, worst first`() throws {
        let summary = ControlSummary(of: SampleReport.findings())
        let rows = try #require(summary.frameworks.first { $0.framework.id == "nist-800-53" }).rows
        let integrity = try #require(rows.first { $0.control.id == "SI-7" })
        #expect(integrity.checks == 4)
        #expect(integrity.findings.map(\.finding.severity) == [.critical, .high, .medium])
        #expect(integrity.worst == .critical)
        let components = try #require(rows.first { $0.control.id == "CM-8(3)" })
        #expect(components.checks == 1 && components.findings.isEmpty && components.worst == nil)
    }

    @Test func `a control behind which no check ran is left out`() {
        let summary = ControlSummary(of: SampleReport.clean(), catalog: catalog)
        #expect(summary.frameworks.flatMap(\.rows).allSatisfy { $0.checks > 0 })
    }
}
