import AuditTestSupport
import Foundation
import Glibc
import Testing

/// Event files that cannot be read, or not to their end, leave the audit incomplete and are named.
@Suite struct `Event files of an audit` {
    private static let good = """
        {"@timestamp":"2024-06-01T00:00:00Z","event":{"id":"a","category":["file"],"type":["creation"],\
        "action":"creation"},"host":{"os":{"type":"linux"},"name":"quay"},"file":{"path":"/etc/apt/apt.conf.d/99x"},\
        "process":{"executable":"/tmp/x"}}

        """

    /// An audit of a sound tree with one more input.
    private func audit(
        _ events: String, prepare: (String) throws -> Void
    ) throws -> (report: ParsedReport, status: Int32, folder: String) {
        let built = try TreeBuilder.build(try TreeDescription(fixture: "trees/harbour/tree"))
        defer { built.remove() }
        try prepare(built.folder)
        let result = try BuiltProgram.audit(built, ["--events", events, "--report", "json"])
        #expect(result.errors == "")
        return (try ParsedReport(result.output), result.status, built.folder)
    }

    private func gaps(_ report: ParsedReport) -> [String] {
        let coverage = report.document["coverage"] as? [String: Any]
        let gaps = coverage?["gaps"] as? [[String: Any]] ?? []
        return gaps.map { "\($0["path"] ?? "") \($0["reason"] ?? "")" }
    }

    /// The events that alerts were made of; several rules may match one.
    private func events(_ report: ParsedReport) -> Set<String> {
        Set(report.list("alerts").compactMap { $0["event_id"] as? String })
    }

    @Test(arguments: ["{\"a\":1", "{\"a\":1,\"a\":2}", "nonsense", "{\"a\":1e999}", "{\"pages\":[{\"n\":1}]}"])
    func `a line that is no document is named and the others are judged`(line: String) throws {
        let result = try audit("e.ndjson") { folder in
            try Data((Self.good + line + "\n" + Self.good.replacing("\"a\"", with: "\"b\"")).utf8)
                .write(to: URL(filePath: folder + "/e.ndjson"))
        }
        #expect(result.status == 3)
        let gaps = gaps(result.report)
        #expect(gaps.count == 1)
        #expect(gaps.allSatisfy { $0.hasPrefix("\(result.folder)/e.ndjson event file: 1 unusable, ") }, "\(gaps)")
        #expect(events(result.report) == ["a", "b"])
    }

    @Test(arguments: ["missing", "folder", "empty", "fifo"])
    func `a file that cannot be read, or only once, is a gap`(kind: String) throws {
        let result = try audit("e.ndjson") { folder in
            let path = folder + "/e.ndjson"
            switch kind {
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case "empty": try Data().write(to: URL(filePath: path))
            case "fifo":
                #expect(unsafe mkfifo(path, 0o600) == 0)
                let writer = Process()
                writer.executableURL = URL(filePath: "/bin/sh")
                writer.arguments = ["-c", "printf '%s' \"$0\" > \"$1\"", Self.good, path]
                try writer.run()
            default: break
            }
        }
        #expect(result.status & 2 == 2)
        #expect(gaps(result.report).count == 1)
        #expect(gaps(result.report).allSatisfy { $0.hasPrefix("\(result.folder)/e.ndjson event file: ") })
        #expect(events(result.report) == (kind == "fifo" ? ["a"] : []))
    }
}
