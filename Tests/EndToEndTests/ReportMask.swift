import AuditTestSupport
import Foundation

/// Takes out of a report what no two machines share: times of the run and of the build, digests that depend on the
/// compressor, and sizes and link counts of folders.
struct ReportMask {
    private let digests: [(digest: String, name: String)]

    init(_ built: BuiltTree) throws {
        let cache = "/tree/var/cache/apt/archives"
        digests = try [("/archives", "archives"), (cache, "cache")].flatMap { below, label in
            let names = try FileManager.default.subpathsOfDirectory(atPath: built.folder + below).sorted()
            let archives = names.filter { $0.hasSuffix(".deb") }
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
        return Array(text.utf8)
    }

    /// The document with sorted keys; artifacts that a sound tree has in the same form are only counted.
    func json(_ bytes: [UInt8], leavingOut known: [String] = []) throws -> [UInt8] {
        var document = try ParsedReport(text(bytes)).document
        if var run = document["run"] as? [String: Any] {
            for key in ["started", "finished"] { run[key] = "<time>" }
            document["run"] = run
        }
        let artifacts = ParsedReport.masked(document["artifacts"])
        let known = Set(known)
        let different = try artifacts.filter { try !known.contains(ParsedReport.canonical($0)) }
        document["artifacts"] = different
        if !known.isEmpty { document["artifacts_as_in_base"] = artifacts.count - different.count }
        return Array(try JSONSerialization.data(withJSONObject: document, options: ParsedReport.options)) + [0x0A]
    }

    /// The artifacts of a report in a form that can be compared.
    func artifacts(_ bytes: [UInt8]) throws -> [String] {
        try ParsedReport.masked(ParsedReport(text(bytes)).document["artifacts"]).map(ParsedReport.canonical)
    }
}

extension ParsedReport {
    static let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]

    static func canonical(_ value: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }

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
