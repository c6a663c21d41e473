import AuditModel
import TreeReading

/// The folders and files that the operator gave.
enum SuppliedFolders: ArchiveSource {
    static func offer(for search: ArchiveSearch) -> ArchiveOffer {
        var offer = ArchiveOffer()
        for folder in search.folders {
            let listing = ArchiveFolder(folder)
            offer.candidates += listing.candidates { search.bounds.hold($0) ? .suppliedFromTree : .supplied }
            offer.gaps += listing.failures.map {
                CoverageGap(
                    path: HostPath($0.path.bytes), reason: "\(ours: SystemMessage.text(for: $0.errno))", errno: $0.errno
                )
            }
        }
        return offer
    }
}
