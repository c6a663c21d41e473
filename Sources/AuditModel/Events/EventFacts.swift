/// A process as an event describes it; every name in it is the sensor's word, and some are the process's own.
package struct ObservedProcess: Hashable, Sendable {
    /// Unique with the host's id, where pids recycle.
    package var entityID: UntrustedText?
    package var pid: Int?
    /// Follows `/proc/PID/comm` on some versions, which a process may set itself: a label, never proof.
    package var name: UntrustedText?
    package var executable: HostPath?
    package var arguments: [UntrustedText] = []
    /// Arguments beyond those that are kept.
    package var omittedArguments = 0
    package var commandLine: UntrustedText?
    package var workingFolder: HostPath?
    package var sha256: SHA256Digest?
    /// `NAME=value` of what decides which programs and libraries are loaded, as far as the sensor was told to record it.
    package var environment: [UntrustedText] = []

    package init() {}

    package var isEmpty: Bool { self == ObservedProcess() }
}

/// What a correlation needs of one event, so that the event itself need not be kept.
package struct EventFacts: Sendable {
    package var identifier: UntrustedText = ""
    package var position: EventPosition
    /// When it happened on the host: of an alert, the time of the event that it was made from.
    package var time: Timestamp?
    package var categories: [UntrustedText] = []
    package var actions: [UntrustedText] = []
    package var hostID: UntrustedText?
    package var hostName: UntrustedText?
    package var agentID: UntrustedText?
    package var containerID: UntrustedText?
    package var userID: UntrustedText?
    package var userName: UntrustedText?
    package var process = ObservedProcess()
    package var parent = ObservedProcess()
    package var sessionLeader = ObservedProcess()
    package var groupLeader = ObservedProcess()
    /// How the session came into being: `sshd`, `init`, `container`.
    package var entryType: UntrustedText?
    /// Where a login session came from.
    package var entrySource: UntrustedText?
    /// Entity ids from the parent upwards.
    package var ancestry: [UntrustedText] = []
    package var file: HostPath?
    /// The name that a file had before it was renamed.
    package var originalFile: HostPath?
    package var fileSHA256: SHA256Digest?
    /// `address:port` of the other side, or the name that was asked for.
    package var destination: UntrustedText?
    /// The address alone, where the event gives one.
    package var destinationAddress: UntrustedText?
    /// Fields that name one thing in an event as sensors write it, and here name several; only the first value is used.
    ///
    /// Empty until `findAmbiguity` was asked.
    package var ambiguous: [FieldPath] = []

    package init(position: EventPosition) {
        self.position = position
    }
}

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
    package mutating func findAmbiguity(in event: HostEvent) {
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

    /// The key of the process that the event is about: host and entity.
    package var processKey: ProcessKey? {
        process.entityID.map { ProcessKey(host: hostID, entity: $0) }
    }

    package var parentKey: ProcessKey? {
        (parent.entityID ?? ancestry.first).map { ProcessKey(host: hostID, entity: $0) }
    }

    package var sessionKey: ProcessKey? {
        sessionLeader.entityID.map { ProcessKey(host: hostID, entity: $0) }
    }
}

/// Names one process among all that a set of events tells of.
package struct ProcessKey: Hashable, Sendable {
    package let host: UntrustedText?
    package let entity: UntrustedText

    package init(host: UntrustedText?, entity: UntrustedText) {
        self.host = host
        self.entity = entity
    }
}

extension ObservedProcess {
    /// Arguments that are kept of one process.
    private static let argumentLimit = 256

    /// - Parameter isLeader: for a leader only what names it is read.
    fileprivate init(_ event: HostEvent, below field: FieldPath, isLeader: Bool = false) {
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

    mutating func take(arguments all: [[UInt8]]) {
        arguments = all.prefix(Self.argumentLimit).map { UntrustedText($0) }
        omittedArguments = all.count - arguments.count
    }

    /// A program as a path: one that is given relative to the working folder too, but none that was looked for in `PATH`.
    func path(ofProgram text: UntrustedText) -> HostPath? {
        if text.bytes.first == UInt8(ascii: "/") { return HostPath(text.bytes) }
        guard let workingFolder, text.bytes.contains(UInt8(ascii: "/")) else { return nil }
        return workingFolder.resolving(text)
    }
}
