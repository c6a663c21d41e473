import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import HostEvidence
import Testing

@Suite struct `Event files` {
    private func read(
        _ text: [UInt8], words: [[UInt8]]? = nil, limits: EventLimits = EventLimits()
    ) throws -> (events: [HostEvent], summary: EventReadSummary) {
        let path = try TestFolders.make("events") + "/events"
        try Data(text).write(to: URL(filePath: path))
        return read(path: path, words: words, limits: limits)
    }

    private func read(
        path: String, words: [[UInt8]]? = nil, limits: EventLimits = EventLimits()
    ) -> (events: [HostEvent], summary: EventReadSummary) {
        var events: [HostEvent] = []
        let summary = EventReader.read(UntrustedText(path.utf8), words: words, limits: limits) { events.append($0) }
        return (events, summary)
    }

    private func read(_ text: String) throws -> (events: [HostEvent], summary: EventReadSummary) {
        try read(Array(text.utf8))
    }

    private static let event = "{\"event\":{\"id\":\"E\"},\"file.path\":[\"/x\"]}"

    @Test(arguments: [
        event, event + "\n", "\n\n" + event + "\r\n", "\u{FEFF}" + event, "[" + event + "]", "[\n" + event + "\n]\n",
        "{\n  \"event\": {\n\"id\": \"E\"\n},\n  \"file.path\": [\"/x\"]\n}\n",
        "{\"_id\":\"E\",\"_index\":\"i\",\"_source\":\(event)}",
        "{\"fields\":{\"event.id\":[\"E\"],\"file.path\":[\"/x\"]}}",
        "{\"took\":1,\"hits\":{\"hits\":[{\"_id\":\"E\",\"_source\":\(event)}]}}",
        "{\n\"took\":1,\n\"hits\":{\"total\":{\"hits\":[1]},\"hits\":[\n{\"_id\":\"E\",\"_source\":\(event)}\n]}}",
        "{\"index\":{\"_id\":\"E\"}}\n\(event)\n", "{\"create\":{}}\n\(event)\n",
    ])
    func `an event is found in every shape`(text: String) throws {
        let (events, summary) = try read(text)
        #expect(summary.isComplete, "\(summary)")
        #expect(events.count == 1)
        #expect(events.first?.first("file.path") == "/x")
        #expect(events.first?.identifier == "E")
    }

    @Test func `wherever the first line is cut off, the lines behind it are read`() throws {
        for count in 1..<Self.event.utf8.count {
            let text = String(Self.event.prefix(count)) + "\n" + Self.event + "\n" + Self.event + "\n"
            let (events, summary) = try read(text)
            #expect(events.count == 2, "cut at \(count)")
            #expect(summary.unusable.flatMap(\.first).map(\.line) == [1], "cut at \(count)")
        }
        for start in ["[[", "{\"a\":[", "{\"a\":\n{\"b\":", "[{\"a\":1,"] {
            let (events, summary) = try read(start + "\n" + Self.event + "\n" + Self.event)
            #expect(events.count == 2, "\(start)")
            #expect(!summary.isComplete)
        }
    }

    @Test(arguments: [
        ("{\n \"event.a\": 1\n}\n{\"event.b\":2}\n{\"event.c\":3}\n", 3),
        ("{\"event\":\n{\"b\":1}\n}\n{\"event.c\":3}", 2), ("[\n{\"event.a\":1},\n{\"event.b\":2}\n]\n", 2),
        ("{\"event\":[\n{\"b\":1},\n{\"c\":1}\n]\n}\n", 1), ("[\n{\n\"event.a\":1\n},\n{\"event.b\":2}\n]", 2),
    ])
    func `documents over several lines are read as such`(text: String, count: Int) throws {
        let (events, summary) = try read(text)
        #expect(summary.isComplete)
        #expect(events.count == count)
    }

    @Test func `a bulk action names the document behind it and no other`() throws {
        let (events, _) = try read("{\"index\":{\"_id\":\"1\",\"_index\":\"i\"}}\n{\"a\":1}\n{\"a\":2}\n")
        #expect(events.map(\.documentID) == ["1", nil])
        #expect(events.map(\.index) == ["i", nil])
    }

    @Test func `equal events without an id have one digest in every spelling`() throws {
        let (events, _) = try read(
            "{\"a\":1,\"b\":[true]}\n{ \"b\" : [true], \"a\" : 1 }\n{\"a\":\"1\",\"b\":[true]}\n")
        #expect(events[0].digest != nil && events[0].digest == events[1].digest)
        #expect(events[0].digest != events[2].digest)
    }

