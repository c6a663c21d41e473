import AuditTestSupport
import Foundation
import Glibc
import Testing

/// The harmless story with more events: what they tell of must reach the verdict through every reading of the files.
@Suite struct `What a script did far below and among much else` {
    private static let story = "stories/rerun-by-admin"

    /// An event of the script's process, or of one below it.
    private static func line(_ id: String, _ category: String, _ action: String, _ process: String, _ more: String)
        -> String
    {
        """
        {"@timestamp":"2024-06-01T09:03:01.000Z","event":{"id":"\(id)","category":["\(category)"],"action":"\(action)"},\
        "host":{"name":"quay","os":{"type":"linux"}},"process":{"entity_id":"\(process)","executable":"/usr/bin/bash"\(more)}

        """
    }

    private static func start(_ process: String, below parent: String) -> String {
        line(
            "start-" + process, "process", "exec", process,
            ",\"parent\":{\"entity_id\":\"\(parent)\",\"executable\":\"/usr/bin/bash\"}}")
    }

    private static func connection(_ id: String, by process: String, to address: String, port: Int) -> String {
        line(
            id, "network", "connection_attempted", process,
            "},\"destination\":{\"ip\":\"\(address)\",\"port\":\(port)}")
    }

    /// - Returns: the verdicts of the cases, and the whole report.
    private func audit(
        _ events: String, prepare: (String) throws -> Void = { _ in }
    ) throws -> (verdicts: [String], report: String) {
        let description = try TreeDescription(fixture: Self.story + "/tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let told = try String(
            contentsOfFile: "\(Repository.root)/fixtures/\(Self.story)/events.ndjson", encoding: .utf8)
        try Data((told + events).utf8).write(to: URL(fileURLWithPath: built.folder + "/events.ndjson"))
        try prepare(built.folder)
        let result = try BuiltProgram.audit(
            built, description.arguments + ["--events", "events.ndjson", "--report", "json"])
        let verdicts = try ParsedReport(result.output).list("cases").map { "\($0["verdict"] ?? "")" }
        return (verdicts, String(decoding: result.output, as: UTF8.self))
    }

    @Test(arguments: [1, 3, 20])
    func `a connection from any depth below the script is no harmless case`(depth: Int) throws {
        let starts = (1...depth).map { Self.start("deep-\($0)", below: $0 == 1 ? "ent-post-5020" : "deep-\($0 - 1)") }
        let last = Self.connection("n", by: "deep-\(depth)", to: "203.0.113.9", port: 443)
        let result = try audit((starts.reversed() + [last]).joined())
        #expect(result.verdicts == ["suspicious"])
        #expect(result.report.contains("203.0.113.9"))
    }

    @Test func `ten thousand connections to the host itself do not hide one that leaves`() throws {
        let flood = (0..<10_050).map {
            Self.connection("f\($0)", by: "ent-post-5020", to: "127.0.0.1", port: $0 % 60_000 + 1)
        }
        let last = Self.connection("n", by: "ent-post-5020", to: "203.0.113.9", port: 443)
        let result = try audit((flood + [last]).joined())
        #expect(result.verdicts == ["suspicious"])
        #expect(result.report.contains("203.0.113.9"))
        #expect(result.report.contains("were counted only"))
    }

    @Test func `events that can be read only once explain nothing`() throws {
        let result = try audit("") { folder in
            let writer = Process()
            writer.executableURL = URL(filePath: "/bin/sh")
            writer.arguments = [
                "-c", "mv events.ndjson given && mkfifo events.ndjson && touch ready && cat given > events.ndjson",
            ]
            writer.currentDirectoryURL = URL(filePath: folder)
            try writer.run()
            while writer.isRunning, !FileManager.default.fileExists(atPath: folder + "/ready") { usleep(1_000) }
        }
        #expect(result.verdicts == ["undetermined"])
        #expect(result.report.contains("was read once; processes behind its events were not looked for"))
    }

    @Test func `another event that names the script by its folder alone is read too`() throws {
        let args =
            ",\"args\":[\"rm\",\"./anchord.postinst\"],\"working_directory\":\"/var/lib/dpkg/info\",\"command_line\":\"rm ./anchord.postinst\"}"
        let result = try audit(Self.line("r", "process", "exec", "other", args))
        #expect(result.report.contains("rm ./anchord.postinst"))
    }
}
