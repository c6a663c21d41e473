import AuditTestSupport
import Foundation
import Testing

/// `debvouch compare`: two reports of one tree that changed in between, and files that are no reports.
@Suite struct `Comparing reports` {
    /// The JSON of one audit, written into a file of the tree's folder.
    private func report(_ built: BuiltTree, _ name: String) throws {
        let result = try BuiltProgram.audit(built, ["--report", "json=\(name)"])
        #expect((0...3).contains(result.status), "\(result.errors)")
    }

    private func compare(_ built: BuiltTree, _ old: String, _ new: String) throws -> (Int32, ParsedReport) {
        let result = try BuiltProgram.run(["compare", old, new, "--format", "json"], in: built.folder)
        return (result.status, try ParsedReport(result.output))
    }

    @Test func `a planted hook is new, its removal resolves it, and the rest is unchanged`() throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        defer { built.remove() }
        try report(built, "old.json")
        let hook = Array((built.tree + "/etc/apt/apt.conf.d/99planted").utf8)
        try HostFiles.write(Array("DPkg::Post-Invoke { \"touch /tmp/x\"; };\n".utf8), to: hook)
        try report(built, "new.json")

        let (status, forth) = try compare(built, "old.json", "new.json")
        #expect(status == 1)
        #expect(forth.list("new").map { $0["path"] as? String } == ["/etc/apt/apt.conf.d/99planted"])
        #expect(forth.list("resolved").isEmpty)
        let changed = forth.list("artifacts").compactMap { $0["path"] as? String }
        #expect(changed.contains("/etc/apt/apt.conf.d/99planted"))
        let (backStatus, back) = try compare(built, "new.json", "old.json")
        #expect(backStatus == 0)
        #expect(back.list("resolved").map { $0["path"] as? String } == ["/etc/apt/apt.conf.d/99planted"])
        #expect(back.list("unchanged").count == forth.list("unchanged").count)
        let (sameStatus, same) = try compare(built, "new.json", "new.json")
        #expect(sameStatus == 0)
        #expect(same.list("artifacts").isEmpty)
        #expect(same.list("new").isEmpty)
    }

    @Test(arguments: ["second-stream", "two-archives"])
    func `the same odd archive in another folder is nothing new`(name: String) throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/\(name)/tree"))
        defer { built.remove() }
        try report(built, "old.json")
        #expect(
            try ParsedReport(Array(Data(contentsOf: URL(filePath: built.folder + "/old.json")))).findings.contains {
                $0.check.hasPrefix("reference-")
            })
        try FileManager.default.moveItem(atPath: built.archives, toPath: built.folder + "/elsewhere")
        let moved = try BuiltProgram.run(
            ["audit", "--root", "tree", "--archives", "elsewhere", "--report", "json=new.json"], in: built.folder)
        #expect((0...3).contains(moved.status), "\(moved.errors)")
        let (status, comparison) = try compare(built, "old.json", "new.json")
        #expect(status == 0)
        #expect(comparison.list("new").isEmpty)
        #expect(comparison.list("resolved").isEmpty)
    }

    private static func small(_ findings: String, _ artifacts: String, finished: String) -> String {
        """
        {"schema_version": "1.0", "run": {"finished": "\(finished)", "exit_status": 1},
         "host": {"root": "/mnt", "hostname": "quay"}, "summary": {"verdict": "findings"},
         "findings": [\(findings)], "artifacts": [\(artifacts)]}

        """
    }

    private static func finding(_ id: String, _ severity: String, _ path: String) -> String {
        #"{"id": "dv-\#(id)", "check": "script-modified", "severity": "\#(severity)", "path": "\#(path)", "title": "t"}"#
    }

    private static func artifact(_ path: String, _ digit: String, _ mode: String, _ rung: String) -> String {
        """
        {"path": "\(path)", "sha256": "\(String(repeating: digit, count: 64))", "mode": "\(mode)", "uid": 0, "gid": 0,
         "kind": "regular file", "verdict": "unverifiable", "rung": "\(rung)"}
        """
    }

    @Test(arguments: ["text", "json"])
    func `a comparison says what is new, worse, resolved and unchanged`(format: String) throws {
        let folder = try TestFolders.make("reports")
        let old = Self.small(
            [Self.finding("1", "low", "/a"), Self.finding("2", "high", "/b"), Self.finding("3", "info", "/c\\u001b")]
                .joined(separator: ","),
            [
                Self.artifact("/a", "a", "0755", "signed"), Self.artifact("/b", "b", "0755", "signed"),
                Self.artifact("/gone", "c", "0644", "unverifiable"),
            ].joined(separator: ","), finished: "2026-11-01T00:00:00.000000000Z")
        let new = Self.small(
            [
                Self.finding("1", "critical", "/a"), Self.finding("3", "info", "/c\\u001b"),
                Self.finding("4", "medium", "/d"),
            ]
            .joined(separator: ","),
            [
                Self.artifact("/a", "d", "4755", "unverifiable"), Self.artifact("/b", "b", "0755", "archive-only"),
                Self.artifact("/new", "e", "0644", "baseline"),
            ].joined(separator: ","), finished: "2026-11-02T00:00:00.000000000Z")
        try HostFiles.write(Array(old.utf8), to: Array("\(folder)/old.json".utf8))
        try HostFiles.write(Array(new.utf8), to: Array("\(folder)/new.json".utf8))
        let result = try BuiltProgram.run(["compare", "old.json", "new.json", "--format", format], in: folder)
        #expect(result.status == 1)
        try GoldenFile(path: "reports/comparison.\(format == "text" ? "txt" : "json")").expect(result.output)
    }

    @Test(arguments: [
        ("", "line 1"), ("{", "line 1"), ("{\n\"a\": 1,\n}", "line 3"), ("[]", "no JSON"), ("{}", "schema_version"),
        (#"{"schema_version": 1}"#, "schema_version"), (#"{"schema_version": "2.0"}"#, "reads version 1"),
        (#"{"schema_version": "1.0"}"#, "run is missing"),
        (small("1", "", finished: "x"), "findings[0] is no object"),
        (small(#"{"id": "dv-1"}"#, "", finished: "x"), "findings[0].severity is missing"),
        (small(finding("1", "awful", "/a"), "", finished: "x"), "findings[0].severity is no severity"),
        (small("", artifact("/a", "x", "0755", "signed"), finished: "x"), "artifacts[0].sha256"),
        (small("", artifact("/a", "a", "99999", "signed"), finished: "x"), "artifacts[0].mode"),
        (small("", artifact("/a", "a", "0755", "golden"), finished: "x"), "artifacts[0].rung"),
        (
            small(
                "", artifact("/a", "a", "0755", "signed") + "," + artifact("/a", "b", "0755", "signed"), finished: "x"),
            "artifacts[1]"
        ),
        (small("", "", finished: "x\u{1}"), "no JSON"), (String(repeating: "[", count: 100_000), "no JSON"),
    ])
    func `a file that is no report is 65, with the reason and the place`(text: String, words: String) throws {
        let folder = try TestFolders.make("reports")
        let good = Self.small("", "", finished: "2026-11-01T00:00:00.000000000Z")
        try HostFiles.write(Array(good.utf8), to: Array("\(folder)/good.json".utf8))
        try HostFiles.write(Array(text.utf8), to: Array("\(folder)/bad.json".utf8))
        for pair in [["good.json", "bad.json"], ["bad.json", "good.json"]] {
            let result = try BuiltProgram.run(["compare"] + pair, in: folder)
            #expect(result.status == 65, "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.contains("bad.json"))
            #expect(result.output.isEmpty)
        }
    }

    @Test func `a report that is not there is 66`() throws {
        #expect(try BuiltProgram.run(["compare", "/nowhere/a.json", "/nowhere/b.json"]).status == 66)
    }
}
