import AuditTestSupport
import Foundation
import Testing

/// The whole program on whole trees, held against what each tree's description says and against golden files.
@Suite struct `Audit of whole trees` {
    static let names: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: Repository.root + "/fixtures/trees").sorted()) ?? []

    @Test func `there is a sound tree and at least twenty-eight tampered ones`() {
        #expect(Self.names.contains("base"))
        #expect(Self.names.count > 28)
    }

    @Test(arguments: names)
    func `a tree gives exactly the findings, the status and the report that are expected`(name: String) throws {
        let description = try TreeDescription(fixture: "trees/\(name)/tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let before = try TreeSnapshot(of: built.folder)

        let text = try BuiltProgram.audit(built, description.arguments)
        let files = try ReportFiles()
        let saved = try SavedRun()
        let json = try BuiltProgram.audit(
            built, description.arguments + ["--report", "json"] + files.arguments + saved.saving)

        expectSame(try TreeSnapshot(of: built.folder).difference(from: before), [], "the audit changed the tree")
        #expect(text.errors == "")
        #expect(text.status == json.status)
        try saved.expectAgain(as: json, name)
        let status = try #require(try description.expectedStatus, "the description has no line exit")
        expectSame([json.status], [status], "exit status of \(description.file)")
        try files.expectValid(json: json.output)
        let mask = try ReportMask(built, json: json.output)
        let report = try ParsedReport(mask.text(json.output))
        expectSame(report.findings, try description.expectedFindings, "findings of \(description.file)")
        expectSame(report.gaps, try description.expectedGaps, "gaps of \(description.file)")
        try GoldenFile(path: "trees/\(name)/expect.txt").expect(mask.moments(mask.text(text.output)))
        let isWhole = try description.expectations("json").contains { try $0.text(0) == "whole" }
        try GoldenFile(path: "trees/\(name)/expect.json").expect(
            mask.moments(isWhole ? mask.json(json.output) : mask.brief(json.output, base: Self.reportOnBase.get())))
    }

    private static let reportOnBase = Result {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        defer { built.remove() }
        let report = try BuiltProgram.audit(built, ["--report", "json"]).output
        return try ReportMask(built, json: report).text(report)
    }
}
