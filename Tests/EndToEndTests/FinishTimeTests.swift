import AuditTestSupport
import Foundation
import Testing

/// `finished` is looked at last: whatever an audit waits for lies between it and `started`.
@Suite struct `The end of a run` {
    @Test func `time spent on events counts in every report and in the name that is kept`() throws {
        let yard = try CheckYard()
        defer { yard.built.remove() }
        try yard.configure("Events: \(yard.built.folder)/events\nReport: junit=junit.xml ndjson=events.ndjson\n")
        let command = """
            mkfifo events && exec 3<>events
            { sleep 1.5; echo '{}' >&3; } &
            exec "$0" "$@" 3>&-
            """
        let run = try Command.run("sh", ["-c", command, BuiltProgram.path] + yard.command, in: yard.built.folder)
        try #require((0...3).contains(run.status), "\(run.errors)")

        let document = try ParsedReport(yard.latest()).document
        let times = try #require(document["run"] as? [String: Any])
        let (started, finished) = (try Self.time(times["started"]), try Self.time(times["finished"]))
        #expect(finished.timeIntervalSince(started) >= 1)
        let junit = try String(contentsOfFile: yard.state + "/junit.xml", encoding: .utf8)
        let seconds = try #require(junit.firstMatch(of: /time="([0-9.]+)"/).flatMap { Double($0.output.1) })
        #expect(seconds >= 1)
        let elastic = try String(contentsOfFile: yard.state + "/events.ndjson", encoding: .utf8)
        let lengths = elastic.matches(of: /"duration":([0-9]+)/).compactMap { Int64($0.output.1) }
        #expect(!lengths.isEmpty && lengths.allSatisfy { $0 >= 1_000_000_000 })
        let kept = try #require(try yard.reports().first)
        let digits = try #require(times["finished"] as? String).filter(\.isNumber)
        #expect(digits.hasPrefix(kept.filter(\.isNumber)) && kept.filter(\.isNumber).count >= 14)
    }

    /// Whole seconds are enough here; the nanoseconds are cut off.
    private static func time(_ value: Any?) throws -> Date {
        let text = try #require(value as? String)
        return try Date(String(text.prefix(19)) + "Z", strategy: .iso8601)
    }
}
