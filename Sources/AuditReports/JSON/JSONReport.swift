package import AuditModel
import FoundationEssentials

/// The report for programs; its names are those of debvouch-report(5) and may not change.
package struct JSONReport: Renderer {
    package let name = "json"
    /// Version of the report's names and meanings; see `debvouch schema`.
    package static let schemaVersion = "1.0"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        JSONText.bytes(of: JSONDocument(report))
    }
}

/// Encodes values as JSON that is the same for the same values.
package enum JSONText {
    /// Sorted keys, two-space indent, final newline; strings must already be free of control and bidi characters.
    package static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Every member is a string, an integer, a boolean, an array or an object of these: encoding has no way to fail.
        guard let data = try? encoder.encode(value) else { return Array("{}\n".utf8) }
        return Array(data) + [0x0A]
    }

    /// The same on one line, as NDJSON has it.
    package static func line(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return Array("{}\n".utf8) }
        return Array(data) + [0x0A]
    }
}

/// The whole document.
struct JSONDocument: Encodable {
    let schemaVersion = JSONReport.schemaVersion
    let tool: [String: String]
    let run: JSONRun
    let host: JSONHost
    let summary: JSONSummary
    let coverage: JSONCoverage
    let indexes: [JSONIndex]
    let artifacts: [JSONArtifact]
    let hooks: [JSONHook]
    let findings: [JSONFinding]
    let alerts: [JSONAlert]
    let cases: [JSONCase]
    let guidance: [JSONGuidance]
    /// The checks that ran; one that is not named here was left out.
    let checks: [String]
    let controls: [JSONControl]
    /// Absent where none were given.
    let exceptions: [JSONException]?

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case tool, run, host, summary, coverage, indexes, artifacts, hooks, findings, alerts, cases, guidance, checks,
            controls, exceptions
    }

    init(_ report: AuditReport) {
        tool = ["name": "debvouch", "version": report.run.version]
        run = JSONRun(report)
        host = JSONHost(report.host)
        summary = JSONSummary(report)
        coverage = JSONCoverage(report.coverage, events: report.events)
        indexes = report.indexes.map(JSONIndex.init)
        artifacts = report.artifacts.map(JSONArtifact.init)
        hooks = report.hooks.map(JSONHook.init)
        findings = report.findings.map(JSONFinding.init)
        alerts = (report.events?.alerts ?? []).map(JSONAlert.init)
        let steps = JSONGuidanceList(report)
        cases = zip(report.cases, steps.idsOfCases).map { JSONCase($0, steps: $1) }
        guidance = steps.all
        checks = report.checks.map(\.id.rawValue)
        controls = JSONControl.all(in: report)
        exceptions = report.exceptions.isEmpty ? nil : report.exceptions.map(JSONException.init)
    }
}

/// When and by whom the report was made; the only block that differs between two runs over one tree.
struct JSONRun: Encodable {
    let started: String
    let finished: String
    let uid: Int
    let exitStatus: Int
    let require: String
    let failOn: String
    /// Absent where the tree itself was read.
    let evidence: JSONEvidenceSource?

    enum CodingKeys: String, CodingKey {
        case started, finished, uid, evidence
        case exitStatus = "exit_status"
        case require
        case failOn = "fail_on"
    }

    init(_ report: AuditReport) {
        started = Formats.time(report.run.started)
        finished = Formats.time(report.run.finished)
        uid = Int(report.run.uid)
        exitStatus = Int(report.exitStatus)
        require = report.policy.requiredRung?.rawValue ?? "none"
        failOn = report.policy.failOn?.rawValue ?? "none"
        evidence = report.run.evidence.map(JSONEvidenceSource.init)
    }
}

/// The saved evidence that a report was made from.
struct JSONEvidenceSource: Encodable {
    let file: String
    let version: String
    let saved: String

    init(_ source: EvidenceSource) {
        file = Escaping.printable(source.file)
        version = Escaping.printable(source.version)
        saved = Formats.time(source.saved)
    }
}

/// The audited tree.
struct JSONHost: Encodable {
    let root: String
    let live: Bool
    let release: String?
    let hostname: String?
    let logTimeZone: String?

    enum CodingKeys: String, CodingKey {
        case root, live, release, hostname
        case logTimeZone = "log_time_zone"
    }

    init(_ host: HostDescription) {
        root = Escaping.printable(host.root)
        live = host.isLive
        release = host.release.map { Escaping.printable($0) }
        hostname = host.hostname.map { Escaping.printable($0) }
        logTimeZone = host.logTimeZone.map { Escaping.printable($0) }
    }
}

/// The answer in numbers.
struct JSONSummary: Encodable {
    let verdict: String
    let bySeverity: [String: Int]
    let byRung: [String: Int]
    /// What runs as root or decides that; what is contradicted is in none of the three.
    let required: [String: Int]
    /// Findings that exceptions silenced, which `bySeverity` leaves out; absent where there are none.
    let excepted: Int?
    let packages: Int
    let archives: Int

    enum CodingKeys: String, CodingKey {
        case verdict
        case bySeverity = "by_severity"
        case byRung = "by_rung"
        case required, excepted, packages, archives
    }

    init(_ report: AuditReport) {
        verdict = report.verdict.rawValue
        bySeverity = Dictionary(
            uniqueKeysWithValues: Severity.allCases.map { severity in
                (severity.rawValue, report.standing.count { $0.finding.severity == severity })
            })
        byRung = Dictionary(
            uniqueKeysWithValues: EvidenceRung.allCases.map { rung in
                (rung.rawValue, report.artifacts.count { $0.assessment?.rung == rung })
            })
        let proof = report.required
        required = [
            "proven": proof.proven.count, "unproven": proof.unproven.count, "accepted": proof.accepted.count,
        ]
        excepted = report.excepted.isEmpty ? nil : report.excepted.count
        packages = report.packageCount
        archives = report.archiveCount
    }
}
