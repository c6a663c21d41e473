/// Where a .deb came from; only what comes from outside the tree can overrule what the tree says of itself.
package enum ArchiveOrigin: String, Codable, Sendable {
    case supplied = "supplied archive"
    /// Given by the operator, but from a folder that whoever owned the tree could fill.
    case suppliedFromTree = "archive that lies in the audited tree"
    case auditedRootCache = "the audited tree's own archive cache"
    case manifest = "known-good store"

    package var evidence: EvidenceOrigin {
        switch self {
        case .supplied, .manifest: .outside
        case .suppliedFromTree, .auditedRootCache: .inside
        }
    }
}

/// One file of an archive's control.tar.
package struct ControlMember: Hashable, Codable, Sendable {
    package let name: UntrustedText
    package let kind: FileKind
    package let sha256: SHA256Digest
    /// Bytes.
    package let size: UInt64
    package let mode: UInt16
    package let modified: Timestamp

    package init(
        name: UntrustedText, kind: FileKind, sha256: SHA256Digest, size: UInt64, mode: UInt16, modified: Timestamp
    ) {
        self.name = name
        self.kind = kind
        self.sha256 = sha256
        self.size = size
        self.mode = mode
        self.modified = modified
    }
}

/// One entry of an archive's data.tar.
package struct PayloadEntry: Hashable, Codable, Sendable {
    package let path: HostPath
    package let kind: FileKind
    package let size: UInt64
    package let mode: UInt16
    package let uid: UInt32
    package let gid: UInt32
    package let modified: Timestamp
    /// Only for a regular file.
    package let md5: MD5Digest?
    package let sha256: SHA256Digest?
    package let linkTarget: UntrustedText?

    package init(
        path: HostPath, kind: FileKind, size: UInt64 = 0, mode: UInt16 = 0o644, uid: UInt32 = 0, gid: UInt32 = 0,
        modified: Timestamp = Timestamp(seconds: 0), md5: MD5Digest? = nil, sha256: SHA256Digest? = nil,
        linkTarget: UntrustedText? = nil
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.mode = mode
        self.uid = uid
        self.gid = gid
        self.modified = modified
        self.md5 = md5
        self.sha256 = sha256
        self.linkTarget = linkTarget
    }
}

/// One package archive that passed every framing rule, so that it may serve as a reference.
package struct PackageArchive: Hashable, Codable, Sendable {
    package let origin: ArchiveOrigin
    /// The path it was read from: the auditor's for supplied archives, the tree's for its cache.
    package let location: UntrustedText
    package let sha256: SHA256Digest
    /// Bytes.
    package let size: UInt64
    /// From the archive's own control file, never from its name.
    package let key: PackageKey
    package let version: UntrustedText
    /// The signed index that gives this archive's digest; nil where none is known.
    package var proof: ProofChain?
    /// Every regular file of control.tar but `control`, sorted by name.
    package let members: [ControlMember]
    /// The md5sums member's bytes; nil where the package ships none.
    package let md5sums: [UInt8]?
    /// The conffiles member's bytes; nil where the package ships none.
    package let conffiles: [UInt8]?
    /// Every entry of data.tar, sorted by path; nil where it was not opened.
    package var payload: [PayloadEntry]?

    package init(
        origin: ArchiveOrigin, location: UntrustedText, sha256: SHA256Digest, size: UInt64, key: PackageKey,
        version: UntrustedText, proof: ProofChain? = nil, members: [ControlMember], md5sums: [UInt8]?,
        conffiles: [UInt8]?, payload: [PayloadEntry]? = nil
    ) {
        self.origin = origin
        self.location = location
        self.sha256 = sha256
        self.size = size
        self.key = key
        self.version = version
        self.proof = proof
        self.members = members
        self.md5sums = md5sums
        self.conffiles = conffiles
        self.payload = payload
    }

    /// The strongest rung that an equality with this archive can reach.
    ///
    /// A chain to a pinned key is worth the same wherever the archive lies; without one, an archive of the tree itself is
    /// no more than another of the tree's records.
    package var rung: EvidenceRung {
        if let proof, proof.rung == .signed { return .signed }
        switch origin.evidence {
        case .outside: return .archiveOnly
        case .inside: return proof?.rung ?? .selfConsistent
        }
    }

    /// Whether what it says is evidence from outside the tree.
    package var isOutside: Bool { rung.origin == .outside }

    package func member(_ name: UntrustedText) -> ControlMember? {
        members.first { $0.name == name }
    }

    /// The payload entry at a path, by binary search; nil also where data.tar was not opened.
    package func payloadEntry(at path: HostPath) -> PayloadEntry? {
        guard let payload else { return nil }
        var low = 0
        var high = payload.count
        while low < high {
            let middle = (low + high) / 2
            if payload[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < payload.count && payload[low].path == path ? payload[low] : nil
    }
}

/// An archive that is no reference, with the reason.
package struct UnusableArchive: Hashable, Codable, Sendable {
    package let origin: ArchiveOrigin
    package let location: UntrustedText
    /// Bytes from the start of the archive; nil where no one place is meant.
    package let offset: UInt64?
    package let reason: ReportText
    /// True where the archive breaks a rule on purpose or by damage; false where it only could not be read.
    package let isMalformed: Bool

    package init(
        origin: ArchiveOrigin, location: UntrustedText, offset: UInt64?, reason: ReportText, isMalformed: Bool
    ) {
        self.origin = origin
        self.location = location
        self.offset = offset
        self.reason = reason
        self.isMalformed = isMalformed
    }
}
