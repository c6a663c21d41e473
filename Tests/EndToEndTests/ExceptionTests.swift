import AuditTestSupport
import Foundation
import Testing

@Suite struct `debvouch with exceptions` {
    private static let rule = "7c2e1297-7664-42bc-af11-6d5d35220b6b"
    private static let event = """
        {"event":{"id":"E1","category":["file"],"type":["change"],"action":"rename"},"host":{"name":"ci-1","os":{"type":\
        "linux"}},"file.path":"/etc/apt/apt.conf.d/99update","process":{"executable":"/usr/bin/mv","name":"mv"}}

        """

    /// A folder with the event, a second one on another host, and an exception file.
    private func folder(_ exceptions: String) throws -> String {
        let folder = try TestFolders.make("exceptions")
        let other = Self.event.replacingOccurrences(of: "ci-1", with: "web").replacingOccurrences(of: "E1", with: "E2")
        try Data((Self.event + other).utf8).write(to: URL(filePath: folder + "/events"))
        try Data(exceptions.utf8).write(to: URL(filePath: folder + "/x.json"))
        return folder
    }

    private func detect(_ exceptions: String) throws -> CommandResult {
        try BuiltProgram.run(
            ["detect", "events", "--format", "tsv", "--exceptions", "x.json"], in: try folder(exceptions))
    }

    private func native(_ members: String) -> String {
        "{\"version\":1,\"exceptions\":[\n{\"id\":\"ours\",\(members)}\n]}\n"
    }

    @Test func `an excepted alert is not printed and is counted on standard error`() throws {
        let result = try detect(
            native(
                """
                "rules":["\(Self.rule)"],"all":[{"field":"process.executable","is":"/usr/bin/mv"},\
                {"field":"host.name","matches":"ci-*"}]
                """))
        #expect(result.text == "\(Self.rule)\tE2\n")
        #expect(result.status == 1)
        #expect(result.errors == "debvouch: exception ours silenced 1 alert\n")
    }

    @Test func `where every match is excepted nothing counts as matched`() throws {
        let result = try detect(native("\"all\":[{\"field\":\"process.executable\",\"is\":\"/usr/bin/mv\"}]"))
        #expect(result.text == "")
        #expect(result.status == 0)
        #expect(result.errors == "debvouch: exception ours silenced 2 alerts\n")
    }

    @Test(
        arguments: [
            (
                "\"expires\":\"2020-01-01\",\"all\":[{\"field\":\"process.executable\",\"is\":\"/usr/bin/mv\"}]",
                "x.json:2: exception ours: it expired (2020-01-01) and was not applied\n", 2
            ),
            (
                "\"all\":[{\"field\":\"process.executable\",\"is\":\"/usr/bin/cp\"}]",
                "x.json:2: exception ours: it was not needed\n", 2
            ),
            ("\"all\":[]", "x.json:2: exception ours: it is too broad: it has no condition\n", 0),
            (
                "\"all\":[{\"field\":\"process.name\",\"is\":\"mv\"}]",
                "it is too broad: any process can choose what it asks for: process.name\n", 0
            ),
        ] as [(String, String, Int)])
    func `what is wrong with an exception is said`(members: String, words: String, alerts: Int) throws {
        let result = try detect(native(members))
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.text.split(separator: "\n").count == alerts)
    }

    @Test func `an export of Kibana is read, and what it cannot decide is said and not applied`() throws {
        let entry = #"{"field":"process.executable","operator":"included","type":"match","value":"/usr/bin/mv"}"#
        let nested = #"{"field":"f","type":"nested","entries":[]}"#
        let result = try detect(
            """
            {"list_id":"L","type":"detection","name":"l"}
            {"item_id":"one","list_id":"L","entries":[\(entry),{"field":"host.name","operator":"excluded","type":"wildcard","value":"ci-*"}]}
            {"item_id":"two","list_id":"L","entries":[\(entry),\(nested)]}
            {"exported_exception_list_count":1,"exported_exception_list_item_count":2}

            """)
        #expect(result.text == "\(Self.rule)\tE1\n")
        #expect(result.errors.contains("exception one silenced 1 alert"))
        #expect(result.errors.contains("x.json:3: exception two: it was not applied: it has nested entries (f)"))
    }

    @Test func `a wrong file is 78 with its line and key, a missing one 66`() throws {
        let wrong = try detect(native("\"all\":[{\"field\":\"process.name\",\"is\":5}]"))
        #expect(wrong.status == 78)
        #expect(wrong.errors == "debvouch: x.json:2: exceptions[0].all[0].is: a text is expected, not a number\n")
        let folder = try folder(native("\"all\":[]"))
        for command in [["detect", "events"], ["audit", "--root", "."]] {
            #expect(try BuiltProgram.run(command + ["--exceptions", "none"], in: folder).status == 66)
            #expect(try BuiltProgram.run(command + ["--exceptions", "events"], in: folder).status == 78)
            let twice = try BuiltProgram.run(command + ["--exceptions", "x.json", "x.json"], in: folder)
            #expect(twice.status == 78)
            #expect(twice.errors == "debvouch: x.json:2: the id ours stands in x.json:2 already\n")
        }
    }
}

