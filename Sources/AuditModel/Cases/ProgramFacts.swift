/// What the tree says of a program that an event, a hook or a setting names.
package struct ProgramFacts: Codable, Sendable {
    package let path: HostPath
    /// Where links lead from the path; the path itself where there are none.
    package let target: HostPath
    /// Nil where nothing stands at the path now.
    package let facts: FileFacts?
    package let sha256: SHA256Digest?
    package let md5: MD5Digest?
    /// Packages whose lists name it.
    package let owners: [PackageKey]
    /// What the owner's md5sums file records for it.
    package let recordedMD5: MD5Digest?
    /// The file and the folders on the way to it, as far as others than root may write them.
    package let openPlaces: [HostPath]
    /// Kept of a small script that a hook names and that is not what a package records.
    package let content: [UInt8]?

    package init(
        path: HostPath, target: HostPath? = nil, facts: FileFacts?, sha256: SHA256Digest? = nil, md5: MD5Digest? = nil,
        owners: [PackageKey] = [], recordedMD5: MD5Digest? = nil, openPlaces: [HostPath] = [], content: [UInt8]? = nil
    ) {
        self.path = path
        self.target = target ?? path
        self.facts = facts
        self.sha256 = sha256
        self.md5 = md5
        self.owners = owners
        self.recordedMD5 = recordedMD5
        self.openPlaces = openPlaces
        self.content = content
    }

    /// Whether root can run it.
    package var isExecutable: Bool {
        guard let facts else { return false }
        return facts.kind == .regular && facts.mode & 0o111 != 0
    }
}
