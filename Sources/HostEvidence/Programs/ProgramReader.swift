package import AuditModel
import Digests
package import TreeReading

/// Looks up programs that events and hooks name: what stands at their paths, whose it is, and what its package records.
package enum ProgramReader {
    /// Bytes of one program that are hashed at most.
    private static let cap: UInt64 = 512 << 20
    /// Bytes of all programs of hooks together.
    private static let allOfHooks: UInt64 = 1 << 30
    /// Bytes of a script of a hook whose content is kept, and of all such together.
    private static let script = 1 << 20
    private static let allScripts = 16 << 20

    /// One entry for each path; a program that cannot be read is a gap and has no digest.
    package static func read(
        _ paths: Set<HostPath>, in tree: HostTree, evidence: Evidence
    ) -> (programs: [HostPath: ProgramFacts], gaps: [CoverageGap]) {
        var ledger = evidence.tree.ledger
        let lists = evidence.tree.artifacts.compactMap { artifact -> (PackageKey, [UInt8])? in
            guard let entry = artifact.infoEntry, entry.member == "list", case .owned(let key) = entry.standing else {
                return nil
            }
            return (key, artifact.content ?? [])
        }
        // An alternative is a link that nobody owns to a program that somebody does.
        let ends = Dictionary(
            uniqueKeysWithValues: paths.map {
                ($0, DivertedPlaces.end(of: $0, tree: tree, ledger: evidence.tree.ledger))
            })
        let asked = Set(ends.values).union(ledger.diversions.flatMap { [$0.from, $0.to] })
        ledger.claims = paths.isEmpty ? [:] : OwnershipIndex(paths: asked, ledger: ledger).claims(in: lists)
        let owners = Set(ledger.claims.values.joined().compactMap(\.package))
        let records = Md5sumsRecords(infoArtifacts: evidence.tree.artifacts, wanted: owners).recorded
        var programs: [HostPath: ProgramFacts] = [:]
        var gaps: [CoverageGap] = []
        for path in paths.sorted() {
            let (found, gap) = look(at: path, in: tree, cap: cap)
            if let gap { gaps.append(gap) }
            programs[path] = facts(
                of: path, target: ends[path] ?? path, found: found, ledger: ledger, records: records)
        }
        return (programs, gaps)
    }

    /// The programs that a search of the configuration found; the ledger's claims and the records are at hand by then.
    static func read(
        _ search: HookProgramSearch, in tree: HostTree, facts: TreeFacts
    ) -> (programs: [HostPath: ProgramFacts], gaps: [CoverageGap]) {
        var programs: [HostPath: ProgramFacts] = [:]
        var gaps: [CoverageGap] = []
        var left = allOfHooks
        var leftForScripts = allScripts
        for (path, trail) in search.trails.sorted(by: { $0.key < $1.key }) {
            let isFile = trail.facts?.kind == .regular
            let (found, gap) =
                isFile ? look(at: path, in: tree, cap: min(cap, left)) : (trail.facts.map { Look(facts: $0) }, nil)
            if let gap { gaps.append(gap) }
            if isFile { left -= min(left, found?.facts.size ?? 0) }
            let scriptBytes = found?.bytes.flatMap { $0.starts(with: "#!".utf8) ? $0 : nil } ?? []
            let keeps = !scriptBytes.isEmpty && scriptBytes.count <= min(script, leftForScripts)
            let program = Self.facts(
                of: path, target: trail.target, found: found, ledger: facts.ledger, records: facts.recordedMD5,
                openPlaces: trail.openPlaces, content: keeps ? scriptBytes : nil)
            if program.content != nil { leftForScripts -= scriptBytes.count }
            programs[path] = program
        }
        return (programs, gaps)
    }

    private static func facts(
        of path: HostPath, target: HostPath, found: Look?, ledger: Ledger,
        records: [PackageKey: [HostPath: MD5Digest]], openPlaces: [HostPath] = [], content: [UInt8]? = nil
    ) -> ProgramFacts {
        var keys: [PackageKey] = []
        let claims = ledger.claims(on: target)
        for key in claims.compactMap(\.package) where !keys.contains(key) { keys.append(key) }
        let recorded = keys.first.flatMap { key -> MD5Digest? in
            let shipped = ledger.shippedPath(of: target, by: key)
            if let digest = ledger.spellings(of: shipped).lazy.compactMap({ records[key]?[$0] }).first { return digest }
            return claims.lazy.compactMap { claim -> MD5Digest? in
                guard case .conffile(key, let record) = claim else { return nil }
                return record.shippedMD5
            }.first
        }
        let isRecorded = recorded != nil && recorded == found?.digests?.md5
        return ProgramFacts(
            path: path, target: target, facts: found?.facts, sha256: found?.digests?.sha256,
            md5: found?.digests?.md5, owners: keys, recordedMD5: recorded, openPlaces: openPlaces,
            content: isRecorded ? nil : content)
    }

    /// What stands at a path, with its digests where it could be read.
    private struct Look {
        let facts: FileFacts
        var digests: (sha256: SHA256Digest, md5: MD5Digest)?
        var bytes: [UInt8]?
    }

    private static func look(
        at path: HostPath, in tree: HostTree, cap: UInt64
    ) -> (found: Look?, gap: CoverageGap?) {
        do throws(HostAccessError) {
            let reading = try tree.read(path, cap: cap, followingLink: true)
            let digests = (ContentHasher.sha256(reading.bytes), ContentHasher.md5(reading.bytes))
            return (Look(facts: reading.facts, digests: digests, bytes: reading.bytes), nil)
        } catch {
            if error.isAbsence { return (nil, nil) }
            guard let facts = try? tree.facts(of: path) else { return (nil, error.gap) }
            return (Look(facts: facts, digests: nil), error.gap)
        }
    }
}