    @Test func `an alert has the name of the event that it was made from`() throws {
        let (events, _) = try read(
            "{\"_id\":\"a\",\"_source\":{\"kibana.alert.ancestors\":[{\"id\":\"s\",\"depth\":0},{\"id\":\"t\",\"depth\":1}]}}\n"
                + "{\"_id\":\"b\",\"_source\":{\"signal\":{\"ancestors\":[{\"id\":\"s\",\"depth\":0}]}}}\n")
        #expect(events.map(\.ancestorID) == ["s", "s"])
        #expect(events.map(\.deduplicationKeys) == [["_id:s"], ["_id:s"]])
    }

    @Test(arguments: [
        ("{\"a\":\"x", UnusableReason.badString), ("{\"a\":1", .badSyntax), ("nonsense", .badSyntax),
        ("{\"a\":\"\u{1}\"}", .badString), ("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", .duplicateKey),
        ("{\"a\":1e999}", .badNumber),
        ("{\"a\":99999999999999999999999}", .badNumber), ("17", .notAnObject), ("\"text\"", .notAnObject),
        ("{\"a\":\"\\ud800\"}", .badString), ("{\"a\":1}{\"b\":2}", .badSyntax),
    ])
    func `a line that is no document is counted and the others are read`(line: String, reason: UnusableReason) throws {
        let (events, summary) = try read(Self.event + "\n" + line + "\n" + Self.event + "\n")
        #expect(events.count == 2)
        #expect(summary.unusable.map(\.reason) == [reason])
        #expect(summary.unusable.first?.first.first?.line == 2)
        #expect(summary.unusable.first?.first.first?.offset == UInt64(Self.event.utf8.count + 1))
        #expect(!summary.isComplete)
    }

    @Test func `bytes that are not UTF-8 and NUL bytes are counted`() throws {
        let good = Array(Self.event.utf8)
        let (events, summary) = try read(
            good + [0x0A] + Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}\n".utf8) + [0x00, 0x0A] + good)
        #expect(events.count == 2)
        #expect(summary.unusable.map(\.count).reduce(0, +) == 2)
        #expect(summary.unusable.map(\.reason).contains(.badUTF8))
    }

