import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Reports of a small host` {
    static let formats = RendererCatalog.renderers.map(\.name)

    /// The manual's list of formats, so that no test holds one.
    @Test func `every format that the manual names is there`() throws {
        let manual = try String(contentsOfFile: Repository.root + "/man/debvouch.1", encoding: .utf8)
        let list =
            manual.components(separatedBy: "\nThe formats are:\n").dropFirst().first?
            .components(separatedBy: "\n.El\n").first ?? ""
        #expect(Self.formats == list.matches(of: /\.It Cm ([a-z]+)/).map { String($0.output.1) })
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
