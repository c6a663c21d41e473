import AuditModel
import AuditTestSupport
import Foundation
import HostEvidence
import Testing

/// What is examined ahead by threads, beside what a reading without any look ahead finds.
@Suite struct `Lines that are examined ahead` {
    /// All that a reading tells, in a form that compares.
    private struct Told: Equatable {
        var events: [Event] = []
        var documents = 0
        var bytes: UInt64 = 0
        var unusable: [UnusableTally] = []
        var failure: ReportText?
        var isComplete = true

        mutating func take(_ summary: EventReadSummary) {
            documents += summary.documents
            bytes += summary.bytes
            unusable += summary.unusable
            failure = summary.failure
            isComplete = isComplete && summary.isComplete
        }
    }

    /// What an alert tells of an event.
    private struct Event: Equatable {
        let id: UntrustedText?
        let index: UntrustedText?
        let position: EventPosition
        let digest: SHA256Digest?
    }

    private static let words = [Array("needle".utf8)]
    private static let limits: EventLimits = {
        var limits = EventLimits()
        limits.documentBytes = 300
        return limits
    }()

    /// - Parameter plan: nil for no look ahead: every event is handed over and looked through here.
    private func told(_ path: String, plan: ReadingPlan?, limits: EventLimits = limits) throws -> Told {
        var told = Told()
        let summary = EventReader.read(
            UntrustedText(path.utf8), words: plan == nil ? nil : Self.words, limits: limits,
            plan: plan ?? ReadingPlan()
        ) { event in
            if plan != nil || Self.holdsWord(event) { told.events.append(Self.event(event)) }
        }
        told.take(summary)
        return told
    }

    private static func holdsWord(_ event: HostEvent) -> Bool { event.first("a")?.asciiLowercased == "needle" }

    private static func event(_ event: HostEvent) -> Event {
        Event(id: event.documentID, index: event.index, position: event.position, digest: event.digest)
    }

    private func file(_ text: [UInt8]) throws -> String {
        let path = try TestFolders.make("ahead") + "/events"
        try Data(text).write(to: URL(filePath: path))
        return path
    }

    /// Lines of every kind, with documents of up to 700 bytes where 300 are allowed.
    private static func text(_ random: inout EventGenerator, lines: Int) -> [UInt8] {
        var text: [UInt8] = []
        for number in 0..<lines {
            let filling = String(repeating: "y", count: random.below(random.below(12) == 0 ? 700 : 60))
            let line =
                switch random.below(14) {
                case 0, 1: "{\"@timestamp\":1,\"a\":\"needle\",\"n\":\(number),\"f\":\"\(filling)\"}"
                case 2: "{\"@timestamp\":1,\"a\":\"NEEDLE\",\"n\":\(number)}"
                case 3: "{\"index\":{\"_id\":\"\(number)\",\"_index\":\"i\"}}"
                case 4:
                    ["nonsense", "{\"@timestamp\":1,\"a\":\"" + filling, "{\"b\":1,\"b\":2}", "17", "{\"n\":1}}"][
                        random.below(5)]
                case 5: ["", " ", "\t\r", "\u{B}"][random.below(4)]
                case 6:
                    "{\"hits\":{\"hits\":[{\"_id\":\"\(number)\",\"_source\":{\"@timestamp\":1,\"a\":\"needle\"}}]}}"
                default: "{\"@timestamp\":1,\"a\":\"\(filling)\",\"n\":\(number)}"
                }
            text += Array(line.utf8)
            if number + 1 < lines || random.below(2) == 0 { text += random.below(4) == 0 ? [0x0D, 0x0A] : [0x0A] }
        }
        return text
    }

