import AuditTestSupport
import Foundation
import Testing

/// Every check on trees that it must report and on the nearest trees that it must not.
@Suite struct `Fixtures of the checks` {
    /// `ID/flagged/NAME.tree` and `ID/silent/NAME.tree`, below `fixtures/checks`.
    static let files: [String] =
        ((try? FileManager.default.subpathsOfDirectory(atPath: Repository.root + "/fixtures/checks")) ?? [])
        .filter { $0.hasSuffix(".tree") }.sorted()

    static func files(_ kind: String) -> [String] { files.filter { $0.contains("/\(kind)/") } }

    static func check(of file: String) -> String { String(file.prefix { $0 != "/" }) }

    @Test(arguments: files("flagged"))
    func `a flagged tree is reported as its description says`(file: String) throws {
        let (description, report) = try Self.audit(file)
        let expected = try description.expectations("finding").map { try description.finding($0) }
        try #require(
            expected.contains { $0.check == Self.check(of: file) }, "the description names no finding of its check")
        let seen = Set(report.findings)
        expectSame(expected.filter { !seen.contains($0) }, [], "\(file) gave \(report.findings)")
    }

    @Test(arguments: files("silent"))
    func `a silent tree is not reported`(file: String) throws {
        let (description, report) = try Self.audit(file)
        let base = try description.base?.expectedFindings ?? []
        let own = report.findings.filter { $0.check == Self.check(of: file) && !base.contains($0) }
        expectSame(own, [], file)
    }

    @Test func `every check has trees of both kinds`() {
        let checks = Set(Self.files.map(Self.check))
        expectSame(checks.sorted(), Set(Self.files("flagged").map(Self.check)).sorted(), "flagged")
        expectSame(checks.sorted(), Set(Self.files("silent").map(Self.check)).sorted(), "silent")
    }

    private static func audit(_ file: String) throws -> (TreeDescription, ParsedReport) {
        let description = try TreeDescription(fixture: "checks/" + file)
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let json = try BuiltProgram.audit(built, description.arguments + ["--report", "json"])
        try #require((0...3).contains(json.status), "\(file): status \(json.status): \(json.errors)")
        return (description, try ParsedReport(ReportMask(built, json: json.output).text(json.output)))
    }
}
