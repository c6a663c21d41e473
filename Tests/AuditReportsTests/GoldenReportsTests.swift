import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Reports of a small host` {
    static let formats = RendererCatalog.renderers.map(\.name)

    @Test func `every format that the manual names is there`() {
        #expect(
            Self.formats == [
                "text", "json", "ndjson", "html", "sarif", "prometheus", "junit", "markdown", "csv",
            ])
    }

    @Test(arguments: formats)
    func `a report is the same as ever, byte for byte`(format: String) throws {
        let renderer = try #require(RendererCatalog.renderer(named: format))
        let bytes = renderer.render(SampleReport.findings(), style: .plain)
        try GoldenFile(path: "reports/sample.\(format)").expect(bytes)
    }

    @Test(arguments: formats)
    func `a report without findings renders and does not say the same as one with some`(format: String) throws {
        let renderer = try #require(RendererCatalog.renderer(named: format))
        let clean = renderer.render(SampleReport.clean(), style: .plain)
        #expect(!clean.isEmpty)
        #expect(clean != renderer.render(SampleReport.findings(), style: .plain))
        #expect(SampleReport.clean().verdict == .clean)
    }
}
