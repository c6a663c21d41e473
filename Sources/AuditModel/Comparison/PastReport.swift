/// One finding of an earlier report.
package struct PastFinding: Hashable, Codable, Sendable {
    package let id: UntrustedText
    package let check: UntrustedText
    package let severity: Severity
    package let path: HostPath
    package let title: UntrustedText

    package init(
        id: UntrustedText, check: UntrustedText, severity: Severity, path: HostPath, title: UntrustedText
    ) {
        self.id = id
        self.check = check
        self.severity = severity
        self.path = path
        self.title = title
    }

    /// Worst first, then by path, check and id.
    package static func reportOrder(_ left: PastFinding, _ right: PastFinding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.path != right.path { return left.path < right.path }
        return (left.check, left.id) < (right.check, right.id)
    }
}

/// One artifact of an earlier report, as far as it can be compared; what the report left out is nil.
package struct PastArtifact: Hashable, Codable, Sendable {
    package let path: HostPath
    package var sha256: SHA256Digest?
    /// The permission bits, 0 to 0o7777.
    package var mode: UInt16?
    package var uid: UInt32?
    package var gid: UInt32?
    package var kind: UntrustedText?
    package var verdict: Verdict?
    package var rung: EvidenceRung?

    package init(path: HostPath) {
        self.path = path
    }
}

/// One exception of an earlier report.
package struct PastException: Hashable, Codable, Sendable {
    package let id: UntrustedText
    /// When it ends, as the report writes times; nil for one without an end.
    package let expires: UntrustedText?

    package init(id: UntrustedText, expires: UntrustedText?) {
        self.id = id
        self.expires = expires
    }
}

/// What an earlier JSON report says, in the words of schema version 1.
package struct PastReport: Codable, Sendable {
    /// The file, as the operator named it.
    package let location: UntrustedText
    /// When its audit ended, as it is written there.
    package var finished: UntrustedText = ""
    package var root: UntrustedText = ""
    package var hostname: UntrustedText?
    /// `clean`, `unproven`, `incomplete` or `findings`.
    package var verdict: UntrustedText = ""
    /// Nil where the report does not say.
    package var exitStatus: Int?
    /// Those that no exception silenced; no two with one id.
    package var findings: [PastFinding] = []
    /// Those that an exception silenced: no part of a comparison, but who ends the exception wants to hear of them again.
    package var silenced: [PastFinding] = []
    /// What ran as root or decided that; nil where the report does not say.
    package var required: PastRequired?
    package var artifacts: [HostPath: PastArtifact] = [:]
    package var exceptions: [PastException] = []

    package init(location: UntrustedText) {
        self.location = location
    }
}

/// How many files that run as root, or decide what does, an earlier report proved.
package struct PastRequired: Codable, Hashable, Sendable {
    package let proven: Int
    package let unproven: Int
    package let accepted: Int

    package init(proven: Int, unproven: Int, accepted: Int) {
        self.proven = proven
        self.unproven = unproven
        self.accepted = accepted
    }
}

extension PastArtifact {
    /// Whether an artifact is the same file as then: kind, content, mode and owner.
    ///
    /// False where either side is no regular file that was read: a link or a folder has no content to compare.
    package func isUnchanged(sha256 now: SHA256Digest?, facts: FileFacts) -> Bool {
        guard let sha256, let now, facts.kind == .regular, kind == nil || kind == "regular file" else { return false }
        return sha256 == now && mode == facts.mode && uid == facts.uid && gid == facts.gid
    }
}
