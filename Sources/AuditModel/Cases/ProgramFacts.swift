/// What the tree says of a program that an event names, such as the parent of a process.
package struct ProgramFacts: Sendable {
    package let path: HostPath
    /// Nil where nothing stands at the path now.
    package let facts: FileFacts?
    package let sha256: SHA256Digest?
    package let md5: MD5Digest?
    /// Packages whose lists name it.
    package let owners: [PackageKey]
    /// What the owner's md5sums file records for it.
    package let recordedMD5: MD5Digest?

    package init(
        path: HostPath, facts: FileFacts?, sha256: SHA256Digest? = nil, md5: MD5Digest? = nil,
        owners: [PackageKey] = [], recordedMD5: MD5Digest? = nil
    ) {
        self.path = path
        self.facts = facts
        self.sha256 = sha256
        self.md5 = md5
        self.owners = owners
        self.recordedMD5 = recordedMD5
    }
}
