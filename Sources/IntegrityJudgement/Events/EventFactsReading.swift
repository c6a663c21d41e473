package import AuditModel

extension EventFacts {
    /// Reads the fields of ECS and of Elastic Defend; what is missing stays nil.
    package init(_ event: HostEvent) {
        self = EventBrief.facts(of: event)
        identifier = event.identifier
        actions = event.scalars(of: "event.action").map { UntrustedText($0) }
        agentID = event.first("agent.id")
        containerID = event.first("container.id")
        userID = event.first("user.id")
        userName = event.first("user.name")
        process = ObservedProcess(event, below: "process")
        process.environment = event.scalars(of: "process.env_vars").map { UntrustedText($0) }
            .filter(LoadingVariables.areSet)
        parent = ObservedProcess(event, below: "process.parent")
        sessionLeader = ObservedProcess(event, below: "process.session_leader", isLeader: true)
        groupLeader = ObservedProcess(event, below: "process.group_leader", isLeader: true)
        entryType = event.first("process.entry_leader.entry_meta.type")
        entrySource = event.first("process.entry_leader.entry_meta.source.ip")
        ancestry = event.scalars(of: "process.Ext.ancestry").map { UntrustedText($0) }
        fileSHA256 = event.first("file.hash.sha256").flatMap { SHA256Digest(hex: $0.bytes) }
        destination = Self.destination(of: event)
        destinationAddress = event.first("destination.ip")
    }

    /// Looks for fields with a second value; only for events that are judged, since it reads each of them once more.
    mutating func findAmbiguity(in event: HostEvent) {
        ambiguous = Self.singular.filter { Set(event.scalars(of: $0)).count > 1 }
    }

    /// What an attack could hide behind a second value of.
    private static let singular: [FieldPath] = [
        "@timestamp", "file.hash.sha256", "file.path", "host.id", "process.command_line", "process.entity_id",
        "process.executable", "process.hash.sha256", "process.parent.entity_id", "process.parent.executable",
    ]

    private static func destination(of event: HostEvent) -> UntrustedText? {
        if let address = event.first("destination.ip") ?? event.first("destination.address") {
            guard let port = event.first("destination.port") else { return address }
            return UntrustedText(address.bytes + [UInt8(ascii: ":")] + port.bytes)
        }
        return event.first("dns.question.name") ?? event.first("destination.domain")
    }
}

extension ObservedProcess {
    /// - Parameter isLeader: for a leader only what names it is read.
    fileprivate init(_ event: HostEvent, below field: FieldPath, isLeader: Bool = false) {
        self.init()
        func path(_ leaf: StaticString) -> FieldPath {
            FieldPath(field.bytes + [UInt8(ascii: ".")] + Array(leaf.description.utf8))
        }
        func first(_ leaf: StaticString) -> UntrustedText? { event.first(path(leaf)) }
        workingFolder = first("working_directory").map { HostPath($0.bytes) }
        entityID = first("entity_id")
        pid = first("pid").flatMap { Int(decimal: $0.bytes) }
        name = first("name")
        executable = first("executable").flatMap { self.path(ofProgram: $0) }
        if isLeader { return }
        take(arguments: event.scalars(of: path("args")))
        commandLine = first("command_line")
        sha256 = first("hash.sha256").flatMap { SHA256Digest(hex: $0.bytes) }
    }
}
