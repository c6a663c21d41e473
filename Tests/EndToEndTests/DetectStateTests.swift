import AuditTestSupport
import Foundation
import Glibc
import Testing

/// Scheduled and lasting runs of `detect`.
@Suite struct `debvouch detect with a state` {
    private static let rule = "7c2e1297-7664-42bc-af11-6d5d35220b6b"

    /// A folder with event files and what runs there print.
    private struct Yard {
        let folder: String

        init() throws {
            folder = try TestFolders.make("state")
        }

        func append(_ ids: [String], to name: String = "log", age: TimeInterval = 0) throws {
            let path = URL(filePath: folder + "/" + name)
            if !FileManager.default.fileExists(atPath: path.path(percentEncoded: false)) { try Data().write(to: path) }
            let handle = try FileHandle(forWritingTo: path)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(ids.map { Self.event($0, age: age) }.joined().utf8))
            try handle.close()
        }

        func run(_ arguments: [String] = ["log"]) throws -> CommandResult {
            try BuiltProgram.run(["detect", "--format", "tsv", "--state", "state.json"] + arguments, in: folder)
        }

        /// The ids that a run alerts about.
        func alerts(_ arguments: [String] = ["log"]) throws -> [String] {
            try run(arguments).text.split(separator: "\n").map { String($0.split(separator: "\t")[1]) }
        }

        var state: Data { (try? Data(contentsOf: URL(filePath: folder + "/state.json"))) ?? Data() }

