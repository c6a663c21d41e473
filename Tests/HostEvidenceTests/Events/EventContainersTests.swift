import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import HostEvidence
import Testing

/// Events in the answers of other programming interfaces, in what collectors put around them, in CSV and in UTF-16.
@Suite struct `Events in containers` {
    private func read(
        _ text: [UInt8], words: [[UInt8]]? = nil
    ) throws -> (events: [HostEvent], summary: EventReadSummary) {
        let path = try TestFolders.make("containers") + "/events"
        try Data(text).write(to: URL(filePath: path))
        var events: [HostEvent] = []
        let summary = EventReader.read(UntrustedText(path.utf8), words: words) { events.append($0) }
        return (events, summary)
    }

    private static func event(_ id: String) -> String {
        "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"event\":{\"id\":\"\(id)\"},\"file\":{\"path\":\"/x \\\"\"}}"
    }

    private static func hits(_ count: Int) -> String {
        (0..<count).map { "{\"_index\":\"i\",\"_id\":\"d\($0)\",\"_source\":\(event("e\($0)"))}" }.joined(
            separator: ",")
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: EventValue.string(Array(text.utf8)).json, as: UTF8.self)
    }

    private static func words(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let words): String(decoding: words.bytes, as: UTF8.self)
            }
        }.joined()
    }

    private static let containers: [(before: String, after: String)] = [
        ("{\"hits\":{\"hits\":[", "]}}"), ("{\"took\":1,\"hits\":{\"total\":{\"value\":9},\"events\":[", "]}}"),
        ("{\"hits\":{\"sequences\":[{\"join_keys\":[\"a\"],\"events\":[", "]}]},\"took\":3}"),
        ("{\"id\":\"x\",\"is_running\":false,\"response\":{\"_shards\":{},\"hits\":{\"hits\":[", "]}}}"),
        ("{\"rawResponse\":{\"hits\":{\"hits\":[", "]}},\"total\":1}"),
        ("{\"id\":0,\"result\":{\"isPartial\":false,\"rawResponse\":{\"hits\":{\"hits\":[", "]}}}}"),
        ("{\"responses\":[{\"hits\":{\"hits\":[", "]},\"status\":200},{\"hits\":{\"hits\":[]}}]}"),
        ("{\"docs\":[", "]}"), ("[{\"hits\":{\"hits\":[", "]}}]"),
    ]

    /// Longer than one document may be.
    private static let many = hits(9_000)

    @Test(.takesLong, arguments: containers.indices, [1, 3, 9_000])
    func `an answer of any length is read`(index: Int, count: Int) throws {
        let container = Self.containers[index]
        let text = container.before + (count == 9_000 ? Self.many : Self.hits(count)) + container.after
        #expect(count < 9_000 || text.utf8.count > EventLimits().documentBytes)
        let spaced = container.before + "\n" + Self.hits(count == 9_000 ? 0 : count) + container.after
        for text in count == 9_000 ? [text] : [text, text + "\n", spaced] {
            let (events, summary) = try read(Array(text.utf8))
            #expect(summary.isComplete, "\(summary)")
            #expect(events.count == count)
            #expect(events.last?.identifier == UntrustedText("e\(count - 1)".utf8))
            #expect(events.last?.documentID == UntrustedText("d\(count - 1)".utf8))
            #expect(events.last?.first("file.path") == "/x \"")
        }
    }

    @Test(arguments: [
        "{\"message\":\(quoted(event("E"))),\"@timestamp\":\"2026-01-01T00:00:00Z\",\"agent\":{\"type\":\"filebeat\"}}",
        "{\"_raw\":\(quoted(event("E"))),\"_time\":\"1\"}",
        "{\"event\":\(quoted(event("E"))),\"sourcetype\":\"_json\"}",
        "{\"time\":1,\"event\":\(event("E"))}", "{\"log\":\(quoted(event("E") + "\n")),\"stream\":\"stdout\"}",
        "{\"preview\":false,\"result\":{\"_raw\":\(quoted(event("E")))}}",
        "{\"message\":\(quoted("{\"message\":" + quoted(event("E")) + "}"))}",
        "{\"data\":[\(event("E"))]}", "{\"update\":{\"_id\":\"1\"}}\n{\"doc\":\(event("E")),\"doc_as_upsert\":true}",
        "{\"_source\":{\"@timestamp\":1,\"message\":\(quoted(event("E")))}}",
        "{\"columns\":[{\"name\":\"event.id\"},{\"name\":\"file.path\"}],\"values\":[[\"E\",\"/x \\\"\"]]}",
        "{\"columns\":[{\"name\":\"event.id\"},{\"name\":\"file.path\"},{\"name\":\"a\"}],\"rows\":[[\"E\",\"/x \\\"\",null]]}",
        "{\"columns\":[{\"name\":\"event.id\"},{\"name\":\"file.path\"}],\"values\":[[\"E\"],[\"/x \\\"\"]]}",
    ])
    func `an event inside another document is read`(text: String) throws {
        for words in [nil, [Array("/x".utf8)]] {
            let (events, summary) = try read(Array(text.utf8), words: words)
            #expect(summary.isComplete, "\(summary)")
            #expect(events.map(\.identifier) == ["E"])
            #expect(events.first?.first("file.path") == "/x \"")
        }
    }

    @Test(arguments: [
        ("{\"hits\":{\"hits\":[]}}", "an answer to a search, empty"), ("[]", nil),
        ("{\"hits\":{\"events\":[]}}", "EQL"),
        ("{\"columns\":[],\"values\":[]}", "an answer of ES|QL or SQL"), ("{}", "an empty object"),
        ("{\"pages\":[{\"events\":1}],\"next\":2}", "an object with the keys pages, next"),
        (
            "{\"output\":\"x\",\"rule\":\"r\",\"output_fields\":{\"fd.name\":\"/etc/apt\"}}",
            "output, rule, output_fields"
        ),
        (
            "{\"message\":\"{\\\"output\\\":1}\",\"@timestamp\":1}",
            "the text in message: an object with the keys output"
        ),
        ("{\"message\":\"{\\\"event\\\":{\\\"id\",\"@timestamp\":1}", "the text in message"),
        ("{\"_source\":{\"a\":1}}", "an object with the keys a"),
        ("{\"event\":\"text\"}", "an object with the keys event"),
    ])
    func `a container without an event that is known is named`(text: String, shape: String?) throws {
        for words in [nil, [Array("needle".utf8)]] {
            let (_, summary) = try read(Array(text.utf8), words: words)
            #expect(!summary.isComplete)
            guard let shape else { continue }
            #expect(summary.unusable.flatMap(\.shapes).contains { Self.words($0).contains(shape) }, "\(summary)")
        }
    }

    @Test func `a text that is no document is left alone, and one that was understood counts once`() throws {
        let texts = [
            "{main} thread", "{\"", "[1]", "", "not { \"a\" }",
        ].map { "{\"@timestamp\":1,\"event\":{\"id\":\"E\",\"module\":\"nginx\"},\"message\":\(Self.quoted($0))}" }
        for text in texts + ["{\"@timestamp\":1,\"event\":{\"id\":\"E\"},\"message\":\"{main}\"}"] {
            let (events, summary) = try read(Array(text.utf8))
            #expect(summary.isComplete, "\(text)")
            #expect(events.map(\.identifier) == ["E"])
        }
    }

    @Test(arguments: [
        ("utf-16le", ""), ("utf-16be", ""), ("utf-16le", "\u{FEFF}"), ("utf-16be", "\u{FEFF}"), ("utf-16", ""),
    ])
    func `UTF-16 is read, with a mark and without`(encoding: String, mark: String) throws {
        let text = mark + Self.event("E\u{1F4E6}\u{E9}") + "\n" + Self.event("F") + "\n"
        let folder = try TestFolders.make("utf16")
        try Data(text.utf8).write(to: URL(filePath: folder + "/plain"))
        let wide = try ToolRun.output(of: "iconv", ["-f", "utf-8", "-t", encoding, folder + "/plain"])
        let (events, summary) = try read(wide)
        #expect(summary.isComplete, "\(summary)")
        #expect(events.map(\.identifier) == ["E\u{1F4E6}\u{E9}", "F"])
        #expect(try !read(Array(wide.dropLast())).summary.isComplete)
    }

    @Test func `rows of CSV are events`() throws {
        let text = """
            "@timestamp","event.id","file.path","process.args","event.category"\r
            "Jan 1, 2026 @ 00:00:00.000",E,"/a ""b"",
            c","[""x"",""y""]",-\r

            ,F,/d,,"[file"
            """
        for text in [text, text + "\n", "\u{FEFF}" + text.replacing("\"@", with: "\"'@")] {
            let (events, summary) = try read(Array(text.utf8))
            #expect(summary.isComplete, "\(summary)")
            #expect(summary.documents == 2)
            #expect(events.map(\.identifier) == ["E", "F"])
            #expect(events.first?.first("file.path") == "/a \"b\",\nc")
            #expect(events.first?.scalars(of: "process.args") == [Array("x".utf8), Array("y".utf8)])
            #expect(events.first?.first("event.category") == nil)
            #expect(events.last?.first("event.category") == "[file")
            #expect(events.map(\.position.line) == [2, 5])
        }
    }

    @Test(arguments: [
        ("a,b\n1,2\n", "not JSON"), ("@timestamp,event.id\n1\n", "a row of CSV"),
        ("event.id,event.x\n1,\"2", "cut off"),
    ])
    func `CSV that is wrong, or holds no events, is named`(text: String, reason: String) throws {
        let (_, summary) = try read(Array(text.utf8))
        #expect(summary.unusable.contains { $0.reason.rawValue.contains(reason) }, "\(summary)")
    }
}
