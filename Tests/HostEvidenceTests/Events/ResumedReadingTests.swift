import AuditModel
import AuditTestSupport
import Foundation
import HostEvidence
import Testing

/// Reading on where an earlier reading ended.
@Suite struct `Event files that grow` {
    /// A file in a folder of its own, with the cursor of the last reading.
    private struct Log {
        let folder: String
        var path: String { folder + "/log" }
        var cursor: InputCursor?

        init() throws {
            folder = try TestFolders.make("growing")
        }

        func write(_ text: String, to name: String = "log") throws {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }

        func append(_ text: String) throws {
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        }

        func rename(to name: String) throws {
            try FileManager.default.moveItem(atPath: path, toPath: folder + "/" + name)
        }

        func rename(from name: String) throws {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: folder + "/" + name, toPath: path)
        }

        /// The ids of the events that came since the last reading.
        mutating func read(
            since: Timestamp = .distantPast, stop: () -> Bool = { false }
        ) -> (ids: [String], reading: ResumedReading) {
            var ids: [String] = []
            let reading = EventReader.resume(
                UntrustedText(path.utf8), from: cursor, since: since, words: nil, stop: stop
            ) { event in
                ids.append(String(decoding: event.identifier.bytes, as: UTF8.self))
            }
            cursor = reading.cursor
            return (ids, reading)
        }
    }

    private func line(_ id: String) -> String { "{\"event.id\":\"\(id)\"}\n" }

    @Test func `only what was appended is read, at its own place`() throws {
        var log = try Log()
        try log.write(line("a") + line("b"))
        #expect(log.read().ids == ["a", "b"])
        #expect(log.read().ids == [])
        try log.append(line("c") + "nonsense\n" + line("d"))
        let (ids, reading) = log.read()
        #expect(ids == ["c", "d"])
        let bad = try #require(reading.summaries.first?.unusable.first?.first.first)
        #expect(bad.line == 4)
        #expect(bad.offset == UInt64((line("a") + line("b") + line("c")).utf8.count))
        #expect(log.read().reading.summaries.isEmpty)
    }

    @Test func `a line that is still being written is left until it is whole`() throws {
        var log = try Log()
        let whole = line("b")
        try log.write(line("a"))
        #expect(log.read().ids == ["a"])
        for cut in 1..<(whole.utf8.count - 2) {
            try log.write(line("a") + whole.prefix(cut))
            let (ids, reading) = log.read()
            #expect(ids == [])
            #expect(reading.summaries.allSatisfy { $0.isComplete }, "\(cut)")
        }
        try log.write(line("a") + whole.dropLast())
        #expect(log.read().ids == ["b"])
        try log.append("\n" + line("c"))
        #expect(log.read().ids == ["c"])
    }

    @Test func `a file that was empty at first may have any form`() throws {
        var log = try Log()
        try log.write("")
        #expect(log.read().reading.summaries.allSatisfy { $0.isComplete })
        try log.append("[\n\(line("a").dropLast()),\n\(line("b").dropLast())\n]\n")
        #expect(log.read().ids == ["a", "b"])
        #expect(log.read().ids == [])
    }

    @Test func `a file that was cut is read from its start`() throws {
        var log = try Log()
        try log.write(line("a") + line("b"))
        #expect(log.read().ids == ["a", "b"])
        try log.write("")
        try log.append(line("c"))
        let (ids, reading) = log.read()
        #expect(ids == ["c"])
        // Written anew under the same inode, and longer than before.
        let handle = try FileHandle(forWritingTo: URL(filePath: log.path))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data((line("d") + line("e") + line("f")).utf8))
        try handle.close()
        let (more, second) = log.read()
        #expect(more == ["d", "e", "f"])
        #expect(reading.losses.count + second.losses.count >= 1)
    }

    @Test func `the rest of a renamed file is read before the new one`() throws {
        var log = try Log()
        try log.write(line("a"))
        #expect(log.read().ids == ["a"])
        try log.append(line("b"))
        try log.rename(to: "log.1")
        try log.write(line("c"))
        let (ids, reading) = log.read()
        #expect(ids == ["b", "c"])
        #expect(reading.losses.isEmpty)
        #expect(log.read().ids == [])
    }

    @Test func `a file that was replaced and is gone is said`() throws {
        var log = try Log()
        try log.write(line("a"))
        #expect(log.read().ids == ["a"])
        try log.write(line("b"), to: "new")
        try FileManager.default.removeItem(atPath: log.path)
        try FileManager.default.moveItem(atPath: log.folder + "/new", toPath: log.path)
        let (ids, reading) = log.read()
        #expect(ids == ["b"])
        #expect(reading.losses.count == 1)
    }

    @Test func `while a file is away its cursor is kept`() throws {
        var log = try Log()
        try log.write(line("a"))
        #expect(log.read().ids == ["a"])
        try log.append(line("b"))
        try log.rename(to: "log.1")
        #expect(log.read().reading.summaries.first?.failure != nil)
        try log.write(line("c"))
        #expect(log.read().ids == ["b", "c"])
    }

    @Test func `a file that can only be read whole is read again when it changed`() throws {
        var log = try Log()
        try log.write("[\(line("a").dropLast())]")
        #expect(log.read().ids == ["a"])
        #expect(log.read().ids == [])
        try log.write("[\(line("a").dropLast()),\(line("b").dropLast())]")
        #expect(log.read().ids == ["a", "b"])
        try log.write(line("x"))
        try Command.require("gzip", ["-f", log.path])
        try log.rename(from: "log.gz")
        #expect(log.read().ids == ["x"])
        #expect(log.read().ids == [])
    }

    @Test func `an action of a bulk request waits for its document`() throws {
        var log = try Log()
        try log.write(line("a") + "{\"index\":{\"_id\":\"b\"}}\n")
        #expect(log.read().ids == ["a"])
        try log.append("{\"x\":1}\n")
        #expect(log.read().ids == ["b"])
    }

    @Test func `an action waits for a document that is still being written, and names it`() throws {
        var log = try Log()
        try log.write("{\"index\":{\"_id\":\"b\"}}\n{\"x\":")
        #expect(log.read().ids == [])
        try log.append("1}\n{\"event.id\":\"c\"}\n")
        #expect(log.read().ids == ["b", "c"])
    }

    @Test(arguments: [
        "{broken\n", "{\"x\":\"\u{1}\"}\n", "{\"x\":\"" + String(repeating: "y", count: 1 << 20) + "\"}\n",
    ])
    func `an action in front of an unusable document is done with it`(document: String) throws {
        var log = try Log()
        try log.write(line("a") + "{\"index\":{\"_id\":\"b\"}}\n" + document)
        let (ids, reading) = log.read()
        #expect(ids == ["a"])
        #expect(reading.summaries.map(\.isComplete) == [false])
        #expect(log.read().reading.summaries.isEmpty, "what was counted is not counted again")
        try log.append("{\"x\":1}\n" + line("c"))
        let (more, _) = log.read()
        #expect(more.count == 2 && more.first != "b" && more.last == "c", "\(more)")
    }

    @Test func `a reading that is asked to stop goes on at that place`() throws {
        var log = try Log()
        try log.write((0..<2_000).map { line("\($0)") }.joined())
        var ids: [String] = []
        for _ in 0..<200 {
            var asked = 0
            let part = log.read {
                asked += 1
                return true
            }
            ids += part.ids
            if asked == 0 { break }
        }
        #expect(ids == (0..<2_000).map(String.init))
    }
}