        private static func event(_ id: String, age: TimeInterval) -> String {
            let time = Date(timeIntervalSinceNow: -age).ISO8601Format()
            return """
                {"@timestamp":"\(time)","event":{"id":"\(id)","category":["file"],"type":["change"],"action":"rename"},\
                "host":{"os":{"type":"linux"}},"file.path":"/etc/apt/apt.conf.d/99x","process":{"executable":"/usr/bin/mv"}}

                """
        }
    }

    @Test func `each event of a growing file alerts once`() throws {
        let yard = try Yard()
        try yard.append(["a", "b"])
        let first = try yard.run()
        #expect(first.text == "\(Self.rule)\ta\n\(Self.rule)\tb\n")
        #expect(first.status == 1)
        #expect(first.errors == "")
        let second = try yard.run()
        #expect(second.text == "" && second.errors == "" && second.status == 0)
        try yard.append(["b", "c"])
        #expect(try yard.alerts() == ["c"])
    }

    @Test func `an event in a second file or after a rotation alerts once`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        try yard.append(["b"])
        try FileManager.default.moveItem(atPath: yard.folder + "/log", toPath: yard.folder + "/log.1")
        try yard.append(["b", "c"])
        try yard.append(["a", "c", "d"], to: "other")
        #expect(try yard.alerts(["log", "other"]) == ["b", "c", "d"])
        try Data().write(to: URL(filePath: yard.folder + "/log"))
        try yard.append(["c", "e"])
        #expect(try yard.alerts() == ["e"])
    }

    @Test func `late matches and those beyond the cap are counted and make no alert`() throws {
        let yard = try Yard()
        try yard.append((0..<105).map { "n\($0)" })
        try yard.append(["old"], age: 3_600)
        let result = try yard.run()
        #expect(result.text.split(separator: "\n").count == 100)
        #expect(
            result.errors == """
                debvouch: rule \(Self.rule): 1 matched late, beyond what the rule looks back to, and made no alert
                debvouch: rule \(Self.rule): 5 matched beyond the cap of alerts in one run, and made no alert

                """)
        #expect(try yard.alerts() == [])
        // Without a state everything that matches is printed.
        let all = try BuiltProgram.run(["detect", "--format", "tsv", "log"], in: yard.folder)
        #expect(all.text.split(separator: "\n").count == 106)
    }

    @Test func `a run that comes late looks back to the one before`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        let hours = Int(Date().timeIntervalSince1970) - 4 * 3_600
        let earlier = String(decoding: yard.state, as: UTF8.self)
            .replacing(/"last_run":[0-9]+/, with: "\"last_run\":\(hours)")
        try Data(earlier.utf8).write(to: URL(filePath: yard.folder + "/state.json"))
        try yard.append(["b"], age: 3_600)
        try yard.append(["c"], age: 5 * 3_600)
        #expect(try yard.alerts() == ["b"])
    }

    @Test func `a damaged state is 65 and left alone, a held one 75, a state that cannot be made 73`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        let cut = yard.state.dropLast(9)
        try cut.write(to: URL(filePath: yard.folder + "/state.json"))
        let damaged = try yard.run()
        #expect(damaged.status == 65)
        #expect(damaged.errors.hasPrefix("debvouch: the state is damaged: state.json:"))
        #expect(yard.state == cut)
        try FileManager.default.removeItem(atPath: yard.folder + "/state.json")
        let lock = unsafe open(yard.folder + "/state.json.lock", O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(try yard.run().status == 75)
        close(lock)
        #expect(try yard.run().status == 1)
        #expect(
            try BuiltProgram.run(["detect", "log", "--state", "missing/state"], in: yard.folder).status == 73)
        #expect(try BuiltProgram.run(["detect", "-", "--follow"], in: yard.folder).status == 64)
    }

    @Test func `two rotations between two runs lose nothing, and what is lost is told by the status`() throws {
        let yard = try Yard()
        func move(_ old: String, _ new: String) throws {
            try FileManager.default.moveItem(atPath: yard.folder + "/" + old, toPath: yard.folder + "/" + new)
        }
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        try move("log", "log.1")
        try yard.append(["b"])
        try move("log.1", "log.2")
        try move("log", "log.1")
        try yard.append(["c"])
        let twice = try yard.run()
        #expect(twice.text == "\(Self.rule)\tb\n\(Self.rule)\tc\n")
        #expect(twice.status == 1 && twice.errors == "")
        try FileManager.default.removeItem(atPath: yard.folder + "/log")
        try yard.append(["d"], to: "new")
        try move("new", "log")
        let lost = try yard.run()
        #expect(lost.text == "\(Self.rule)\td\n")
        #expect(lost.status == 3)
        #expect(lost.errors.contains("what may have come to that one since is not read"), "\(lost.errors)")
        #expect(try yard.run().status == 0)
    }

    @Test(arguments: [("last_run", "-9223372036854775808"), ("line", "9223372036854775807")])
    func `a state with a number that nothing can be computed with is 65`(key: String, number: String) throws {
        let yard = try Yard()
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        let text = String(decoding: yard.state, as: UTF8.self)
        let changed = try text.replacing(Regex("\"\(key)\":[0-9]+"), with: "\"\(key)\":\(number)")
        try #require(changed != text)
        try Data(changed.utf8).write(to: URL(filePath: yard.folder + "/state.json"))
        try yard.append(["b"])
        let result = try yard.run()
        #expect(result.status == 65)
        #expect(result.errors.contains(": \(key) is not as it should be"))
    }

    @Test func `an alert that nobody could read is made again`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        let program = BuiltProgram.path
        let closed = try Command.run(
            "/bin/sh", ["-c", "'\(program)' detect log --state state.json >/dev/full"], in: yard.folder)
        #expect(closed.status == 74)
        #expect(yard.state.isEmpty)
        #expect(try yard.alerts() == ["a"])
    }

    @Test func `a followed file is read as it grows and after its rotation, until a signal`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        let running = try RunningProgram(
            ["detect", "log", "--follow", "--format", "tsv", "--state", "state.json"], in: yard.folder)
        #expect(running.wait { $0.output.hasSuffix("\ta\n") })
        try yard.append(["b"])
        #expect(running.wait { $0.output.hasSuffix("\tb\n") })
        try yard.append(["c"])
        try FileManager.default.moveItem(atPath: yard.folder + "/log", toPath: yard.folder + "/log.1")
        try yard.append(["d"])
        #expect(running.wait { $0.output.hasSuffix("\tc\n\(Self.rule)\td\n") }, "\(running.output) \(running.errors)")
        #expect(running.end(with: SIGTERM) == 1)
        #expect(running.errors == "")
        try yard.append(["d", "e"])
        #expect(try yard.alerts() == ["e"])
    }

    @Test func `a followed file may come later, and a run without a match ends with 0`() throws {
        let yard = try Yard()
        let running = try RunningProgram(["detect", "log", "--follow"], in: yard.folder)
        #expect(running.wait { $0.errors.contains("log: ") })
        try yard.append(["a"])
        #expect(running.wait { !$0.output.isEmpty })
        #expect(running.end(with: SIGINT) == 1)
        #expect(running.errors.split(separator: "\n").count == 1)
        try Data("{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"event\":{\"category\":\"process\"}}\n".utf8)
            .write(to: URL(filePath: yard.folder + "/quiet"))
        let silent = try RunningProgram(["detect", "quiet", "--follow", "--state", "s"], in: yard.folder)
        #expect(silent.wait { _ in FileManager.default.fileExists(atPath: yard.folder + "/s.lock") })
        #expect(silent.end(with: SIGINT) == 0)
    }

    @Test func `a run that is killed leaves the state before it whole`() throws {
        let yard = try Yard()
        try yard.append(["a"])
        #expect(try yard.alerts() == ["a"])
        let before = yard.state
        let running = try RunningProgram(
            ["detect", "log", "--follow", "--format", "tsv", "--state", "state.json"], in: yard.folder)
        try yard.append(["b"])
        #expect(running.wait { $0.output.hasSuffix("\tb\n") })
        #expect(running.end(with: SIGKILL) == 128 + SIGKILL)
        #expect(yard.state == before)
        // The lock went with its process, and what was not remembered comes again.
        #expect(try yard.alerts() == ["b"])
    }
}
