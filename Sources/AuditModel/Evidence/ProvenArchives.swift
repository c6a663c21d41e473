/// What the signed indexes make of the archives at hand: pure, so that saved evidence can be proven again.
package struct ProvenArchives: Sendable {
    /// Archives of installed versions, each with the chain that its digest and size earn.
    package private(set) var references: [PackageKey: [PackageArchive]] = [:]
    /// Archives of other versions that a pinned chain proves; any other is left out.
    package private(set) var others: [PackageKey: [PackageArchive]] = [:]
    /// Archives of installed versions that a pinned chain contradicts: references for nothing.
    package private(set) var disproven: [DisprovenArchive] = []

    package init(
        references: [PackageKey: [PackageArchive]], others: [PackageKey: [PackageArchive]], indexes: SignedIndexes
    ) {
        for (key, found) in references {
            for archive in found.map({ Self.proven($0, by: indexes) }) {
                let published = indexes.disproof(of: key, version: archive.version)
                if let published, archive.rung != .signed {
                    disproven.append(DisprovenArchive(archive, published: published))
                } else {
                    self.references[key, default: []].append(archive)
                }
            }
        }
        disproven.sort { $0.location < $1.location }
        for (key, found) in others {
            let signed = found.map { Self.proven($0, by: indexes) }.filter { $0.rung == .signed }
            if !signed.isEmpty { self.others[key] = signed }
        }
    }

    /// A chain that a known-good store recorded stays where the indexes at hand know nothing stronger.
    private static func proven(_ archive: PackageArchive, by indexes: SignedIndexes) -> PackageArchive {
        var archive = archive
        let found = indexes.proof(
            of: archive.key, version: archive.version, sha256: archive.sha256, size: archive.size)
        if let found, found.rung > (archive.proof?.rung ?? .unverifiable) { archive.proof = found }
        return archive
    }
}
