import AuditModel

/// One line.
struct ECSDocument: Encodable {
    let timestamp: String
    let message: String
    let event: ECSEvent
    let host: ECSHost
    var rule: ECSRule?
    var file: ECSFile?
    var package: ECSPackage?
    var threat: ECSThreat?
    var process: ECSProcess?
    var user: ECSUser?
    var container: [String: String]?
    var kibana: ECSKibana?
    let ecs = ["version": "8.11.0"]
    let tags = ["debvouch"]
    let own: ECSOwnFields

    enum CodingKeys: String, CodingKey {
        case timestamp = "@timestamp"
        case message, event, host, rule, file, package, threat, process, user, container, kibana, ecs, tags
        case own = "debvouch"
    }

    /// A finding; notes at info and what an exception silences are state, all others alerts.
    init(_ judged: JudgedFinding, _ context: ECSContext) {
        let finding = judged.finding
        let artifact = context.report.artifact(at: finding.path)
        timestamp = context.timestamp
        message = Escaping.printable(finding.path) + ": " + Escaping.printable(finding.title)
        event = ECSEvent(
            id: context.eventID("finding", Array(judged.id.utf8)),
            kind: finding.severity == .info || judged.exceptedBy != nil ? "state" : "alert",
            category: ["file", "package", "configuration"],
            type: ["info"], dataset: "debvouch.finding", code: finding.check.rawValue,
            severity: ECSEvent.score(of: finding.severity), outcome: "failure")
        host = context.host
        let summary = context.report.checks.first { $0.id == finding.check }?.summary
        rule = ECSRule(
            id: finding.check.rawValue, name: summary ?? finding.check.rawValue, description: judged.why,
            reference: judged.references.isEmpty ? nil : judged.references.joined(separator: "; "),
            version: context.report.run.version)
        file = ECSFile(finding.path, artifact)
        package = finding.package.map { ECSPackage($0, version: artifact?.version) }
        threat = ECSThreat(finding.check)
        own = ECSOwnFields(judged, artifact, in: context.report)
    }

    /// Something in scope that was not examined.
    init(_ gap: CoverageGap, _ context: ECSContext) {
        let reason = Escaping.printable(gap.reason)
        timestamp = context.timestamp
        message = "not examined: " + Escaping.printable(gap.path) + ": " + reason
        event = ECSEvent(
            id: context.eventID("gap", gap.path.bytes + [0] + Array(reason.utf8)), kind: "state", category: ["file"],
            type: ["info"], dataset: "debvouch.coverage", outcome: "unknown", reason: reason)
        host = context.host
        file = ECSFile(gap.path, context.report.artifact(at: gap.path))
        own = ECSOwnFields(gap, in: context.report)
    }

    /// A rule's match on an event, at the time of that event; one that an exception covers is no alert.
    init(_ alert: AlertRecord, _ context: ECSContext) {
        let facts = alert.facts
        timestamp = facts.time.flatMap { ECSFile.date($0) } ?? context.timestamp
        let text: ReportText = "\(Sentences.subject(of: alert)): \(Sentences.outcome(of: alert))"
        message = Escaping.printable(text)
        let categories = ["configuration", "file", "network", "process"].filter { word in
            facts.categories.contains { $0 == word }
        }
        event = ECSEvent(
            id: context.eventID("alert", Array(alert.id.utf8)), kind: alert.exceptedBy == nil ? "alert" : "event",
            category: categories.isEmpty ? ["host"] : categories, type: ["info"], dataset: "debvouch.alert",
            action: facts.actions.isEmpty ? nil : facts.actions.map { Escaping.printable($0) },
            severity: alert.rule.riskScore)
        host = ECSHost(of: facts, context.host)
        rule = ECSRule(
            id: Escaping.printable(alert.rule.ruleID), name: Escaping.printable(alert.rule.alertName),
            description: Escaping.printable(alert.rule.description),
            reference: alert.rule.references.first.map { Escaping.printable($0) }, version: String(alert.rule.version),
            uuid: Escaping.printable(alert.rule.id), category: "detection")
        file = facts.file.map { ECSFile($0, sha256: facts.fileSHA256) }
        process = ECSProcess(facts.process, parent: facts.parent)
        user = ECSUser(facts)
        container = facts.containerID.map { ["id": Escaping.printable($0)] }
        threat = ECSThreat(alert.rule.tags)
        kibana = ECSKibana(alert)
        own = ECSOwnFields(alert, cases: context.casesOfParts[alert.id] ?? [], in: context.report)
    }

    /// What alerts and findings come to together.
    init(_ story: Case, _ context: ECSContext) {
        timestamp = context.timestamp
        message =
            "\(story.verdict.rawValue), confidence \(story.confidence.rawValue): \(Escaping.printable(story.title))"
        event = ECSEvent(
            id: context.eventID("case", Array(story.id.utf8)), kind: "state", category: ["package", "configuration"],
            type: ["info"], dataset: "debvouch.case", severity: ECSEvent.score(of: story.verdict.severity),
            outcome: story.verdict == .explained ? "success" : story.verdict == .undetermined ? "unknown" : "failure")
        host = context.host
        own = ECSOwnFields(story, in: context.report)
    }

