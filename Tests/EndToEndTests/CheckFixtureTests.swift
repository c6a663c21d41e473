import AuditTestSupport
import Foundation
import Testing

/// Every check on trees that it must report and on the nearest trees that it must not.
@Suite struct `Fixtures of the checks` {
    /// One tree, by its name below `fixtures/checks`: `ID/flagged/NAME.tree` or `ID/silent/NAME.tree`.
    struct Fixture: Sendable, CustomTestStringConvertible {
        let file: String

        var testDescription: String { file }
        var check: String { String(file.prefix { $0 != "/" }) }

        /// Whether an index is made and signed for it, which takes programs that building debvouch does not.
        var isSigned: Bool { (try? TreeDescription(fixture: "checks/" + file).needsSigning) ?? true }
    }

    /// All trees, or those of the one check that `make quick CHECK=` asks for.
    static let fixtures: [Fixture] =
        ((try? FileManager.default.subpathsOfDirectory(atPath: Repository.root + "/fixtures/checks")) ?? [])
        .filter { $0.hasSuffix(".tree") }.sorted().map { Fixture(file: $0) }
        .filter { $0.check == QuickRun.check ?? $0.check }

    static func fixtures(_ kind: String, signed: Bool) -> [Fixture] {
        fixtures.filter { $0.file.contains("/\(kind)/") && $0.isSigned == signed }
    }

    @Test(arguments: fixtures("flagged", signed: false))
    func `a flagged tree is reported as its description says`(fixture: Fixture) throws {
        try Self.expectFlagged(fixture)
    }

    @Test(arguments: fixtures("silent", signed: false))
    func `a silent tree is not reported`(fixture: Fixture) throws {
        try Self.expectSilent(fixture)
    }

    @Test(.needsTestPackages, arguments: fixtures("flagged", signed: true))
    func `a flagged tree with a signed index is reported as its description says`(fixture: Fixture) throws {
        try Self.expectFlagged(fixture)
    }

    @Test(.needsTestPackages, arguments: fixtures("silent", signed: true))
    func `a silent tree with a signed index is not reported`(fixture: Fixture) throws {
        try Self.expectSilent(fixture)
    }

    /// Also what makes a check that is misspelt in CHECK= fail.
    @Test func `every check that is asked for has trees of both kinds`() {
        for kind in ["flagged", "silent"] {
            let checks = Set(Self.fixtures.filter { $0.file.contains("/\(kind)/") }.map(\.check))
            expectSame(checks.sorted(), Set(Self.fixtures.map(\.check)).sorted(), kind)
            #expect(!checks.isEmpty, "no \(kind) tree of \(QuickRun.check ?? "any check")")
        }
    }

    private static func expectFlagged(_ fixture: Fixture) throws {
        let (description, report) = try audit(fixture)
        let expected = try description.expectations("finding").map { try description.finding($0) }
        try #require(expected.contains { $0.check == fixture.check }, "the description names no finding of its check")
        let seen = Set(report.findings)
        expectSame(expected.filter { !seen.contains($0) }, [], "\(fixture.file) gave \(report.findings)")
    }

    private static func expectSilent(_ fixture: Fixture) throws {
        let (description, report) = try audit(fixture)
        let base = try description.base?.expectedFindings ?? []
        let own = report.findings.filter { $0.check == fixture.check && !base.contains($0) }
        expectSame(own, [], fixture.file)
    }

    private static func audit(_ fixture: Fixture) throws -> (TreeDescription, ParsedReport) {
        let description = try TreeDescription(fixture: "checks/" + fixture.file)
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let saved = try SavedRun()
        let json = try BuiltProgram.audit(built, description.arguments + ["--report", "json"] + saved.saving)
        try #require((0...3).contains(json.status), "\(fixture.file): status \(json.status): \(json.errors)")
        try saved.expectAgain(as: json, fixture.file)
        return (description, try ParsedReport(ReportMask(built, json: json.output).text(json.output)))
    }
}
