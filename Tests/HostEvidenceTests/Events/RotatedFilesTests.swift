import AuditModel
import AuditTestSupport
import Foundation
import HostEvidence
import Testing

/// Files that are rotated once or several times between two readings.
@Suite struct `Event files that are rotated` {
    /// A log in a folder of its own, with the cursor of the last reading.
    private struct Log {
        let folder: String
        let name: String
        var cursor: InputCursor?

        init(_ name: String = "log") throws {
            folder = try TestFolders.make("rotated")
            self.name = name
        }

        func path(_ suffix: String = "") -> [UInt8] { Array("\(folder)/\(name)\(suffix)".utf8) }

        func append(_ ids: [String], to suffix: String = "") throws {
            let old = (try? HostFiles.read(path(suffix))) ?? []
            let lines = ids.map { "{\"event.id\":\"\($0)\",\"text\":\"\(String(repeating: "x", count: 90))\"}\n" }
            try HostFiles.write(old + Array(lines.joined().utf8), to: path(suffix))
        }

        /// Renames `.1` to `.2` and so on, and the log to `.1`.
        func rotate() throws {
            for number in (1..<9).reversed() where HostFiles.exists(path(".\(number)")) {
                try HostFiles.move(path(".\(number)"), to: path(".\(number + 1)"))
            }
            try HostFiles.move(path(), to: path(".1"))
        }

        func compress(_ suffix: String, with tool: String = "gzip") throws {
            try Command.require(tool, ["-q", "\(folder)/\(name)\(suffix)"] + (tool == "zstd" ? ["--rm"] : []))
        }

        mutating func read(since: Timestamp = .distantPast) -> (
            ids: [String], losses: Int, summaries: [EventReadSummary]
        ) {
            var ids: [String] = []
            let reading = EventReader.resume(
                UntrustedText(path()), from: cursor, since: since, words: nil, stop: { false }
            ) { event in
                ids.append(String(decoding: event.identifier.bytes, as: UTF8.self))
            }
            cursor = reading.cursor
            return (ids, reading.losses.count, reading.summaries)
        }
    }

    /// A log with `a` read and `b` not.
    private func log(_ name: String = "log") throws -> Log {
        var log = try Log(name)
        try log.append(["a"])
        #expect(log.read().ids == ["a"])
        try log.append(["b"])
        return log
    }

    @Test(arguments: 1...4)
    func `whatever was rotated between two readings is read, oldest first`(times: Int) throws {
        var log = try log()
        for number in 0..<times {
            try log.rotate()
            try log.append(["\(number)"])
        }
        let (ids, losses, _) = log.read()
        #expect(ids == ["b"] + (0..<times).map(String.init))
        #expect(losses == 0)
        #expect(log.read().ids == [])
    }

    @Test(.needsTestPackages, arguments: ["gzip", "xz", "zstd"])
    func `a rotation that was compressed is read on, and one in between is read whole`(tool: String) throws {
        var log = try log()
        try log.rotate()
        try log.compress(".1", with: tool)
        try log.append(["c"])
        let (ids, losses, _) = log.read()
        #expect(ids == ["b", "c"])
        #expect(losses == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: log.folder) where name.hasPrefix("log.") {
            try FileManager.default.removeItem(atPath: log.folder + "/" + name)
        }
        try log.append(["d"])
        try log.rotate()
        try log.append(["e"])
        try log.rotate()
        try log.compress(".1", with: tool)
        try log.append(["f"])
        let second = log.read()
        #expect(second.ids == ["d", "e", "f"])
        #expect(second.losses == 0)
    }

    @Test func `of a log that was copied and cut the rest is read from the copy`() throws {
        var log = try log()
        try HostFiles.write(try HostFiles.read(log.path()), to: log.path(".1"))
        try HostFiles.cut(log.path(), to: 0)
        try log.append(["c"])
        let (ids, losses, _) = log.read()
        #expect(ids == ["b", "c"])
        #expect(losses == 0)
    }

    @Test(arguments: ["-20261123", ".2026-11-23", "_20261123T1015"])
    func `rotations with a date, behind the name or before its extension, are read`(date: String) throws {
        for extends in [true, false] {
            var log = try log("events.ndjson")
            let target = extends ? "events\(date).ndjson" : "events.ndjson\(date)"
            let later = target.replacingOccurrences(of: "23", with: "24")
            try HostFiles.move(log.path(), to: Array("\(log.folder)/\(target)".utf8))
            try log.append(["c"])
            try HostFiles.move(log.path(), to: Array("\(log.folder)/\(later)".utf8))
            try log.append(["d"])
            let (ids, losses, _) = log.read()
            #expect(ids == ["b", "c", "d"])
            #expect(losses == 0)
        }
    }

    @Test func `what is not in the folder any more is said`() throws {
        var gone = try log()
        try gone.rotate()
        try FileManager.default.removeItem(atPath: gone.folder + "/log.1")
        try gone.append(["c"])
        #expect(gone.read().losses == 1)

        var middle = try log()
        for id in ["c", "d", "e"] {
            try middle.rotate()
            try middle.append([id])
        }
        try FileManager.default.removeItem(atPath: middle.folder + "/log.2")
        let (ids, losses, _) = middle.read()
        #expect(ids == ["b", "d", "e"])
        #expect(losses == 1)

        var cut = try log()
        try HostFiles.cut(cut.path(), to: 0)
        try cut.append(["c"])
        #expect(cut.read().losses == 1)
    }

    @Test func `a rotation that is damaged is named as one that could not be read`() throws {
        var log = try log()
        try log.rotate()
        try log.append(["c"])
        try log.rotate()
        try log.compress(".1")
        try HostFiles.cut(log.path(".1.gz"), to: 30)
        try log.append(["d"])
        let (ids, _, summaries) = log.read()
        #expect(ids == ["b", "d"])
        #expect(summaries.filter { $0.failure != nil }.map(\.input) == [UntrustedText(log.path(".1.gz"))])
    }

    @Test func `rotations from before the last reading, and files of other names, are left alone`() throws {
        var log = try log()
        try log.rotate()
        for suffix in [".2", ".3.gz", "-20200101", ".old", "-other.1", ".bak", "s.1", ".2x", "."] {
            try log.append(["no"], to: suffix)
            try HostFiles.setTime(1_000, of: log.path(suffix))
        }
        for suffix in [".old", "-other.1", "s.1", ".2x"] { try HostFiles.setTime(4_000_000_000, of: log.path(suffix)) }
        try HostFiles.makeFIFO(log.path(".7"))
        try HostFiles.makeFolder(log.path(".8"))
        try log.append(["c"])
        let (ids, losses, _) = log.read(since: Timestamp(seconds: 1_000_000))
        #expect(ids == ["b", "c"])
        #expect(losses == 0)
    }
}
