package import AuditModel
import Digests

/// NDJSON in the Elastic Common Schema 8: one document for each finding, gap, alert and case, then
/// the summary.
///
/// The summary closes the file and carries the SHA-256 of everything before it, so that a cut or changed file shows.
package struct ECSReport: Renderer {
    package let name = "ndjson"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        let context = ECSContext(report)
        var bytes: [UInt8] = []
        for finding in report.findings { bytes += JSONText.line(of: ECSDocument(finding, context)) }
        for gap in report.coverage.gaps { bytes += JSONText.line(of: ECSDocument(gap, context)) }
        let alerts = (report.events?.alerts ?? []).filter { $0.outcome == .matched && $0.relation != .other }
        for alert in alerts { bytes += JSONText.line(of: ECSDocument(alert, context)) }
        for story in report.cases { bytes += JSONText.line(of: ECSDocument(story, context)) }
        let lines = report.findings.count + report.coverage.gaps.count + alerts.count + report.cases.count
        return bytes
            + JSONText.line(
                of: ECSDocument(summary: report, context, lines: lines, digest: ContentHasher.sha256(bytes).hex))
    }
}

/// What every document of one report has in common.
struct ECSContext {
    let report: AuditReport
    let timestamp: String
    let host: ECSHost
    /// Goes into every event id, so that two hosts with the same finding keep two ids.
    let identity: [UInt8]
    let casesOfParts: [String: [String]]

    init(_ report: AuditReport) {
        self.report = report
        casesOfParts = report.casesOfParts
        // A time outside the calendar could not be indexed; it can only come from a broken clock.
        let started = Formats.time(report.run.started)
        timestamp = started.utf8.first == UInt8(ascii: "@") ? "1970-01-01T00:00:00.000000000Z" : started
        host = ECSHost(report.host)
        identity = (report.host.hostname?.bytes ?? []) + [0] + report.host.root.bytes
    }

    /// Stable: the same for the same thing on the same host, whenever it is reported.
    func eventID(_ kind: String, _ subject: [UInt8]) -> String {
        String(ContentHasher.sha256(Array(kind.utf8) + [0] + identity + [0] + subject).hex.prefix(32))
    }
}

/// `host.*`: what the audited tree says of itself.
struct ECSHost: Encodable {
    let name: String?
    let hostname: String?
    var id: String?
    let os: [String: String]

    init(_ host: HostDescription) {
        hostname = host.hostname.map { Escaping.printable($0) }
        name = hostname
        var os = ["type": "linux"]
        if let release = host.release { os["full"] = Escaping.printable(release) }
        self.os = os
    }

    /// The host that an event names, and what the tree says where the event is silent.
    init(of facts: EventFacts, _ tree: ECSHost) {
        name = facts.hostName.map { Escaping.printable($0) } ?? tree.name
        hostname = name
        id = facts.hostID.map { Escaping.printable($0) }
        os = tree.os
    }
}
