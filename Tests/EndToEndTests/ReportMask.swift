import AuditTestSupport
import Foundation

/// Takes out of a report what no two machines share: times of the run and of the build, the folder of the tests, digests
/// that depend on the compressor, ids of findings about archives, and sizes and link counts of folders.
struct ReportMask {
    private let digests: [(digest: String, name: String)]
    private let folder: String
    private let ids: [String]

    /// - Parameter json: a report on the tree, which tells the ids of findings about archives.
    init(_ built: BuiltTree, json: [UInt8]) throws {
        folder = built.folder + "/"
        ids = try ParsedReport(json).list("findings").filter { finding in
            (finding["path"] as? String)?.hasPrefix(built.folder) ?? false
        }.compactMap { $0["id"] as? String }
        let cache = "/tree/var/cache/apt/archives"
        digests = try [("/archives", "archives"), (cache, "cache")].flatMap { below, label in
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: built.folder + below)) ?? []
            let archives = names.sorted().filter { $0.hasSuffix(".deb") }
            if archives.isEmpty { return [] as [(digest: String, name: String)] }
            let sums = try Command.require("sha256sum", ["--"] + archives, in: built.folder + below)
            return zip(sums.text.split(separator: "\n"), archives).map {
                (String($0.prefix(64)), "<sha256 of \(label)/\($1)>")
            }
        }
    }

    func text(_ bytes: [UInt8]) -> [UInt8] {
        var text = String(decoding: bytes, as: UTF8.self)
        for (digest, name) in digests { text = text.replacingOccurrences(of: digest, with: name) }
        for id in ids { text = text.replacingOccurrences(of: id, with: "<id of a path outside the tree>") }
        return Array(text.replacingOccurrences(of: folder, with: "").utf8)
    }

    /// The whole document with sorted keys.
    func json(_ bytes: [UInt8]) throws -> [UInt8] {
        try Self.encoded(document(bytes))
    }

    /// The document without what every tree has alike: artifacts and hooks of the sound tree, which are only counted, and the
    /// words of checks, cases and steps, which the text report shows.
    func brief(_ bytes: [UInt8], base: [UInt8]) throws -> [UInt8] {
        var document = try document(bytes)
        let base = try self.document(base)
        for key in ["artifacts", "hooks"] {
            let known = Set(try ParsedReport.masked(base[key]).map(ParsedReport.canonical))
            let all = ParsedReport.masked(document[key])
            let different = try all.filter { try !known.contains(ParsedReport.canonical($0)) }
            document[key] = different
            document[key + "_as_in_base"] = all.count - different.count
        }
        document["findings"] = ParsedReport.masked(document["findings"]).map { finding in
            finding.filter { !["why", "references", "guidance"].contains($0.key) }
        }
        document["guidance"] = ParsedReport.masked(document["guidance"]).map { $0["id"] ?? "" }
        document["cases"] = ParsedReport.masked(document["cases"]).map { story in
            story.filter { !["answers", "timeline", "steps"].contains($0.key) }
        }
        return try Self.encoded(document)
    }

    /// What events and logs add to a report: alerts, cases and guidance.
    func story(_ bytes: [UInt8]) throws -> [UInt8] {
        let whole = try document(bytes)
        return try Self.encoded(
            whole.filter { ["alerts", "cases", "guidance", "coverage", "summary"].contains($0.key) })
    }

    /// Takes out what belongs to this run: the tree was built just now, as the file system says, and signed by a new key.
    func moments(_ bytes: [UInt8]) -> [UInt8] {
        let days = [0, -86_400].map { Date(timeIntervalSinceNow: $0).ISO8601Format().prefix(10) }
        let text = String(decoding: bytes, as: UTF8.self)
        let masked = text.replacing(#/(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| UTC)/#) { match in
            days.contains(match.output.1) ? "<now>" : match.output.0
        }.replacing(#/\ {6}(\d{4}-\d\d-\d\d)\n((?:\ {8}.*\n)+)/#) { match in
            // The text report gives the day once, above the times of that day.
            guard days.contains(match.output.1) else { return String(match.output.0) }
            let clocks = match.output.2.replacing(#/(?m:^)\ {8}\d\d:\d\d:\d\d/#, with: "        <clock>")
            return "      <today>\n" + clocks
        }
        return Array(masked.replacing(#/\b[0-9A-F]{40}\b/#, with: "<key>").utf8)
    }

    private static func encoded(_ document: [String: Any]) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: document, options: ParsedReport.options)) + [0x0A]
    }

    private func document(_ bytes: [UInt8]) throws -> [String: Any] {
        var document = try ParsedReport(text(bytes)).document
        if var run = document["run"] as? [String: Any] {
            for key in ["started", "finished"] { run[key] = "<time>" }
            document["run"] = run
        }
        // Which checks run is the same for every tree, and the controls follow from the findings.
        for key in ["checks", "controls"] { document[key] = nil }
        document["artifacts"] = ParsedReport.masked(document["artifacts"])
        return document
    }
}

extension ParsedReport {
    static let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]

    static func canonical(_ value: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }

    /// A list of objects, with what differs between machines masked where they are artifacts.
    static func masked(_ artifacts: Any?) -> [[String: Any]] {
        (artifacts as? [[String: Any]] ?? []).map { artifact in
            var artifact = artifact
            for key in ["ctime", "btime"] where artifact[key] != nil { artifact[key] = "<time>" }
            if artifact["kind"] as? String == "directory" {
                for key in ["size", "links"] where artifact[key] != nil { artifact[key] = 0 }
            }
            return artifact
        }
    }
}