    @Test func `a reading tells the same whatever was examined ahead`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        for round in 0..<60 {
            let path = try file(Self.text(&random, lines: 1 + random.below(150)))
            let expected = try told(path, plan: nil)
            for threads in 0...3 {
                let plan = ReadingPlan(
                    threads: threads, blockBytes: 1 + random.below(900), bufferBytes: random.below(4_000))
                #expect(try told(path, plan: plan) == expected, "seed \(seed), round \(round), \(plan)")
            }
        }
    }

    @Test func `a block may end anywhere, also between an action and its document`() throws {
        let text = Array(
            """
            {"@timestamp":1,"a":"x"}\r
            {"index":{"_id":"1"}}
            {"@timestamp":1,"a":"needle"}
            {"@timestamp":1,"a":"y"}

            {"create":{"_id":"2"}}
            {"@timestamp":1,"a":"needle","b":2}
            nonsense
            {"@timestamp":1,"a":"z"}
            {"@timestamp":1,"a":"needle","b":3}
            """.utf8)
        let path = try file(text)
        let expected = try told(path, plan: nil)
        #expect(expected.events.map(\.id) == ["1", "2", nil])
        #expect(expected.unusable.map(\.count) == [1])
        var small = Self.limits
        small.documentBytes = 50
        for blockBytes in 1...(text.count + 1) {
            for bufferBytes in [0, 90, 4 << 20] {
                let plan = ReadingPlan(threads: 2, blockBytes: blockBytes, bufferBytes: bufferBytes)
                #expect(try told(path, plan: plan, limits: small) == expected, "\(plan)")
            }
        }
    }

    @Test func `documents around the limit of a mebibyte are told the same`() throws {
        func document(_ bytes: Int, _ word: String) -> String {
            "{\"@timestamp\":1,\"a\":\"\(word)\",\"f\":\"" + String(repeating: "x", count: bytes - 30 - word.utf8.count)
                + "\"}"
        }
        let limit = EventLimits().documentBytes
        let lengths = [limit, 60, limit + 1, 60, limit - 1, 300_000, 200_000, limit + 1, limit]
        let lines = lengths.flatMap { [document($0, "needle"), document($0, "y")] }
        let path = try file(Array((lines.joined(separator: "\n") + "\n").utf8))
        let expected = try told(path, plan: nil, limits: EventLimits())
        #expect(expected.unusable.map(\.count) == [4])
        #expect(expected.events.count == lengths.count - 2)
        for plan in [ReadingPlan(), ReadingPlan(threads: 1), ReadingPlan(threads: 3, blockBytes: 1 << 20)] {
            #expect(try told(path, plan: plan, limits: EventLimits()) == expected, "\(plan)")
        }
    }

    @Test func `a compressed text and one that is damaged tell the same`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        let plain = try file(Self.text(&random, lines: 2_000))
        let packed = try ToolRun.output(of: "gzip", ["-c", plain])
        for bytes in [packed, packed.dropLast(20)] {
            let path = try file(Array(bytes))
            // The buffer decides how much of a damaged text is seen.
            let expected = try told(path, plan: ReadingPlan(blockBytes: 700, bufferBytes: 5_000))
            #expect((expected.failure == nil) == (bytes.count == packed.count))
            for threads in 1...3 {
                let plan = ReadingPlan(threads: threads, blockBytes: 700, bufferBytes: 5_000)
                #expect(try told(path, plan: plan) == expected, "seed \(seed), \(plan)")
            }
        }
    }

    @Test func `a reading that goes on has the same cursors and events`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        for round in 0..<30 {
            let text = Self.text(&random, lines: 80)
            let path = try file([])
            let plan = ReadingPlan(threads: 2, blockBytes: 1 + random.below(400), bufferBytes: 700)
            var cursors: (plain: InputCursor?, ahead: InputCursor?)
            var end = 0
            while end < text.count {
                end = min(end + 1 + random.below(1_500), text.count)
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: Data(text[..<end]))
                try handle.close()
                let plain = resumed(path, from: cursors.plain, plan: nil)
                let ahead = resumed(path, from: cursors.ahead, plan: plan)
                cursors = (plain.cursor, ahead.cursor)
                #expect(cursors.plain == cursors.ahead, "seed \(seed), round \(round), \(end) bytes, \(plan)")
                #expect(plain.told == ahead.told, "seed \(seed), round \(round), \(end) bytes, \(plan)")
            }
        }
    }

    private func resumed(
        _ path: String, from cursor: InputCursor?, plan: ReadingPlan?
    ) -> (told: Told, cursor: InputCursor?) {
        var told = Told()
        let reading = EventReader.resume(
            UntrustedText(path.utf8), from: cursor, since: .distantPast, words: plan == nil ? nil : Self.words,
            limits: Self.limits,
            plan: plan ?? ReadingPlan(), stop: { false }
        ) { event in
            if plan != nil || Self.holdsWord(event) { told.events.append(Self.event(event)) }
        }
        for summary in reading.summaries { told.take(summary) }
        return (told, reading.cursor)
    }

    @Test func `a reader that gives up in the middle leaves nothing behind`() throws {
        struct Enough: Error {}
        var random = EventGenerator(seed: 5)
        let path = try file(Self.text(&random, lines: 3_000))
        for _ in 0..<50 {
            let wanted = 1 + random.below(40)
            var count = 0
            #expect(throws: Enough.self) {
                _ = try EventReader.read(
                    UntrustedText(path.utf8), words: Self.words, limits: Self.limits,
                    plan: ReadingPlan(threads: 3, blockBytes: 500, bufferBytes: 60_000)
                ) { (_) throws(Enough) in
                    count += 1
                    if count == wanted { throw Enough() }
                }
            }
            #expect(count == wanted)
        }
    }
}