/// Exceptions for files of a tree.
@Suite struct `debvouch audit with exceptions` {
    private static let script = "/var/lib/dpkg/info/anchord.prerm"

    /// The report on a tree with one modified script, with an exception made for it.
    private func audit(_ exception: (String) -> String) throws -> (json: ParsedReport, text: CommandResult) {
        let description = try TreeDescription(fixture: "checks/script-modified/flagged/one-byte.tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let digest = try Command.require("/usr/bin/sha256sum", [built.tree + Self.script]).text.prefix(64)
        try Data(exception(String(digest)).utf8).write(to: URL(filePath: built.folder + "/x.json"))
        let options = description.arguments + ["--exceptions", "x.json"]
        let json = built.folder + "/report.json"
        let text = try BuiltProgram.audit(built, options + ["--report", "text", "--report", "json=\(json)"])
        let report = try? Data(contentsOf: URL(filePath: json))
        return (try ParsedReport(Array(report ?? Data("{}".utf8))), text)
    }

    private func exception(_ digest: String, members: String = "") -> String {
        """
        {"version":1,"exceptions":[
         {"id":"patched","scope":"disk","reason":"patched by hand","owner":"ops"\(members),"all":[
          {"field":"file.path","is":"\(Self.script)"},{"field":"file.hash.sha256","is":"\(digest)"}]}]}
        """
    }

    private func excepted(_ report: ParsedReport) -> [String] {
        report.list("findings").compactMap { $0["excepted_by"] as? String }
    }

    @Test func `a changed script whose content is pinned no longer fails the audit and stays in sight`() throws {
        let (json, text) = try audit { exception($0) }
        #expect(text.status == 2, "\(text.text)")
        #expect(
            text.text.contains("EXCEPTIONS  1 exception, which silenced 1 finding\n  patched (ops): patched by hand\n"))
        #expect(text.text.contains("    critical  \(Self.script)\n"))
        #expect(!text.text.contains("  CRITICAL"))
        #expect(excepted(json) == ["patched"])
        let standing = try #require(json.list("exceptions").first)
        #expect(standing["state"] as? String == "used")
        let silenced = json.list("findings").filter { $0["excepted_by"] != nil }
        #expect(standing["uses"] as? [String] == silenced.compactMap { $0["id"] as? String })
    }

    @Test func `another content is never silenced`() throws {
        let (json, text) = try audit { _ in exception(String(repeating: "ab", count: 32)) }
        #expect(text.status & 1 == 1)
        #expect(excepted(json) == [])
        #expect(json.list("exceptions").first?["state"] as? String == "ended")
        #expect(text.text.contains("exception patched"))
    }

    @Test func `an exception that has expired is not applied`() throws {
        let (json, text) = try audit { exception($0, members: ",\"expires\":\"2020-01-01\"") }
        #expect(text.status & 1 == 1)
        #expect(excepted(json) == [])
        #expect(text.text.contains("it expired (2020-01-01)"))
    }

    @Test func `a silenced finding is one of the exception's checks`() throws {
        let (json, _) = try audit { exception($0, members: ",\"rules\":[\"script-orphan\"]") }
        #expect(excepted(json) == [])
        let (own, _) = try audit { exception($0, members: ",\"rules\":[\"script-modified\"]") }
        #expect(excepted(own) == ["patched"])
    }

    @Test func `an exception for the disk without a content is 78`() throws {
        let (_, text) = try audit { _ in
            "{\"version\":1,\"exceptions\":[\n{\"id\":\"a\",\"scope\":\"disk\",\"reason\":\"r\",\"owner\":\"o\",\"all\":[]}]}"
        }
        #expect(text.status == 78)
        #expect(
            text.errors.hasPrefix("debvouch: x.json:2: exceptions[0]: an exception for the disk must pin a content"))
    }

    @Test func `the report with exceptions is valid`() throws {
        let description = try TreeDescription(fixture: "checks/script-modified/flagged/one-byte.tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let digest = try Command.require("/usr/bin/sha256sum", [built.tree + Self.script]).text.prefix(64)
        try Data(exception(String(digest), members: ",\"expires\":\"2099-01-01\"").utf8).write(
            to: URL(filePath: built.folder + "/x.json"))
        let report = try BuiltProgram.audit(
            built, description.arguments + ["--exceptions", "x.json", "--report", "json"])
        let folder = try TestFolders.make("valid")
        try HostFiles.write(report.output, to: Array((folder + "/report").utf8))
        #expect(try `JSON Schema of the report`.problems(in: folder) == [])
    }
}
