import AuditModel

/// Judges configuration and other files outside the info folder by the packages that claim them.
struct ConfigurationVerification {
    private let evidence: Evidence
    /// Installed packages by the path of an artifact that an archive of theirs from outside the tree ships.
    private let shippers: [HostPath: [PackageKey]]

    init(evidence: Evidence) {
        self.evidence = evidence
        let paths = Set(evidence.tree.artifacts.filter { $0.infoEntry == nil }.map(\.path))
        var shippers: [HostPath: [PackageKey]] = [:]
        for key in evidence.references.archives.keys.sorted() {
            guard let status = evidence.tree.ledger.package(key)?.status, status != .notInstalled else { continue }
            let archives = ReferenceSelection.deciding(among: evidence.references.archives[key] ?? [])
            let entries = archives.filter(\.isOutside).compactMap(\.payload).joined()
            for path in Set(entries.lazy.filter { $0.kind != .directory }.map(\.path)).intersection(paths) {
                shippers[path, default: []].append(key)
            }
        }
        self.shippers = shippers
    }

    /// What archives from outside ship at this path decides, whatever became of the records that claim it: a claim is
    /// one of the tree's own, and neither makes nor unmakes a reference.
    func assess(_ artifact: Artifact) -> Assessment {
        let claims = evidence.tree.ledger.claims(on: artifact.path)
        // Where a diversion moves the package's own file away, what stands here is another's.
        let isDiverted = claims.contains { $0.package == nil }
        let shippers = isDiverted ? [] : shippers[artifact.path] ?? []
        let shipped = shippers.compactMap { compareWithArchives(artifact, owner: $0) }
        let vouched = shipped.filter { $0.verdict == .verified }.max { $0.rung < $1.rung }
        if let decided = vouched ?? shipped.first { return decided }
        let owners = claims.compactMap(\.package).filter { isInstalled($0) }
        if owners.isEmpty {
            return Assessment(
                verdict: .unowned, rung: .unverifiable,
                reason: claims.isEmpty ? "no package claims it" : "no installed package claims it")
        }
        let answers = owners.compactMap { compareWithArchives(artifact, owner: $0) }
        let assessment =
            answers.first { $0.origin == .outside } ?? answers.first
            ?? compareWithRecords(artifact, claims: claims, owners: owners)
        return judged(assessment, asLeftover: artifact.path)
    }

    /// The same for a leftover of a known base name, which is measured by the base's records and archive.
    private func judged(_ assessment: Assessment, asLeftover path: HostPath) -> Assessment {
        guard let base = evidence.tree.ledger.leftoverBase(of: path) else { return assessment }
        // What is left of another version, or was edited, speaks for nothing: nobody claims its own name.
        let isSame =
            assessment.verdict == .verified || assessment.rung == .selfConsistent || assessment.rung == .hostTrusted
        guard isSame else {
            return Assessment(
                verdict: .unowned, rung: .unverifiable,
                reason: "no package claims it, and it is not what the package of \(base) ships")
        }
        return Assessment(
            verdict: assessment.verdict, rung: assessment.rung, reference: assessment.reference,
            reason: "a leftover of \(base): " + assessment.reason)
    }

    private func isInstalled(_ key: PackageKey) -> Bool {
        evidence.tree.ledger.package(key).map { $0.status != .notInstalled } ?? false
    }

    private func compareWithArchives(_ artifact: Artifact, owner: PackageKey) -> Assessment? {
        let archives = ReferenceSelection.deciding(among: evidence.references.archives[owner] ?? []).filter {
            $0.payload != nil
        }
        let shipped = evidence.tree.ledger.shippedPath(of: artifact.path, by: owner)
        let isShipped = archives.contains { $0.payloadEntry(at: shipped) != nil }
        let isObsolete = evidence.tree.ledger.package(owner)?.conffiles.contains {
            evidence.tree.ledger.resolvingAliases($0.path) == evidence.tree.ledger.resolvingAliases(shipped)
                && $0.isObsolete
        }
        return ReferenceComparison(archives: archives).assessment { archive in
            let trail = archive.trail(toPayload: shipped)
            guard let entry = archive.payloadEntry(at: shipped) else {
                return isObsolete == true && !isShipped ? .silent("an obsolete conffile") : .notShipped(trail)
            }
            if entry.kind == .symlink, artifact.facts.kind == .symlink {
                return entry.linkTarget == artifact.facts.linkTarget ? .equal(trail) : .differs(trail)
            }
            if entry.kind != artifact.facts.kind { return .differs(trail) }
            guard let digest = artifact.sha256 else { return .silent("it could not be read") }
            return digest == entry.sha256 ? .equal(trail) : .differs(trail)
        }
    }

    /// Without an archive the tree's own records are all there is: agreement is `self-consistent`, never clean.
    private func compareWithRecords(
        _ artifact: Artifact, claims: [OwnershipClaim], owners: [PackageKey]
    ) -> Assessment {
        var records: [MD5Digest] = []
        var isRecorded = false
        for claim in claims {
            if case .conffile(_, let record) = claim {
                isRecorded = true
                if let digest = record.shippedMD5 { records.append(digest) }
            }
        }
        for owner in owners {
            if let digest = evidence.tree.recordedMD5[owner]?[
                evidence.tree.ledger.shippedPath(of: artifact.path, by: owner)]
            {
                isRecorded = true
                records.append(digest)
            }
        }
        guard isRecorded else {
            return .unsettled("listed by a package, but neither its md5sums nor its Conffiles field backs the claim")
        }
        guard let digest = artifact.md5, !records.isEmpty else { return .unsettled("no digest is recorded for it") }
        if records.contains(digest) {
            return Assessment(
                verdict: .unverifiable, rung: .selfConsistent,
                reason: "equal to the digest in the tree's own dpkg database; nothing from outside speaks")
        }
        return Assessment(
            verdict: .modified, rung: .unverifiable,
            reason: "differs from the digest that the tree's own dpkg database records")
    }
}
