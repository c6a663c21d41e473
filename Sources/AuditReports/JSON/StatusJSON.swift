import AuditModel

/// The last scheduled check for programs.
package enum StatusJSON {
    package static func bytes(of status: CheckStatus) -> [UInt8] {
        JSONText.bytes(of: JSONStatus(status))
    }
}

/// The whole document.
struct JSONStatus: Encodable {
    /// An exception that ends soon.
    struct Exception: Encodable {
        let id: String
        let expires: String?
    }

    let schemaVersion = JSONReport.schemaVersion
    let verdict: String
    let exitStatus: Int?
    let finished: String
    let ageSeconds: Int64?
    let report: String
    let root: String
    let bySeverity: [String: Int]
    let byRung: [String: Int]
    /// What runs as root or decides that; absent where the report did not count it.
    let required: [String: Int]?
    /// The earlier report that the drift counts from; nil for the first run.
    let previous: String?
    let added: [String]
    let resolved: [String]
    let unchanged: [String]
    let running: Bool
    let unfinished: String?
    let expiring: [Exception]
    let problems: [String]

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case verdict
        case exitStatus = "exit_status"
        case finished
        case ageSeconds = "age_seconds"
        case report, root
        case bySeverity = "by_severity"
        case byRung = "by_rung"
        case required
        case previous
        case added = "new"
        case resolved, unchanged, running, unfinished
        case expiring = "expiring_exceptions"
        case problems
    }

    init(_ status: CheckStatus) {
        let last = status.last
        verdict = Escaping.printable(last.verdict)
        exitStatus = last.exitStatus
        finished = Escaping.printable(last.finished)
        ageSeconds = status.age
        report = Escaping.printable(last.location)
        root = Escaping.printable(last.root)
        bySeverity = Dictionary(
            uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, status.count($0)) })
        byRung = Dictionary(
            uniqueKeysWithValues: EvidenceRung.allCases.map { rung in
                (rung.rawValue, last.artifacts.values.count { $0.rung == rung })
            })
        required = last.required.map {
            ["proven": $0.proven, "unproven": $0.unproven, "accepted": $0.accepted]
        }
        previous = status.comparison.map { Escaping.printable($0.old.location) }
        added = (status.comparison?.added ?? last.findings).map { Escaping.printable($0.id) }
        resolved = (status.comparison?.resolved ?? []).map { Escaping.printable($0.id) }
        unchanged = (status.comparison?.unchanged ?? []).map { Escaping.printable($0.id) }
        running = status.isRunning
        unfinished = status.isRunning ? nil : status.note.map { Escaping.printable($0) }
        expiring = status.expiring.map { exception in
            Exception(
                id: Escaping.printable(exception.id), expires: exception.expires.map { Escaping.printable($0) })
        }
        problems = status.problems.map { Escaping.printable($0) }
    }
}
