import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

@Suite struct `Hostile names in every report` {
    static let formats = RendererCatalog.renderers.map(\.name)

    static func render(_ format: String, _ report: AuditReport) throws -> [UInt8] {
        try #require(RendererCatalog.renderer(named: format)).render(report, style: .plain)
    }

    @Test(arguments: formats)
    func `no control, bidirectional or invisible character gets through`(format: String) throws {
        for text in HostileText.all {
            let bytes = try Self.render(format, SampleReport.hostile(text))
            let output = try #require(String(validating: bytes, as: UTF8.self), "not UTF-8")
            let lineEnds: Set<Unicode.Scalar> = format == "csv" ? ["\r", "\n"] : ["\n"]
            let bad = output.unicodeScalars.filter { scalar in
                switch scalar.properties.generalCategory {
                case .control: !lineEnds.contains(scalar)
                case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(text.bytes)")
        }
    }

    @Test func `HTML keeps the structure that it has with harmless names`() throws {
        let structure = Self.elements(try Self.render("html", SampleReport.findings()))
        for text in HostileText.all {
            let hostile = Self.elements(try Self.render("html", SampleReport.hostile(text)))
            #expect(hostile.subtracting(structure).isEmpty, "\(text.bytes)")
        }
    }

    @Test(.needsTestPackages) func `JUnit is well-formed and holds the same tests`() throws {
        for text in HostileText.all {
            let file = try TestFolders.make("junit") + "/report.xml"
            try Data(Self.render("junit", SampleReport.hostile(text))).write(to: URL(filePath: file))
            let count = try Command.require("xmllint", ["--nonet", "--xpath", "count(//testcase)", file])
            #expect(count.text.trimmingCharacters(in: .whitespacesAndNewlines) == "9")
        }
    }

    @Test(.needsTestPackages) func `Markdown renders no element, link or picture of a name's making`() throws {
        let structure = Self.elements(try Self.rendered(SampleReport.findings()))
        for text in HostileText.all {
            let elements = Self.elements(try Self.rendered(SampleReport.hostile(text)))
            #expect(elements.subtracting(structure).isEmpty, "\(text.bytes)")
        }
        #expect(!structure.contains("a") && structure.contains("table"))
    }

    @Test(.needsTestPackages) func `CSV keeps its columns and starts no formula`() throws {
        let script = """
            import csv, sys
            rows = list(csv.reader(open(sys.argv[1], newline=''), strict=True))
            sys.exit(len(rows) != 6 or any(len(r) != 15 for r in rows) or any(f[:1] in set('=+-@\\t\\r') for r in rows for f in r if f))
            """
        for text in HostileText.all {
            let file = try TestFolders.make("csv") + "/report.csv"
            try Data(Self.render("csv", SampleReport.hostile(text))).write(to: URL(filePath: file))
            #expect(try Command.run("python3", ["-c", script, file]).status == 0, "\(text.bytes)")
        }
    }

    @Test func `no name reaches a Prometheus series`() throws {
        let harmless = try Self.render("prometheus", SampleReport.findings())
        #expect(try Self.render("prometheus", SampleReport.hostile(HostileText.joined)) == harmless)
    }

    @Test func `a path in SARIF is percent-encoded byte by byte`() throws {
        let path = HostPath(Array("/etc/a b%/".utf8) + [0xFF, 0x0A] + Array("ü".utf8))
        #expect(PercentEncoding.relative(path) == "etc/a%20b%25/%FF%0A%C3%BC")
        #expect(PercentEncoding.folder("/mnt/x y") == "file:///mnt/x%20y/")
        #expect(PercentEncoding.folder("/") == "file:///")
    }

    @Test func `SARIF text holds nothing that a viewer takes for a link`() {
        #expect(SARIFMessage("see [x](http://192.0.2.7)").text == "see \\[x\\](http://192.0.2.7)")
        #expect(SARIFMessage("a [plain] one").text == "a [plain] one")
    }

    /// Names of the elements in HTML.
    private static func elements(_ bytes: [UInt8]) -> Set<String> {
        let text = String(decoding: bytes, as: UTF8.self)
        return Set(text.matches(of: /<([a-zA-Z!\/][a-zA-Z0-9]*)/).map { String($0.1) })
    }

    /// The Markdown report as GitHub's own renderer makes HTML of it, with raw HTML let through.
    private static func rendered(_ report: AuditReport) throws -> [UInt8] {
        let file = try TestFolders.make("markdown") + "/report.md"
        try Data(render("markdown", report)).write(to: URL(filePath: file))
        return try Command.require(
            "cmark-gfm", ["--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist", file]
        ).output
    }
}
