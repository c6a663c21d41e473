import AuditTestSupport
import Foundation
import Testing

/// The textfile of a report, as the program that collects it understands it.
@Suite struct `Metrics through node-exporter` {
    @Test func `every series of the textfile is served, and nothing is wrong with it`() throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/wrong-name-form/tree"))
        defer { built.remove() }
        let folder = try TestFolders.make("textfile")
        let audit = try BuiltProgram.audit(built, ["--report", "prometheus=\(folder)/debvouch.prom"])
        #expect(audit.errors == "")
        let written = try String(contentsOfFile: folder + "/debvouch.prom", encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }.map { Self.series(String($0)) }
        try #require(written.count > 10)
        let tool = Repository.root + "/Tests/Tools/scrape_textfile.py"
        let scraped = try Command.require("/usr/bin/python3", [tool, folder, "debvouch_"]).text
            .split(separator: "\n").map(String.init)
        #expect(scraped.contains("node_textfile_scrape_error 0"))
        let served = Set(scraped.map(Self.series))
        #expect(written.filter { !served.contains($0) } == [])
    }

    /// A series without its value, which the exporter may spell in another way; its labels in their order.
    private static func series(_ line: String) -> String {
        let name = line[..<(line.lastIndex(of: " ") ?? line.endIndex)]
        guard let open = name.firstIndex(of: "{"), name.hasSuffix("}") else { return String(name) }
        let labels = name[name.index(after: open)...].dropLast().split(separator: ",").sorted()
        return name[...open] + labels.joined(separator: ",") + "}"
    }
}
