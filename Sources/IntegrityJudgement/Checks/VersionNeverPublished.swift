package import AuditModel

/// An installed version that the signed indexes, which know the package, never listed.
package struct VersionNeverPublished: Check {
    package static let id = CheckID("version-never-published")
    package let summary = "a package's version is in no signed index and is no superseded one"
    package let why = """
        A superseded version leaves the index when a newer one arrives. One that is newer than everything published, or \
        absent where its siblings of the same build are listed, was built locally, or its record was edited to hide from \
        the index.
        """
    package let references = ["deb-version(7)", "apt-secure(8)", "ATT&CK T1036"]
    package let guidance = [IndexSteps.inspectBuild, IndexSteps.giveCleanIndex]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let indexes = view.evidence.references.indexes
        if indexes.pinnedChains.isEmpty { return [] }
        let bySource = Dictionary(grouping: view.ledger.packages) { $0.source }
        return view.ledger.packages.compactMap { package in
            let listed = indexes.pinnedStanzas(named: package.key.name).filter { $0.stanza.key == package.key }
            let versions = Set(listed.map(\.stanza.version))
            guard package.status != .notInstalled, !versions.isEmpty, !versions.contains(package.version) else {
                return nil
            }
            let latest = versions.sorted().max { DebianVersion.isEarlier($0, than: $1) } ?? ""
            let sibling = (bySource[package.source] ?? []).first {
                $0.key != package.key && $0.version == package.version
                    && indexes.stanzas(of: $0.key, version: $0.version).first?.chain.trust == .pinned
            }
            let isNewer = DebianVersion.isEarlier(latest, than: package.version)
            guard sibling != nil || isNewer else { return nil }
            var evidence: [ReportText] = ["\(versions.count) other versions are listed, the latest \(latest)"]
            let absent = SuitesAtHand(indexes).missing(version: package.version, beside: listed.map(\.chain.release))
            // An index that is not here may list it: then nothing is known, and nothing else is said.
            if !absent.isEmpty {
                return Finding(
                    check: id, severity: .info, path: package.position.file, package: package.key,
                    subject: package.key.name,
                    title:
                        "\(package.key.name) \(package.version) is in no signed index here; another suite may list it",
                    evidence: evidence + [SuitesAtHand.sentence(absent)])
            }
            if let sibling { evidence.append("\(sibling.key.name) of the same source and version is listed") }
            return Finding(
                check: id, severity: sibling == nil ? .low : .medium, path: package.position.file,
                package: package.key, subject: package.key.name,
                title: "\(package.key.name) \(package.version) is in no signed index: a local or forged build",
                evidence: evidence)
        }
    }
}