    /// The answer in numbers.
    init(summary report: AuditReport, _ context: ECSContext, lines: Int, digest: String) {
        timestamp = context.timestamp
        message = "\(Sentences.verdict(report)) Exit status \(report.exitStatus)."
        let (start, end) = (report.run.started, report.run.finished)
        let seconds = end.seconds.subtractingReportingOverflow(start.seconds)
        let duration =
            seconds.overflow || seconds.partialValue < 0 || seconds.partialValue > 1 << 32
            ? nil : seconds.partialValue * 1_000_000_000 + Int64(end.nanoseconds) - Int64(start.nanoseconds)
        event = ECSEvent(
            id: context.eventID("summary", []), kind: "state", category: ["package", "configuration"], type: ["info"],
            dataset: "debvouch.summary", outcome: Self.outcome(of: report), start: Formats.time(start),
            end: Formats.time(end), duration: duration)
        host = context.host
        own = ECSOwnFields(summary: report, lines: lines, digest: digest)
    }

    private static func outcome(of report: AuditReport) -> String {
        switch report.verdict {
        case .clean: "success"
        case .findings: "failure"
        case .unproven, .incomplete: "unknown"
        }
    }
}

/// `debvouch.*`: what ECS has no field for.
struct ECSOwnFields: Encodable {
    let kind: String
    let version: String
    let root: String
    let live: Bool
    var findingID: String?
    var severity: String?
    var pathBase64: String?
    var subject: String?
    var evidence: [String]?
    var verdict: String?
    var rung: String?
    var contradicts: String?
    var expectedSHA256: String?
    var archiveSHA256: String?
    var signingKey: String?
    var signingTrust: String?
    var controls: [String]?
    var exceptedBy: String?
    var errno: Int?
    var summary: JSONSummary?
    var exitStatus: Int?
    var notExamined: Int?
    var belowRequired: Int?
    var limits: [String]?
    var lines: Int?
    var linesSHA256: String?
    var alert: ECSAlertFields?
    var story: ECSCaseFields?

    enum CodingKeys: String, CodingKey {
        case kind, version, root, live, severity, subject, evidence, verdict, rung, contradicts, controls, errno,
            summary
        case limits, lines
        case exceptedBy = "excepted_by"
        case findingID = "finding_id"
        case pathBase64 = "path_b64"
        case expectedSHA256 = "expected_sha256"
        case archiveSHA256 = "archive_sha256"
        case signingKey = "signing_key"
        case signingTrust = "signing_trust"
        case exitStatus = "exit_status"
        case notExamined = "not_examined"
        case belowRequired = "below_required"
        case linesSHA256 = "lines_sha256"
        case alert
        case story = "case"
    }

    private init(kind: String, in report: AuditReport) {
        self.kind = kind
        version = report.run.version
        root = Escaping.printable(report.host.root)
        live = report.host.isLive
    }

    init(_ judged: JudgedFinding, _ artifact: JudgedArtifact?, in report: AuditReport) {
        self.init(kind: "finding", in: report)
        let finding = judged.finding
        findingID = judged.id
        severity = finding.severity.rawValue
        pathBase64 = JSONPath.base64(finding.path.text)
        subject = finding.subject.isEmpty ? nil : Escaping.printable(finding.subject)
        evidence = finding.evidence.map { Escaping.printable($0) }
        verdict = artifact?.assessment?.verdict.rawValue
        rung = artifact?.assessment?.rung.rawValue
        contradicts = artifact?.assessment?.contradicts?.rawValue
        expectedSHA256 = artifact?.assessment?.reference?.expectedSHA256?.hex
        archiveSHA256 = artifact?.assessment?.reference?.archiveSHA256.hex
        signingKey = artifact?.assessment?.reference?.proof?.chain.key.hex
        signingTrust = artifact?.assessment?.reference?.proof?.chain.trust.rawValue
        controls = ControlCatalog.shared.labels(for: finding.check)
        exceptedBy = judged.exceptedBy.map { Escaping.printable($0) }
    }

    init(_ gap: CoverageGap, in report: AuditReport) {
        self.init(kind: "gap", in: report)
        pathBase64 = JSONPath.base64(gap.path.text)
        errno = gap.errno.map(Int.init)
    }

    init(_ alert: AlertRecord, cases: [String], in report: AuditReport) {
        self.init(kind: "alert", in: report)
        self.alert = ECSAlertFields(alert, cases: cases)
    }

    init(_ story: Case, in report: AuditReport) {
        self.init(kind: "case", in: report)
        self.story = ECSCaseFields(story)
    }

    init(summary report: AuditReport, lines: Int, digest: String) {
        self.init(kind: "summary", in: report)
        summary = JSONSummary(report)
        exitStatus = Int(report.exitStatus)
        notExamined = report.coverage.gaps.count
        belowRequired = report.belowRequired.count
        limits = report.coverage.limits.map { Escaping.printable($0) }
        self.lines = lines
        linesSHA256 = digest
    }
}
