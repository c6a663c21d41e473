/// One artifact with its verdict.
package struct JudgedArtifact: Sendable {
    package let path: HostPath
    package let role: ArtifactRole
    package let package: PackageKey?
    package let version: UntrustedText?
    package let member: UntrustedText?
    package let facts: FileFacts?
    package let sha256: SHA256Digest?
    /// What apt or dpkg does with it, where it is their configuration.
    package let reading: ConfigurationReading?
    /// Nil for folders and database files, which no reference describes.
    package let assessment: Assessment?
    /// Why no better evidence is at hand for what runs as root or decides what does; nil for all else, of which
    /// `--require` does not speak.
    package let lack: EvidenceLack?
    /// The exception that accepts this very content, which a person looked at.
    package var acceptedBy: UntrustedText?

    package init(
        path: HostPath, role: ArtifactRole, package: PackageKey?, version: UntrustedText?, member: UntrustedText?,
        facts: FileFacts?, sha256: SHA256Digest?, reading: ConfigurationReading? = nil, assessment: Assessment?,
        lack: EvidenceLack? = nil
    ) {
        self.path = path
        self.role = role
        self.package = package
        self.version = version
        self.member = member
        self.facts = facts
        self.sha256 = sha256
        self.reading = reading
        self.assessment = assessment
        self.lack = lack
    }
}

/// Why there is no better evidence for an artifact, so that a report can say which way leads to it.
package enum EvidenceLack: String, CaseIterable, Sendable {
    /// An index under a pinned key lists the installed version: a mirror has its archive.
    case noArchive = "no archive at hand"
    /// Such an index lists other versions of the package only.
    case superseded = "superseded"
    /// Such indexes do not know the package.
    case unknownToIndex = "vendor's"
    /// No index under a pinned key covers the architecture.
    case noIndex = "no index"
    /// An archive is there and does not settle it: the package is half installed, or a file could not be read.
    case unsettled = "not settled"
    /// No installed package owns it, so no archive can hold it.
    case unowned = "owned by no package"
}
