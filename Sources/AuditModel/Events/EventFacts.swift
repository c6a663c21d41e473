/// A process as an event describes it; every name in it is the sensor's word, and some are the process's own.
package struct ObservedProcess: Hashable, Codable, Sendable {
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
package struct EventFacts: Codable, Sendable {
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
package struct ProcessKey: Hashable, Codable, Sendable {
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

    package mutating func take(arguments all: [[UInt8]]) {
        arguments = all.prefix(Self.argumentLimit).map { UntrustedText($0) }
        omittedArguments = all.count - arguments.count
    }

    /// A program as a path: one that is given relative to the working folder too, but none that was looked for in `PATH`.
    package func path(ofProgram text: UntrustedText) -> HostPath? {
        if text.bytes.first == UInt8(ascii: "/") { return HostPath(text.bytes) }
        guard let workingFolder, text.bytes.contains(UInt8(ascii: "/")) else { return nil }
        return workingFolder.resolving(text)
    }
}
