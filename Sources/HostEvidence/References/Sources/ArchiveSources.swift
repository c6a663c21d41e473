import AuditModel
import TreeReading

/// What a source of archives may ask.
struct ArchiveSearch: Sendable {
    let tree: HostTree
    /// Folders and files of the auditing machine, as the operator named them.
    let folders: [UntrustedText]
    let manifests: [ManifestStore]
    let bounds: TreeBounds
    /// The installed versions, by every key under which an archive of them may stand.
    let versions: [PackageKey: UntrustedText]
}

/// What one source has.
struct ArchiveOffer: Sendable {
    /// Files that may be archives, which are opened only when their turn comes.
    var candidates: [ArchiveCandidate] = []
    /// Archives whose content is known already.
    var known: [PackageArchive] = []
    var gaps: [CoverageGap] = []
}

/// A place where archives of installed packages are looked for.
protocol ArchiveSource: SendableMetatype {
    static func offer(for search: ArchiveSearch) -> ArchiveOffer
}

/// Every source of archives, in the order in which they are asked.
enum ArchiveSources {
    static let all: [any ArchiveSource.Type] = [SuppliedFolders.self, TreeCache.self, KnownGoodStores.self]

    /// What several sources have, one after the other.
    static func offer(for search: ArchiveSearch, from sources: [any ArchiveSource.Type] = all) -> ArchiveOffer {
        sources.reduce(into: ArchiveOffer()) { sum, source in
            let offer = source.offer(for: search)
            sum.candidates += offer.candidates
            sum.known += offer.known
            sum.gaps += offer.gaps
        }
    }
}
