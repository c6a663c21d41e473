import AuditModel

/// A path, relative to the audited root.
struct SARIFArtifactLocation: Encodable {
    let uri: String
    var uriBaseId: String?
}

/// A file, and a line of it where one is meant.
struct SARIFLocation: Encodable {
    let physicalLocation: Physical

    /// The file.
    struct Physical: Encodable {
        let artifactLocation: SARIFArtifactLocation
        let region: [String: Int]?
    }

    init(_ path: HostPath, line: Int?) {
        physicalLocation = Physical(
            artifactLocation: SARIFArtifactLocation(uri: PercentEncoding.relative(path), uriBaseId: SARIFRun.base),
            region: line.map { ["startLine": $0] })
    }
}

/// One finding.
struct SARIFResult: Encodable {
    let ruleId: String
    let ruleIndex: Int?
    let level: String
    let message: SARIFMessage
    let locations: [SARIFLocation]
    let partialFingerprints: [String: String]
    let taxa: [SARIFTaxonReference]
    /// Absent for a finding that stands.
    let suppressions: [SARIFSuppression]?
    let properties: Properties

    /// What SARIF has no field for.
    struct Properties: Encodable {
        let severity: String
        let path: String
        let pathBase64: String?
        let package: String?
        let rung: String?
        let verdict: String?
        let evidence: [String]
        let certainty: String
        let cases: [String]

        enum CodingKeys: String, CodingKey {
            case severity, path
            case pathBase64 = "path_b64"
            case package, rung, verdict, evidence, certainty, cases
        }
    }

    init(
        _ judged: JudgedFinding, ruleIndex: Int?, cases: [String], in report: AuditReport,
        _ frameworks: [ControlCatalog.Framework]
    ) {
        let finding = judged.finding
        let artifact = report.artifact(at: finding.path)
        ruleId = finding.check.rawValue
        self.ruleIndex = ruleIndex
        level = Self.level(of: finding.severity)
        let evidence = finding.evidence.map { Escaping.printable($0) }
        let lines = [Escaping.printable(finding.path) + ": " + Escaping.printable(finding.title)] + evidence
        message = SARIFMessage(lines.joined(separator: "\n"))
        locations = [SARIFLocation(finding.path, line: nil)]
        partialFingerprints = ["debvouchFindingId/v1": judged.id]
        taxa = SARIFTaxonReference.all(for: finding.check, in: frameworks)
        suppressions = judged.exceptedBy.map { [SARIFSuppression(exception: $0, in: report)] }
        properties = Properties(
            severity: finding.severity.rawValue, path: Escaping.printable(finding.path),
            pathBase64: JSONPath.base64(finding.path.text),
            package: finding.package.map { Escaping.printable($0.text) },
            rung: artifact?.assessment?.rung.rawValue, verdict: artifact?.assessment?.verdict.rawValue,
            evidence: evidence, certainty: Sentences.certainty(of: finding, in: report),
            cases: cases)
    }

    static func level(of severity: Severity) -> String {
        switch severity {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .info: "note"
        }
    }

    /// As code scanning reads it: above 9 critical, from 7 high, from 4 medium.
    static func score(of severity: Severity) -> String {
        switch severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "3.0"
        case .info: "0.0"
        }
    }
}

/// Why a result fails nothing: an exception, which stands in a file beside the tree.
struct SARIFSuppression: Encodable {
    let kind = "external"
    let status = "accepted"
    let justification: String

    init(exception id: UntrustedText, in report: AuditReport) {
        let standing = report.exceptions.first { $0.exception.id == id }
        justification = standing.map { ExceptionSentences.line(of: $0.exception) } ?? Escaping.printable(id)
    }
}
