package import AuditModel

/// SARIF 2.1.0 for code scanning: image builds, CI.
package struct SARIFReport: Renderer {
    package let name = "sarif"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        JSONText.bytes(of: SARIFLog(runs: [SARIFRun(report)]))
    }
}

/// The file.
struct SARIFLog: Encodable {
    let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    let version = "2.1.0"
    let runs: [SARIFRun]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }
}

/// The one run.
struct SARIFRun: Encodable {
    /// What is at the other end of every relative path.
    static let base = "ROOT"

    let tool: [String: SARIFComponent]
    let taxonomies: [SARIFComponent]
    let invocations: [SARIFInvocation]
    let originalUriBaseIds: [String: SARIFArtifactLocation]
    let results: [SARIFResult]
    let automationDetails = ["id": "debvouch/audit/"]
    let columnKind = "unicodeCodePoints"
    let properties: Properties

    /// The answer in numbers.
    struct Properties: Encodable {
        let verdict: String
        let artifactsByRung: [String: Int]
        let limits: [String]
    }

    init(_ report: AuditReport) {
        let catalog = ControlCatalog.shared
        let used = catalog.frameworks.filter { framework in
            report.checks.contains { !catalog.controls(of: framework, for: $0.id).isEmpty }
        }
        let worst = Dictionary(grouping: report.standing, by: \.finding.check)
            .compactMapValues { $0.map(\.finding.severity).max() }
        tool = [
            "driver": SARIFComponent(
                name: "debvouch", version: report.run.version,
                rules: report.checks.map { SARIFRule($0, worst: worst[$0.id], frameworks: used) },
                supportedTaxonomies: used.enumerated().map { SARIFComponentReference(name: $1.name, index: $0) })
        ]
        taxonomies = used.map { SARIFComponent(taxonomy: $0) }
        invocations = [SARIFInvocation(report)]
        originalUriBaseIds = [Self.base: SARIFArtifactLocation(uri: PercentEncoding.folder(report.host.root))]
        let order = Dictionary(
            report.checks.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let cases = report.casesOfParts
        results = report.findings.map {
            SARIFResult($0, ruleIndex: order[$0.finding.check], cases: cases[$0.id] ?? [], in: report, used)
        }
        let summary = JSONSummary(report)
        properties = Properties(
            verdict: summary.verdict, artifactsByRung: summary.byRung,
            limits: report.coverage.limits.map { Escaping.printable($0) })
    }
}

/// How the run went; what could not be examined is a notification.
struct SARIFInvocation: Encodable {
    let executionSuccessful = true
    let exitCode: Int
    let exitCodeDescription: String
    let startTimeUtc: String?
    let endTimeUtc: String?
    let toolExecutionNotifications: [Notification]

    /// One gap.
    struct Notification: Encodable {
        let level: String
        let message: SARIFMessage
        let locations: [SARIFLocation]
        let descriptor: [String: String]
    }

    init(_ report: AuditReport) {
        exitCode = Int(report.exitStatus)
        exitCodeDescription = Sentences.exitStatuses
        startTimeUtc = Self.time(report.run.started)
        endTimeUtc = Self.time(report.run.finished)
        let gaps = report.coverage.gaps.map { gap in
            Notification(
                level: "warning", message: SARIFMessage("not examined: \(Escaping.printable(gap.reason))"),
                locations: [SARIFLocation(gap.path, line: nil)], descriptor: ["id": "not-examined"])
        }
        let limits = report.coverage.limits.map { limit in
            Notification(
                level: "note", message: SARIFMessage(Escaping.printable(limit)), locations: [],
                descriptor: ["id": "limit"])
        }
        toolExecutionNotifications = gaps + limits
    }

    /// Nil for a time that the calendar does not have.
    private static func time(_ time: Timestamp) -> String? {
        let text = Formats.time(time)
        return text.utf8.first == UInt8(ascii: "@") ? nil : text
    }
}
