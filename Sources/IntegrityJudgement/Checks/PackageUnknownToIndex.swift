package import AuditModel

/// An installed package whose name no signed index knows.
package struct PackageUnknownToIndex: Check {
    package static let id = CheckID("package-unknown-to-index")
    package let summary = "a package's name is in no signed index"
    package let why = """
        Packages from a vendor whose source was removed, and local builds, look like this; so does a package that somebody \
        made up to own a file.
        """
    package let references = ["apt-secure(8)", "ATT&CK T1036"]
    package let guidance = [IndexSteps.inspectBuild, IndexSteps.giveCleanIndex]

    package let canBeNotable = false

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let indexes = view.evidence.references.indexes
        let covered = view.ledger.packages.filter {
            $0.status != .notInstalled && indexes.covers(architecture: $0.key.architecture)
        }
        let unknown = covered.filter { indexes.pinnedStanzas(named: $0.key.name).isEmpty }
        guard let chain = indexes.pinnedChains.first, !unknown.isEmpty else { return [] }
        // Indexes that know less than half of the tree are of another system, and their silence means nothing.
        if unknown.count * 2 > covered.count {
            return [
                Finding(
                    check: id, severity: .info, path: HostPath(chain.index.bytes),
                    title: "the signed indexes know only \(covered.count - unknown.count) of \(covered.count) packages")
            ]
        }
        let knownSources = Set(covered.filter { !indexes.pinnedStanzas(named: $0.key.name).isEmpty }.map(\.source))
        let absent = SuitesAtHand(indexes).missing(beside: indexes.pinnedChains.map(\.release))
        let who: ReportText =
            absent.isEmpty ? "a vendor's, a local or a forged build" : "a vendor's, or of a suite not here"
        return unknown.map { package in
            let isAlone = knownSources.contains(package.source)
            var evidence: [ReportText] =
                isAlone ? ["other packages of its source \(package.source) are known"] : []
            if !absent.isEmpty { evidence.append(SuitesAtHand.sentence(absent)) }
            return Finding(
                check: id, severity: isAlone ? .low : .info, path: package.position.file, package: package.key,
                subject: package.key.name,
                title:
                    "\(package.key.name) \(package.version) is known to no signed index: \(who)",
                evidence: evidence + unpinned(package, indexes))
        }
    }

    /// What an index says whose key is not pinned: anybody could have made it.
    private func unpinned(_ package: InstalledPackage, _ indexes: SignedIndexes) -> [ReportText] {
        indexes.stanzas(of: package.key, version: package.version).prefix(1).map {
            "\($0.chain.index) lists it, signed by the key \(ours: $0.chain.key.hex), which is not pinned"
        }
    }
}
