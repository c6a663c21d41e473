import AuditTestSupport
import Foundation
import Testing

/// `audit --evidence`: saved evidence beside other references, events and exceptions, and files that cannot be used.
@Suite struct `Audits of saved evidence` {
    /// A tree with a planted script, audited with or without its archives.
    private func saved(_ arguments: [String], _ use: (BuiltTree, SavedRun, CommandResult) throws -> Void) throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "stories/hook-by-editor/tree"))
        defer { built.remove() }
        try Command.require(
            "cp", ["\(Repository.root)/fixtures/stories/hook-by-editor/events.ndjson", built.folder + "/events.ndjson"])
        let run = try SavedRun()
        let direct = try BuiltProgram.run(
            ["audit", "--root", "tree", "--report", "json"] + arguments + run.saving, in: built.folder)
        try #require((0...3).contains(direct.status), "\(direct.errors)")
        try use(built, run, direct)
    }

    private func report(_ result: CommandResult) throws -> ParsedReport {
        try #require((0...3).contains(result.status), "\(result.errors)")
        return try ParsedReport(result.output)
    }

    private func limits(_ report: ParsedReport) -> String {
        let coverage = report.document["coverage"] as? [String: Any]
        return (coverage?["limits"] as? [String] ?? []).joined(separator: "\n")
    }

    private func archives(_ report: ParsedReport) -> Int? {
        (report.document["summary"] as? [String: Any])?["archives"] as? Int
    }

    @Test func `the run block names the file, its version and its time`() throws {
        try saved([]) { built, run, _ in
            let report = try report(run.audit(["--report", "json"], in: built.folder))
            let block = (report.document["run"] as? [String: Any])?["evidence"] as? [String: String]
            #expect(block?["file"] == run.file)
            #expect(block?["version"] == "0.1.0")
            #expect(block?["saved"]?.hasSuffix("Z") == true)
            let facts = try FileManager.default.attributesOfItem(atPath: run.file)
            #expect(facts[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `archives given later are compared with the saved facts, without the tree`() throws {
        try saved([]) { built, run, direct in
            #expect(try archives(report(direct)) == 0)
            try FileManager.default.removeItem(atPath: built.tree)
            let later = try report(run.audit(["--archives", "archives", "--report", "json"], in: built.folder))
            #expect(try #require(archives(later)) > 0)
            let rungs = Set(later.list("artifacts").compactMap { $0["rung"] as? String })
            #expect(rungs.contains("archive-only"))
            #expect(limits(later).contains("were not saved"))
        }
    }

    @Test func `references given later replace those that were saved`() throws {
        try saved(["--archives", "archives"]) { built, run, direct in
            #expect(try #require(archives(report(direct))) > 0)
            let empty = built.folder + "/empty"
            try HostFiles.makeFolder(Array(empty.utf8))
            let later = try report(run.audit(["--archives", empty, "--report", "json"], in: built.folder))
            #expect(archives(later) == 0)
            #expect(limits(later).contains("were not saved"))
            #expect(try !limits(report(direct)).contains("were not saved"))
        }
    }

    @Test func `events given later are joined with what was saved, and what nobody asked then is said`() throws {
        try saved([]) { built, run, direct in
            #expect(try report(direct).list("alerts").isEmpty)
            let later = try report(run.audit(["--events", "events.ndjson", "--report", "json"], in: built.folder))
            #expect(!later.list("alerts").isEmpty)
            #expect(!later.list("cases").isEmpty)
            #expect(limits(later).contains("logs were searched before"))
        }
    }

    @Test func `alerts that were saved keep their exceptions, and it is said where others are given`() throws {
        try saved(["--events", "events.ndjson"]) { built, run, direct in
            let text = """
                {"version": 1, "exceptions": [{"id": "x", "reason": "r", "owner": "o", "expires": "2099-01-01", "scope": "alert", \
                "all": [{"field": "host.name", "is": "nowhere"}]}]}
                """
            try HostFiles.write(Array(text.utf8), to: Array((built.folder + "/exceptions.json").utf8))
            let later = try run.audit(["--exceptions", "exceptions.json", "--report", "json"], in: built.folder)
            let alerts = try report(later).list("alerts").count
            #expect(try alerts == report(direct).list("alerts").count)
            #expect(try limits(report(later)).contains("keep the exceptions"))
            try run.expectAgain(as: direct, "without exceptions")
        }
    }

    @Test func `a baseline can be given later, and replaces the one that was saved`() throws {
        try saved([]) { built, run, direct in
            let base = Array((built.folder + "/base.json").utf8)
            try HostFiles.write(direct.output, to: base)
            let arguments = ["--root", "tree", "--report", "json", "--baseline", "base.json"]
            let expected = try BuiltProgram.run(["audit"] + arguments + run.saving, in: built.folder)
            #expect(try limits(report(expected)).contains("base.json"))
            try run.expectAgain(as: expected, "saved baseline")
            try HostFiles.write(direct.output, to: Array((built.folder + "/other.json").utf8))
            let later = try report(run.audit(["--baseline", "other.json", "--report", "json"], in: built.folder))
            #expect(limits(later).contains("other.json"))
            #expect(!limits(later).contains("base.json"))
        }
    }

    @Test func `what is no evidence, or cannot be combined, ends with its own status`() throws {
        try saved([]) { built, run, _ in
            let bytes = try Data(contentsOf: URL(filePath: run.file))
            try bytes.dropLast(40).write(to: URL(filePath: built.folder + "/cut"))
            let cut = try BuiltProgram.run(["audit", "--evidence", "cut"], in: built.folder)
            #expect(cut.status == 65)
            #expect(cut.errors.contains("section testimony"))
            #expect(try BuiltProgram.run(["audit", "--evidence", "/nonexistent"]).status == 66)
            #expect(try BuiltProgram.run(["audit", "--evidence", "/dev/zero"]).status == 66)
            #expect(try BuiltProgram.run(["audit", "--evidence", "tree"], in: built.folder).status == 66)
            for more in [["--root", "tree"], ["--fetch"], ["--deep"], ["--save-evidence", "again"]] {
                #expect(try run.audit(more, in: built.folder).status == 64, "\(more)")
            }
            let place = ["--root", "tree", "--save-evidence", "/nonexistent/file"]
            #expect(try BuiltProgram.run(["audit"] + place, in: built.folder).status == 73)
        }
    }
}