    @Test func `depth is limited`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "{\"file\":", count: depth - 1) + "{\"a\":1}" + String(repeating: "}", count: depth - 1)
        }
        let (events, summary) = try read([nested(64), nested(65), nested(10_000)].joined(separator: "\n"))
        #expect(events.count == 1)
        #expect(summary.unusable.map(\.reason) == [.tooDeep])
        #expect(summary.unusable.first?.count == 2)
    }

    @Test func `length is limited and what follows is read`() throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: 6 << 20) + "\"}"
        for middle in [long, String(long.dropLast(2)), String(repeating: "z", count: 5 << 20)] {
            let (events, summary) = try read(Self.event + "\n" + middle + "\n" + Self.event + "\n")
            #expect(events.count == 2)
            #expect(summary.unusable.count == 1)
            #expect(summary.unusable.first?.first.first?.line == 2)
        }
        let exact = "{\"event.a\":\"" + String(repeating: "x", count: (1 << 20) - 14) + "\"}"
        #expect(try read(exact).summary.isComplete)
        #expect(try !read(exact + " \n" + String(exact.dropLast()) + "x}").summary.isComplete)
    }

    @Test func `a response on one line of any length is read`() throws {
        let hit = "{\"_id\":\"N\",\"_source\":\(Self.event)},"
        let hits = String(repeating: hit, count: 70_000).dropLast()
        for end in ["", "\n" + Self.event] {
            let (events, summary) = try read("{\"hits\":{\"hits\":[\(hits)]}}" + end)
            #expect(summary.isComplete)
            #expect(events.count == (end.utf8.count > 1 ? 70_001 : 70_000))
        }
    }

    @Test(arguments: ["[\(event),", "[\(event)", "[\(event),{\"a\":", "{\n\"hits\":{\"hits\":[\n\(event),{\"a"])
    func `what is cut off at the end is counted`(text: String) throws {
        let (events, summary) = try read(text)
        #expect(events.count == 1)
        #expect(summary.unusable.map(\.reason) == [.cutOff])
    }

    @Test(arguments: [
        // A document that is open, a text that is open where no document is, and an open document with an open text.
        ("[\n\(event),\n{\"a\":", 3), ("[\n\(event),\n\"unclosed\n\(event)\n", 3),
        ("[\n\(event),\n{\"a\":\"b\n\n\n", 3),
    ])
    func `what is cut off has the number of its own line`(text: String, line: Int) throws {
        let tallies = try read(text).summary.unusable
        #expect(tallies.first { $0.reason == .cutOff }?.first.first?.line == line, "\(tallies)")
    }

    @Test func `what is no object inside an array is counted`() throws {
        let (events, summary) = try read("[1, \(Self.event), \"x\", null, \(Self.event)]")
        #expect(events.count == 2)
        #expect(summary.unusable.map(\.reason) == [.notAnObject])
    }

    @Test(.needsTestPackages, arguments: [("gzip", "-c"), ("xz", "-c"), ("zstd", "-qc")])
    func `compressed files are read, also several in a row, and damage is named`(tool: String, option: String) throws {
        let folder = try TestFolders.make("packed")
        try Data((Self.event + "\n").utf8).write(to: URL(filePath: folder + "/plain"))
        let packed = try ToolRun.output(of: tool, [option, folder + "/plain"])
        #expect(try read(packed).events.count == 1)
        #expect(try read(packed + packed).events.count == 2)
        let cut = try read(Array(packed.dropLast(9))).summary
        #expect(cut.failure != nil)
    }

    @Test func `an input that holds nothing or cannot be read is named`() throws {
        let folder = try TestFolders.make("odd")
        #expect(try read("").summary.failure != nil)
        #expect(try read("\n \n").summary.failure != nil)
        #expect(read(path: folder).summary.failure != nil)
        #expect(read(path: folder + "/missing").summary.failure != nil)
    }

    @Test(arguments: [
        "{\"a\":\"/VAR/lib/Dpkg/x\"}", "{\"a\":\"\\/var\\/lib\\/dpkg\"}", "{\"a\":\"\\u002fvar/lib/dpkg\"}",
        "{\"a\":\"/var/lib/\\u0064pkg\"}", "{\"/var/lib/dpkg\":1}", "{\"a\":\"xx/var/lib/dpkg\"}",
    ])
    func `no spelling hides a word`(line: String) throws {
        #expect(try read(Array(line.utf8), words: [Array("/var/lib/dpkg".utf8)]).events.count == 1)
    }

    @Test func `a word is found wherever it stands, and what only resembles it is not`() throws {
        // More words than the search has groups, some of which share their rarest bytes.
        let words = [
            "/etc/apt/apt.conf.d", "/var/lib/dpkg/info", ".prerm", ".preinst", ".postrm", ".postinst", "/etc/dpkg/",
            "jq",
            "trusted.gpg", "sources.list", "z0", "/usr/share/keyrings",
        ].map { Array($0.utf8) }
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        var text: [UInt8] = []
        var expected: [Bool] = []
        for number in 0..<3_000 {
            let word = words[random.below(words.count)]
            var value = (0..<random.below(90)).map { _ in Array("./aeijnoprstz0-".utf8)[random.below(15)] }
            let place = random.below(value.count + 1)
            var inserted = number.isMultiple(of: 3) ? Array(word.dropLast()) : word
            if number.isMultiple(of: 2) {
                inserted = Array(String(decoding: inserted, as: UTF8.self).uppercased().utf8)
            }
            value.insert(contentsOf: inserted, at: place)
            let line = Array("{\"a\":\"".utf8) + value + Array("\"}".utf8)
            let folded = String(decoding: line, as: UTF8.self).lowercased()
            expected.append(words.contains { folded.contains(String(decoding: $0, as: UTF8.self)) })
            text += line + [0x0A]
        }
        let (events, _) = try read(text, words: words)
        let lines = Set(events.map(\.position.line))
        let wrong = expected.indices.filter { lines.contains($0 + 1) != expected[$0] }
        #expect(wrong == [], "seed \(seed)")
        #expect(expected.contains(false))
    }

    @Test func `events without the words are checked and not handed over`() throws {
        let words: [[UInt8]] = ["/etc/apt", ".prerm", "zz"].map { Array($0.utf8) }
        let (events, summary) = try read(
            Array(
                "{\"event.a\":\"/etc/ap\"}\n{\"event.a\":\"prerm\"}\n{\"event.a\":\"z\n{\"event.a\":\"xzzx\"}\n".utf8),
            words: words)
        #expect(events.count == 1)
        #expect(summary.documents == 4)
        #expect(summary.unusable.map(\.count) == [1])
    }

    @Test func `damaged text never stops the reader`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        let samples = [
            Self.event + "\n" + Self.event, "[\(Self.event),\(Self.event)]",
            "{\n\"hits\":{\"hits\":[{\"_source\":\(Self.event)}]}}", "{\"index\":{}}\n" + Self.event,
        ]
        for sample in samples {
            for _ in 0..<300 {
                var bytes = Array(sample.utf8)
                for _ in 0...random.below(3) {
                    bytes[random.below(bytes.count)] = Array("{}[]\",:\\\n\u{0}x".utf8)[random.below(11)]
                }
                let (events, summary) = try read(bytes)
                // Each of the three bytes can cut off one small document more.
                #expect(events.count <= 5 && summary.documents <= bytes.count, "seed \(seed)")
            }
        }
    }
}
