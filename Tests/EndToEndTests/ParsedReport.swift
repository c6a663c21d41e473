import AuditTestSupport
import Foundation

/// The parts of a JSON report that tests ask about.
struct ParsedReport {
    /// What a test says of a finding.
    struct Seen: Hashable, Comparable, CustomStringConvertible {
        let severity: String
        let check: String
        let path: String

        var description: String { "finding \(severity) \(check) \(path)" }

        static func < (left: Seen, right: Seen) -> Bool {
            left.description < right.description
        }
    }

    let document: [String: Any]

    init(_ bytes: [UInt8]) throws {
        document = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
    }

    func list(_ key: String) -> [[String: Any]] {
        document[key] as? [[String: Any]] ?? []
    }

    var findings: [Seen] {
        list("findings").map {
            Seen(
                severity: $0["severity"] as? String ?? "", check: $0["check"] as? String ?? "",
                path: $0["path"] as? String ?? "")
        }.sorted()
    }

    var gaps: [String] {
        let coverage = document["coverage"] as? [String: Any]
        return (coverage?["gaps"] as? [[String: Any]] ?? []).map { $0["path"] as? String ?? "" }.sorted()
    }
}

extension TreeDescription {
    /// The description of the tree that this one begins with.
    var base: TreeDescription? {
        get throws {
            try expectations("use").first.map { try TreeDescription(fixture: "trees/\($0.text(0))/tree") }
        }
    }

    /// What a line `finding` says.
    func finding(_ statement: TreeStatement) throws -> ParsedReport.Seen {
        ParsedReport.Seen(
            severity: try statement.text(0), check: try statement.text(1), path: try statement.text(2))
    }

    /// The findings that the description says an audit reports, with those of the tree that it began with, in the order of
    /// the parsed report.
    var expectedFindings: [ParsedReport.Seen] {
        get throws {
            let own = try expectations("finding").map { try finding($0) }
            return try (own + (base?.expectedFindings ?? [])).sorted()
        }
    }

    var expectedGaps: [String] {
        get throws { try expectations("gap").map { try $0.text(0) }.sorted() }
    }

    /// The exit status that the description says an audit ends with.
    var expectedStatus: Int32? {
        get throws { try expectations("exit").first.flatMap { Int32(try $0.text(0)) } }
    }
}
