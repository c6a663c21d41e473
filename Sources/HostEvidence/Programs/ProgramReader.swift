package import AuditModel
import Digests
package import TreeReading

/// Looks up programs that events name: what stands at their paths, whose it is, and what its package records.
package enum ProgramReader {
    /// Bytes of one program that are hashed at most.
    private static let cap: UInt64 = 512 << 20

    /// One entry for each path; a program that cannot be read is a gap and has no digest.
    package static func read(
        _ paths: Set<HostPath>, in tree: HostTree, evidence: Evidence
    ) -> (programs: [HostPath: ProgramFacts], gaps: [CoverageGap]) {
        let ledger = evidence.tree.ledger
        let lists = evidence.tree.artifacts.compactMap { artifact -> (PackageKey, [UInt8])? in
            guard let entry = artifact.infoEntry, entry.member == "list", case .owned(let key) = entry.standing else {
                return nil
            }
            return (key, artifact.content ?? [])
        }
        // An alternative is a link that nobody owns to a program that somebody does.
        let ends = Dictionary(
            uniqueKeysWithValues: paths.map { ($0, DivertedPlaces.end(of: $0, tree: tree, ledger: ledger)) })
        let claims = paths.isEmpty ? [:] : OwnershipIndex(paths: Set(ends.values), ledger: ledger).claims(in: lists)
        let owners = Set(claims.values.joined().compactMap(\.package))
        let records = Md5sumsRecords(infoArtifacts: evidence.tree.artifacts, wanted: owners).recorded
        var programs: [HostPath: ProgramFacts] = [:]
        var gaps: [CoverageGap] = []
        for path in paths.sorted() {
            let resolved = ledger.resolvingAliases(ends[path] ?? path)
            var keys: [PackageKey] = []
            for key in (claims[resolved] ?? []).compactMap(\.package) where !keys.contains(key) { keys.append(key) }
            let recorded = keys.first.flatMap { records[$0] }?.first { ledger.resolvingAliases($0.key) == resolved }
            let (found, gap) = look(at: path, in: tree)
            if let gap { gaps.append(gap) }
            programs[path] = ProgramFacts(
                path: path, facts: found?.facts, sha256: found.flatMap(\.digests)?.sha256,
                md5: found.flatMap(\.digests)?.md5, owners: keys, recordedMD5: recorded?.value)
        }
        return (programs, gaps)
    }

    /// What stands at a path, with its digests where it could be read.
    private struct Look {
        let facts: FileFacts
        let digests: (sha256: SHA256Digest, md5: MD5Digest)?
    }

    private static func look(at path: HostPath, in tree: HostTree) -> (found: Look?, gap: CoverageGap?) {
        do throws(HostAccessError) {
            let reading = try tree.read(path, cap: cap, followingLink: true)
            let digests = (ContentHasher.sha256(reading.bytes), ContentHasher.md5(reading.bytes))
            return (Look(facts: reading.facts, digests: digests), nil)
        } catch {
            if error.isAbsence { return (nil, nil) }
            guard let facts = try? tree.facts(of: path) else { return (nil, error.gap) }
            return (Look(facts: facts, digests: nil), error.gap)
        }
    }
}
