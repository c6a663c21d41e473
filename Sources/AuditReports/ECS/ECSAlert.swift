import AuditModel

/// A process as an event gave it.
struct ECSProcessFields: Encodable {
    let entityID: String?
    let pid: Int?
    let name: String?
    let executable: String?
    let args: [String]?
    let commandLine: String?
    let workingDirectory: String?
    let hash: [String: String]?

    enum CodingKeys: String, CodingKey {
        case entityID = "entity_id"
        case pid, name, executable, args
        case commandLine = "command_line"
        case workingDirectory = "working_directory"
        case hash
    }

    init(_ process: ObservedProcess) {
        entityID = process.entityID.map { Escaping.printable($0) }
        pid = process.pid
        name = process.name.map { Escaping.printable($0) }
        executable = process.executable.map { Escaping.printable($0) }
        args = process.arguments.isEmpty ? nil : process.arguments.map { Escaping.printable($0) }
        commandLine = process.commandLine.map { Escaping.printable($0) }
        workingDirectory = process.workingFolder.map { Escaping.printable($0) }
        hash = process.sha256.map { ["sha256": $0.hex] }
    }
}

/// `process.*`, with the process above it in the same object.
struct ECSProcess: Encodable {
    private let own: ECSProcessFields
    private let parent: ECSProcessFields?

    private enum CodingKeys: String, CodingKey {
        case parent
    }

    /// Nil where the event says nothing of either.
    init?(_ process: ObservedProcess, parent: ObservedProcess) {
        if process.isEmpty, parent.isEmpty { return nil }
        own = ECSProcessFields(process)
        self.parent = parent.isEmpty ? nil : ECSProcessFields(parent)
    }

    func encode(to encoder: any Encoder) throws {
        try own.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(parent, forKey: .parent)
    }
}

/// `user.*`.
struct ECSUser: Encodable {
    let id: String?
    let name: String?

    /// Nil where the event names no user.
    init?(_ facts: EventFacts) {
        if facts.userID == nil, facts.userName == nil { return nil }
        id = facts.userID.map { Escaping.printable($0) }
        name = facts.userName.map { Escaping.printable($0) }
    }
}

/// `kibana.alert.*`, with the names that Kibana gives to its own alerts; `AlertDocument` writes the same of whole events.
struct ECSKibana: Encodable {
    /// `kibana.alert.rule.*`.
    struct Rule: Encodable {
        let ruleID: String
        let uuid: String
        let name: String
        let version: Int
        let type = "eql"
        let ruleTypeID = "siem.eqlRule"
        let producer = "debvouch"

        enum CodingKeys: String, CodingKey {
            case ruleID = "rule_id"
            case uuid, name, version, type
            case ruleTypeID = "rule_type_id"
            case producer
        }
    }

    /// The event that the alert was made from.
    struct Ancestor: Encodable {
        let id: String
        let type = "event"
        let depth = 0
    }

    /// `kibana.alert.*`.
    struct Alert: Encodable {
        let uuid: String
        let status = "active"
        let workflowStatus = "open"
        let depth = 1
        let severity: String
        let riskScore: Int
        let originalTime: String?
        let ancestors: [Ancestor]
        let rule: Rule

        enum CodingKeys: String, CodingKey {
            case uuid, status
            case workflowStatus = "workflow_status"
            case depth, severity
            case riskScore = "risk_score"
            case originalTime = "original_time"
            case ancestors, rule
        }
    }

    let alert: Alert

    init(_ record: AlertRecord) {
        let rule = record.rule
        alert = Alert(
            uuid: record.uuid, severity: rule.level.severity.rawValue, riskScore: rule.riskScore,
            originalTime: record.facts.time.flatMap { ECSFile.date($0) },
            ancestors: [Ancestor(id: Escaping.printable(record.facts.identifier))],
            rule: Rule(
                ruleID: Escaping.printable(rule.ruleID), uuid: Escaping.printable(rule.id),
                name: Escaping.printable(rule.alertName), version: rule.version))
    }
}

/// `debvouch.alert.*`.
struct ECSAlertFields: Encodable {
    let id: String
    let outcome: String
    let hostRelation: String
    let exceptedBy: String?
    let pathBase64: String?
    let originalPath: String?
    let source: String
    let caseIDs: [String]

    enum CodingKeys: String, CodingKey {
        case id, outcome
        case hostRelation = "host_relation"
        case exceptedBy = "excepted_by"
        case pathBase64 = "path_b64"
        case originalPath = "original_path"
        case source
        case caseIDs = "case_ids"
    }

    init(_ alert: AlertRecord, cases: [String]) {
        id = alert.id
        outcome = alert.outcome.rawValue
        hostRelation = alert.relation.rawValue
        exceptedBy = alert.exceptedBy.map { Escaping.printable($0) }
        pathBase64 = alert.facts.subject.flatMap { JSONPath.base64($0.text) }
        originalPath = alert.facts.originalFile.map { Escaping.printable($0) }
        source = Escaping.printable(alert.facts.position.text)
        caseIDs = cases
    }
}

/// `debvouch.case.*`: a case in short; the JSON report has its timeline and answers.
struct ECSCaseFields: Encodable {
    let id: String
    let title: String
    let verdict: String
    let confidence: String
    let alertIDs: [String]
    let findingIDs: [String]
    let reasonsFor: [String]
    let reasonsAgainst: [String]
    let packages: [String]
    let moments: Int
    let first: String?
    let last: String?

    enum CodingKeys: String, CodingKey {
        case id, title, verdict, confidence
        case alertIDs = "alert_ids"
        case findingIDs = "finding_ids"
        case reasonsFor = "for"
        case reasonsAgainst = "against"
        case packages = "changed_packages"
        case moments, first, last
    }

    init(_ story: Case) {
        id = story.id
        title = Escaping.printable(story.title)
        verdict = story.verdict.rawValue
        confidence = story.confidence.rawValue
        alertIDs = story.alertIDs
        findingIDs = story.findingIDs
        reasonsFor = story.why.filter(\.incriminates).map { Escaping.printable($0.text) }
        reasonsAgainst = story.why.filter { !$0.incriminates }.map { Escaping.printable($0.text) }
        packages = Set(story.changedPackages.map(\.package)).sorted().map { Escaping.printable($0) }
        moments = story.timeline.count
        first = story.timeline.first.flatMap { ECSFile.date($0.time) }
        last = story.timeline.last.flatMap { ECSFile.date($0.time) }
    }
}
