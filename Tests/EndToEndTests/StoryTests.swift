import AuditTestSupport
import Foundation
import Testing

/// Whole stories: a tree with logs, the events that an endpoint sent of it, and the case and runbook that come of both.
@Suite struct `Stories of events and trees` {
    static let names: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: Repository.root + "/fixtures/stories").sorted()) ?? []

    @Test func `there are the six stories that a responder meets`() {
        #expect(
            Self.names == [
                "hook-by-editor", "hook-removed", "orphan-from-cron", "rerun-by-admin", "trojan-by-dpkg",
                "writer-excluded",
            ])
    }

    @Test(arguments: names)
    func `a story gives the case, the timeline and the runbook that are expected`(name: String) throws {
        let description = try TreeDescription(fixture: "stories/\(name)/tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        try Command.require(
            "cp", ["\(Repository.root)/fixtures/stories/\(name)/events.ndjson", built.folder + "/events.ndjson"])
        let before = try TreeSnapshot(of: built.folder)

        let arguments = description.arguments + ["--events", "events.ndjson"]
        let text = try BuiltProgram.audit(built, arguments)
        let files = try ReportFiles()
        let saved = try SavedRun()
        let json = try BuiltProgram.audit(built, arguments + ["--report", "json"] + files.arguments + saved.saving)
        let runbook = try BuiltProgram.audit(built, arguments + ["--report", "markdown"])

        expectSame(try TreeSnapshot(of: built.folder).difference(from: before), [], "the audit changed the tree")
        expectSame([text.errors, json.errors, runbook.errors], ["", "", ""], "standard error")
        try saved.expectAgain(as: json, name)
        let status = try #require(try description.expectedStatus, "the description has no line exit")
        expectSame([text.status, json.status, runbook.status], [status, status, status], "exit status")
        try files.expectValid(json: json.output)
        let mask = try ReportMask(built, json: json.output)
        let report = try ParsedReport(mask.text(json.output))
        expectSame(report.findings, try description.expectedFindings, "findings of \(description.file)")
        expectSame(Self.cases(report), try Self.expectedCases(description), "cases of \(description.file)")
        try GoldenFile(path: "stories/\(name)/expect.txt").expect(mask.moments(mask.text(text.output)))
        try GoldenFile(path: "stories/\(name)/expect.json").expect(mask.moments(mask.story(json.output)))
        try GoldenFile(path: "stories/\(name)/runbook.md").expect(mask.moments(mask.text(runbook.output)))
    }

    private static func cases(_ report: ParsedReport) -> [String] {
        report.list("cases").map { "\($0["verdict"] ?? "") \($0["confidence"] ?? "")" }
    }

    private static func expectedCases(_ description: TreeDescription) throws -> [String] {
        try description.expectations("case").map { try "\($0.text(0)) \($0.text(1))" }
    }
}
