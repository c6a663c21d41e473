import AuditModel

/// What two events have in common of which one says no more than the other.
struct EventLikeness: Hashable {
    private let rule: UntrustedText?
    private let actions: [UntrustedText]
    private let host: UntrustedText?
    private let file: HostPath?
    private let originalFile: HostPath?
    private let fileDigest: SHA256Digest?
    private let program: HostPath?
    private let arguments: [UntrustedText]
    private let digest: SHA256Digest?
    private let environment: [UntrustedText]
    private let parent: HostPath?
    private let user: UntrustedText?

    init(_ facts: EventFacts, rule: UntrustedText?) {
        self.rule = rule
        actions = facts.actions
        host = facts.hostID ?? facts.hostName
        file = facts.file
        originalFile = facts.originalFile
        fileDigest = facts.fileSHA256
        program = facts.process.executable
        arguments = facts.process.arguments
        digest = facts.process.sha256
        environment = facts.process.environment
        parent = facts.parent.executable
        user = facts.userID
    }
}
