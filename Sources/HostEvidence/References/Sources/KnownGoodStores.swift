import AuditModel

/// What known-good stores say: archives of the installed version, and proven ones of other versions.
enum KnownGoodStores: ArchiveSource {
    static func offer(for search: ArchiveSearch) -> ArchiveOffer {
        var offer = ArchiveOffer()
        for store in search.manifests {
            do throws(ManifestError) {
                offer.known += try store.archives(of: search.versions.keys.sorted())
            } catch {
                offer.gaps.append(CoverageGap(path: HostPath(error.path.bytes), reason: error.reason))
            }
        }
        return offer
    }
}
