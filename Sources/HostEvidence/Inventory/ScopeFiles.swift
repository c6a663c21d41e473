import AuditModel
import Digests
import TreeReading

/// Owned files that neither apt nor dpkg reads as configuration, but that decide what they trust: keyrings, sources.
enum ScopeFiles {
    /// Reads all of `paths` that are not known yet.
    static func artifacts(
        in tree: HostTree, ledger: Ledger, references: [PackageKey: [PackageArchive]], known: Set<HostPath>,
        limits: Limits
    ) async -> (artifacts: [Artifact], gaps: [CoverageGap]) {
        let wanted = paths(of: ledger, references: references).subtracting(known).sorted()
        let read = await BoundedWork.mapInRuns(wanted, runLength: 16, jobs: limits.jobs) { path in
            Self.read(path, in: tree, cap: limits.database)
        }
        return (read.compactMap(\.artifact), read.compactMap(\.gap))
    }

    /// Every claimed path below the folders in scope, and every conffile of packages with an opened data.tar.
    static func paths(of ledger: Ledger, references: [PackageKey: [PackageArchive]]) -> Set<HostPath> {
        var paths = Set(
            ledger.claims.keys.filter { path in OwnershipIndex.foldersInScope.contains { path.isBeneath($0) } })
        for package in ledger.packages where package.status == .installed {
            guard references[package.key]?.contains(where: { $0.payload != nil }) == true else { continue }
            for record in package.conffiles where !record.isObsolete {
                let path = ledger.resolvingAliases(record.path)
                paths.insert(path)
                // A diversion keeps the package's own one elsewhere.
                if let away = ledger.diversion(awayFrom: path) { paths.insert(ledger.resolvingAliases(away.to)) }
            }
        }
        return paths
    }

    /// Absence is no gap: an administrator may remove a conffile, and dpkg then leaves it removed.
    private static func read(
        _ path: HostPath, in tree: HostTree, cap: UInt64
    ) -> (artifact: Artifact?, gap: CoverageGap?) {
        do throws(HostAccessError) {
            let reading = try tree.read(path, cap: cap)
            let artifact = Artifact(
                path: path, role: .other, subject: .scopeFile, facts: reading.facts,
                sha256: ContentHasher.sha256(reading.bytes), md5: ContentHasher.md5(reading.bytes))
            return (artifact, nil)
        } catch {
            if error.isAbsence || error.code == .notRegular(.directory) { return (nil, nil) }
            guard case .notRegular = error.code, let facts = try? tree.facts(of: path) else { return (nil, error.gap) }
            return (Artifact(path: path, role: .other, subject: .scopeFile, facts: facts), nil)
        }
    }
}
