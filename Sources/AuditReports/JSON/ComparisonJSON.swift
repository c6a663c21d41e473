package import AuditModel

/// A comparison for programs.
package enum ComparisonJSON {
    package static func bytes(of comparison: ReportComparison) -> [UInt8] {
        JSONText.bytes(of: JSONComparison(comparison))
    }
}

/// The whole document.
struct JSONComparison: Encodable {
    /// One of the two reports.
    struct Side: Encodable {
        let report: String
        let finished: String
        let root: String
        let hostname: String?
        let verdict: String

        init(_ report: PastReport) {
            self.report = Escaping.printable(report.location)
            finished = Escaping.printable(report.finished)
            root = Escaping.printable(report.root)
            hostname = report.hostname.map { Escaping.printable($0) }
            verdict = Escaping.printable(report.verdict)
        }
    }

    /// One finding.
    struct Finding: Encodable {
        let id: String
        let check: String
        let severity: String
        let path: String
        let pathBase64: String?
        let title: String

        enum CodingKeys: String, CodingKey {
            case id, check, severity, path
            case pathBase64 = "path_b64"
            case title
        }

        init(_ finding: PastFinding) {
            id = Escaping.printable(finding.id)
            check = Escaping.printable(finding.check)
            severity = finding.severity.rawValue
            path = Escaping.printable(finding.path)
            pathBase64 = JSONPath.base64(finding.path.text)
            title = Escaping.printable(finding.title)
        }
    }

    /// One artifact as a report has it.
    struct State: Encodable {
        let sha256: String?
        let mode: String?
        let uid: UInt32?
        let gid: UInt32?
        let verdict: String?
        let rung: String?

        init(_ artifact: PastArtifact) {
            sha256 = artifact.sha256?.hex
            mode = artifact.mode.map(Formats.mode)
            uid = artifact.uid
            gid = artifact.gid
            verdict = artifact.verdict?.rawValue
            rung = artifact.rung?.rawValue
        }
    }

    /// One artifact that is not as it was.
    struct Change: Encodable {
        let path: String
        let pathBase64: String?
        let old: State?
        let new: State?

        enum CodingKeys: String, CodingKey {
            case path
            case pathBase64 = "path_b64"
            case old, new
        }

        init(_ change: ReportComparison.ArtifactChange) {
            path = Escaping.printable(change.path)
            pathBase64 = JSONPath.base64(change.path.text)
            old = change.old.map(State.init)
            new = change.new.map(State.init)
        }
    }

    /// Artifacts at one rung.
    struct Rung: Encodable {
        let old: Int
        let new: Int
    }

    let schemaVersion = JSONReport.schemaVersion
    let sameTree: Bool
    let sides: [String: Side]
    let added: [Finding]
    let resolved: [Finding]
    let unchanged: [Finding]
    let worsened: [String]
    let artifacts: [Change]
    let rungs: [String: Rung]
    let strengthened: Int
    let weakened: Int

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case sameTree = "same_tree"
        case sides = "reports"
        case added = "new"
        case resolved, unchanged, worsened, artifacts, rungs, strengthened, weakened
    }

    init(_ comparison: ReportComparison) {
        sameTree = comparison.isOfOneTree
        sides = ["old": Side(comparison.old), "new": Side(comparison.new)]
        added = comparison.added.map(Finding.init)
        resolved = comparison.resolved.map(Finding.init)
        unchanged = comparison.unchanged.map(Finding.init)
        worsened = comparison.worsened.map { Escaping.printable($0.id) }
        artifacts = comparison.changes.map(Change.init)
        rungs = Dictionary(
            comparison.rungs.map { ($0.rung.rawValue, Rung(old: $0.old, new: $0.new)) },
            uniquingKeysWith: { first, _ in first })
        strengthened = comparison.strengthened
        weakened = comparison.weakened
    }
}
