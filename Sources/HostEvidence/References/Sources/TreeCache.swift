import AuditModel
import FileFormats
import TreeReading

/// What apt downloaded into the audited tree, which whoever owned the tree could replace.
enum TreeCache: ArchiveSource {
    static func offer(for search: ArchiveSearch) -> ArchiveOffer {
        var offer = ArchiveOffer()
        do throws(HostAccessError) {
            let listing = try search.tree.folder(DebianPaths.aptArchives).names()
            offer.candidates = listing.names.filter { $0.hasSuffix(".deb") }.map {
                candidate(DebianPaths.aptArchives.appending($0), of: search.tree)
            }
        } catch {
            if !error.isAbsence { offer.gaps.append(error.gap) }
        }
        return offer
    }

    private static func candidate(_ path: HostPath, of tree: HostTree) -> ArchiveCandidate {
        ArchiveCandidate(origin: .auditedRootCache, location: path.text) { () throws(ArchiveProblem) in
            do throws(HostAccessError) {
                return try tree.openRegular(path).release()
            } catch {
                throw ArchiveProblem(reason: error.reason, isMalformed: false)
            }
        }
    }
}
