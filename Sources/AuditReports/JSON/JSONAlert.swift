import AuditModel

/// One rule's word on one event.
struct JSONAlert: Encodable {
    let id: String
    let ruleID: String
    let ruleVersion: Int
    let ruleName: String
    let severity: String
    let riskScore: Int
    let eventID: String
    let timestamp: String?
    let host: String?
    let hostID: String?
    let hostRelation: String
    let outcome: String
    let excludedBy: [String]
    /// The fields that the sensor never sends.
    let missing: [String]
    let exceptedBy: String?
    let category: [String]
    let action: [String]
    let user: String?
    let path: String?
    let pathBase64: String?
    let originalPath: String?
    let originalPathBase64: String?
    let sha256: String?
    let destination: String?
    let process: JSONProcess?
    let parent: JSONProcess?
    let sessionType: String?
    let sessionSource: String?
    let containerID: String?
    let source: String

    enum CodingKeys: String, CodingKey {
        case id
        case ruleID = "rule_id"
        case ruleVersion = "rule_version"
        case ruleName = "rule_name"
        case severity
        case riskScore = "risk_score"
        case eventID = "event_id"
        case timestamp, host
        case hostID = "host_id"
        case hostRelation = "host_relation"
        case outcome
        case excludedBy = "excluded_by"
        case missing
        case exceptedBy = "excepted_by"
        case category, action, user, path
        case pathBase64 = "path_b64"
        case originalPath = "original_path"
        case originalPathBase64 = "original_path_b64"
        case sha256, destination, process, parent
        case sessionType = "session_type"
        case sessionSource = "session_source"
        case containerID = "container_id"
        case source
    }

    init(_ alert: AlertRecord) {
        let facts = alert.facts
        id = alert.id
        ruleID = Escaping.printable(alert.rule.ruleID)
        ruleVersion = alert.rule.version
        ruleName = Escaping.printable(alert.rule.alertName)
        severity = alert.rule.level.severity.rawValue
        riskScore = alert.rule.riskScore
        eventID = Escaping.printable(facts.identifier)
        timestamp = facts.time.map { Formats.time($0) }
        host = facts.hostName.map { Escaping.printable($0) }
        hostID = facts.hostID.map { Escaping.printable($0) }
        hostRelation = alert.relation.rawValue
        outcome = alert.outcome.rawValue
        excludedBy = alert.excludedBy.map { Escaping.printable($0) }
        missing = alert.missing.map { Escaping.printable($0.text) }
        exceptedBy = alert.exceptedBy.map { Escaping.printable($0) }
        category = facts.categories.map { Escaping.printable($0) }
        action = facts.actions.map { Escaping.printable($0) }
        user = (facts.userName ?? facts.userID).map { Escaping.printable($0) }
        path = facts.subject.map { Escaping.printable($0) }
        pathBase64 = facts.subject.flatMap { JSONPath.base64($0.text) }
        originalPath = facts.originalFile.map { Escaping.printable($0) }
        originalPathBase64 = facts.originalFile.flatMap { JSONPath.base64($0.text) }
        sha256 = (facts.file == nil ? facts.process.sha256 : facts.fileSHA256)?.hex
        destination = facts.destination.map { Escaping.printable($0) }
        process = JSONProcess(facts.process)
        parent = JSONProcess(facts.parent)
        sessionType = facts.entryType.map { Escaping.printable($0) }
        sessionSource = facts.entrySource.map { Escaping.printable($0) }
        containerID = facts.containerID.map { Escaping.printable($0) }
        source = Escaping.printable(facts.position.text)
    }
}

/// A process as an event describes it.
struct JSONProcess: Encodable {
    let entityID: String?
    let pid: Int?
    let name: String?
    let executable: String?
    let executableBase64: String?
    let args: [String]
    let commandLine: String?
    let workingDirectory: String?
    let sha256: String?

    enum CodingKeys: String, CodingKey {
        case entityID = "entity_id"
        case pid, name, executable
        case executableBase64 = "executable_b64"
        case args
        case commandLine = "command_line"
        case workingDirectory = "working_directory"
        case sha256
    }

    /// Nil where the event says nothing of the process.
    init?(_ process: ObservedProcess) {
        if process.isEmpty { return nil }
        entityID = process.entityID.map { Escaping.printable($0) }
        pid = process.pid
        name = process.name.map { Escaping.printable($0) }
        executable = process.executable.map { Escaping.printable($0) }
        executableBase64 = process.executable.flatMap { JSONPath.base64($0.text) }
        args = process.arguments.map { Escaping.printable($0) }
        commandLine = process.commandLine.map { Escaping.printable($0) }
        workingDirectory = process.workingFolder.map { Escaping.printable($0) }
        sha256 = process.sha256?.hex
    }
}

extension EventFacts {
    /// What the event is about: the file, else the program.
    var subject: HostPath? { file ?? process.executable }
}

/// What the event files held.
struct JSONEvents: Encodable {
    let inputs: [String]
    let documents: Int
    let matched: Int
    let excluded: Int
    let undecided: Int
    let repeated: Int
    let ofOtherHosts: Int
    let first: String?
    let last: String?
    let categories: [String]

    enum CodingKeys: String, CodingKey {
        case inputs, documents, matched, excluded, undecided, repeated
        case ofOtherHosts = "of_other_hosts"
        case first, last, categories
    }

    init(_ events: EventEvidence) {
        inputs = events.inputs.map { Escaping.printable($0) }
        documents = events.documents
        matched = events.matched
        excluded = events.excluded
        undecided = events.undecided
        repeated = events.repeated
        ofOtherHosts = events.ofOtherHosts
        first = events.span.map { Formats.time($0.start) }
        last = events.span.map { Formats.time($0.end) }
        categories = events.categories.sorted().map { Escaping.printable($0) }
    }
}
