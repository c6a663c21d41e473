import AuditTestSupport
import Foundation
import IntegrityJudgement
import Testing

@Suite struct `Manual pages` {
    private func date() throws -> String {
        let page = try #require(try TrackedFiles.read { $0 == "man/debvouch.1" }.first)
        return try #require(page.lines.first { $0.hasPrefix(".Dd ") }.map { String($0.dropFirst(4)) })
    }

    private static let related: [String: [(String, Int)]] = [
        "accept": [("debvouch-audit", 1), ("debvouch-rules", 5)],
        "audit": [("debvouch-checks", 7), ("debvouch-evidence", 7), ("debvouch-report", 5)],
        "check": [("debvouch.conf", 5), ("debvouch-status", 1)],
        "compare": [("debvouch-report", 5)],
        "detect": [("debvouch-rules", 5)],
        "explain": [("debvouch-checks", 7), ("debvouch-evidence", 7)],
        "manifest": [("debvouch-evidence", 7)],
        "rules": [("debvouch-rules", 5)],
        "schema": [("debvouch-report", 5)],
        "status": [("debvouch.conf", 5), ("debvouch-check", 1)],
    ]

    @Test func `every command has a page that says what its help says`() throws {
        let commands = try ProgramHelp.read().ownCommands
        try #require(commands.count > 8)
        for command in commands {
            let related = Self.related[command.commandName] ?? []
            let page = CommandPage(command: command, date: try date(), related: related)
            try GoldenFile(fromTop: page.path).expect(Array(page.text.utf8))
        }
        let made = Set(commands.map { "man/debvouch-\($0.commandName).1" })
        let present = try TrackedFiles.paths().filter { $0.hasPrefix("man/debvouch-") && $0.hasSuffix(".1") }
        #expect(present.filter { !made.contains($0) } == [], "pages of commands that are gone")
    }

    @Test func `debvouch-checks says of every check what the check says`() throws {
        let page = ChecksPage(date: try date())
        try GoldenFile(fromTop: page.path).expect(Array(page.text.utf8))
    }

    @Test(.needsTestPackages) func `mandoc and groff have nothing to say of any page`() throws {
        let pages = try TrackedFiles.paths().filter { $0.hasPrefix("man/") }
        try #require(pages.count > 10)
        for page in pages {
            let file = Repository.root + "/" + page
            let lint = try Command.run("mandoc", ["-Tlint", "-Wwarning", file])
            #expect(lint.text == "")
            #expect(lint.status == 0)
            let roff = try Command.run(
                "man", ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file], environment: ["MANWIDTH": "80"])
            #expect(roff.errors == "", "\(page)")
            #expect(roff.status == 0)
        }
    }

    @Test func `no page refers to one of ours that is not there`() throws {
        let pages = try TrackedFiles.read { $0.hasPrefix("man/") }
        let names = Set(pages.map { String($0.path.dropFirst("man/".count)) })
        for page in pages {
            for reference in String(decoding: page.bytes, as: UTF8.self).matches(of: /\.Xr (debvouch[^ ]*) ([0-9])/) {
                #expect(names.contains("\(reference.output.1).\(reference.output.2)"), "\(page.path)")
            }
        }
    }

    @Test func `debvouch-report describes every name of the schema, and no other`() throws {
        let file = Repository.root + "/Sources/AuditReports/JSON/report.schema.json"
        let schema = try JSONDecoder().decode(SchemaNode.self, from: Data(contentsOf: URL(filePath: file)))
        let page = try #require(try TrackedFiles.read { $0 == "man/debvouch-report.5" }.first)
        let described = page.lines.compactMap { $0.prefixMatch(of: /\.It Va ([^ ]+)/).map { String($0.output.1) } }
        #expect(Set(described) == Set(schema.names(below: "")))
        #expect(described.count == Set(described).count)
    }

    @Test func `the example rule of debvouch-rules is a rule`() throws {
        let page = try #require(try TrackedFiles.read { $0 == "man/debvouch-rules.5" }.first)
        let rule = page.lines.drop { !$0.hasPrefix("title: ") }.prefix { $0 != ".Ed" }
        let file = try TestFolders.make("rule") + "/rule.yml"
        try Data(rule.joined(separator: "\n").utf8).write(to: URL(filePath: file))
        let lint = try BuiltProgram.run(["rules", "lint", file])
        #expect(lint.status == 0, "\(lint.text)\(lint.errors)")
    }

    @Test(arguments: [
        ("Judge one tree: who vouches.", "judge one tree: who vouches"), ("Say No to it.", #"say \&No to it"#),
    ])
    func `a title is made fit for a macro`(text: String, title: String) {
        #expect(Mdoc.title(text) == title)
    }

    @Test func `text cannot become a macro or an escape`() {
        #expect(Mdoc.sentences(#".It is \n. 'Tis --root. A-b -x"#) == [#"\&.It is \en. 'Tis \-\-root."#, #"A-b \-x"#])
    }
}

/// A part of a JSON Schema: the names of its properties, however deep.
private struct SchemaNode: Decodable {
    var properties: [String: SchemaNode]?
    var items: [SchemaNode]?

    private enum CodingKeys: CodingKey {
        case properties, items
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        properties = try values.decodeIfPresent([String: SchemaNode].self, forKey: .properties)
        items = try values.decodeIfPresent(SchemaNode.self, forKey: .items).map { [$0] }
    }

    /// `findings[].path`; the counts below `by_rung` and `by_severity` are named by their kind only.
    func names(below path: String) -> [String] {
        let inner = (properties ?? [:]).flatMap { name, node -> [String] in
            let full = path.isEmpty ? name : "\(path).\(name)"
            return [full] + (name.hasPrefix("by_") ? [] : node.names(below: full))
        }
        return inner + (items ?? []).flatMap { $0.names(below: path + "[]") }
    }
}
