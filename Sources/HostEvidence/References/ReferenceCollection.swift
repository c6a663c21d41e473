import AuditModel
import FileFormats
import Glibc
import TreeReading

/// Finds and reads the archives that speak for the installed packages.
struct ReferenceCollection {
    let tree: HostTree
    let ledger: Ledger
    let limits: Limits
    /// Whether every data.tar is opened, not only those that the cheap look asks for.
    let deep: Bool
    /// What the signed indexes say of the installed packages.
    let indexes: SignedIndexes
    let manifests: [ManifestStore]
    let bounds: TreeBounds

    private(set) var archives: [PackageKey: [PackageArchive]] = [:]
    /// Archives of other versions that a pinned chain proves.
    private(set) var others: [PackageKey: [PackageArchive]] = [:]
    private(set) var disproven: [DisprovenArchive] = []
    private(set) var unusable: [UnusableArchive] = []
    private(set) var gaps: [CoverageGap] = []
    private(set) var omissions: [PackageKey: [HostPath]] = [:]
    /// Where a package's archives are looked for when its architecture has none.
    private let fallback: ArchitectureFallback
    /// Archives that were looked at, wanted or not.
    private(set) var seen = 0
    /// Packages with an archive whose list was compared with md5sums only.
    private(set) var notRecomputed = 0

    init(
        tree: HostTree, ledger: Ledger, limits: Limits, deep: Bool, indexes: SignedIndexes, manifests: [ManifestStore],
        bounds: TreeBounds
    ) {
        self.tree = tree
        self.ledger = ledger
        self.limits = limits
        self.deep = deep
        self.indexes = indexes
        self.manifests = manifests
        fallback = ArchitectureFallback(ledger: ledger)
        self.bounds = bounds
    }

    /// - Parameter lists: the bytes of each package's `.list`.
    mutating func read(folders: [UntrustedText], lists: [PackageKey: [UInt8]]) async {
        let identities = ledger.packages.filter { $0.status != .notInstalled }.flatMap { package in
            fallback.keys(for: package).map { PackageIdentity(key: $0, version: package.version) }
        }
        let wanted = Set(identities)
        let versions = Dictionary(identities.map { ($0.key, $0.version) }, uniquingKeysWith: { first, _ in first })
        let offer = ArchiveSources.offer(
            for: ArchiveSearch(tree: tree, folders: folders, manifests: manifests, bounds: bounds, versions: versions))
        gaps += offer.gaps
        take(offer.known, versions)
        let catalog = await ArchiveCatalog.read(
            offer.candidates, wanted: wanted, others: otherBuilds(than: wanted), jobs: limits.jobs)
        let proven = ProvenArchives(
            references: archives.merging(catalog.references) { $0 + $1 },
            others: others.merging(catalog.others) { $0 + $1 }, indexes: indexes)
        archives = fallback.adopting(proven.references)
        others = fallback.adopting(proven.others)
        disproven = proven.disproven
        seen += catalog.seen
        note(catalog.unusable)
        await readPayloads(lists: lists, candidates: offer.candidates)
    }

    /// Archives of the installed version, and proven ones of other versions.
    private mutating func take(_ known: [PackageArchive], _ versions: [PackageKey: UntrustedText]) {
        for archive in known {
            if archive.version == versions[archive.key] {
                archives[archive.key, default: []].append(archive)
                seen += 1
            } else if archive.rung == .signed {
                others[archive.key, default: []].append(archive)
            }
        }
    }

    /// Builds of installed packages that a pinned chain lists in another version than the installed one.
    private func otherBuilds(than wanted: Set<PackageIdentity>) -> Set<PackageIdentity> {
        let keys = Set(wanted.map(\.key))
        // The status file may name any version: every build that a pinned chain lists may be the one that stands here.
        var builds: Set<PackageIdentity> = []
        for proof in indexes.stanzas.values.joined() where proof.rung == .signed && keys.contains(proof.stanza.key) {
            builds.insert(PackageIdentity(key: proof.stanza.key, version: proof.stanza.version))
        }
        return builds.subtracting(wanted)
    }

    /// An archive that cannot be read is a gap; one that breaks a rule is a finding.
    private mutating func note(_ archives: [UnusableArchive]) {
        for archive in archives {
            if archive.isMalformed {
                unusable.append(archive)
            } else {
                gaps.append(CoverageGap(path: HostPath(archive.location.bytes), reason: archive.reason))
            }
        }
    }

    private mutating func readPayloads(lists: [PackageKey: [UInt8]], candidates: [ArchiveCandidate]) async {
        let openers = Dictionary(
            candidates.map { (Place($0.origin, $0.location), $0.open) }, uniquingKeysWith: { first, _ in first })
        let keys = archives.keys.sorted()
        let found = await BoundedWork.mapInRuns(keys, runLength: 32, jobs: limits.jobs) {
            [archives] key -> [HostPath] in
            guard let archive = archives[key]?.first, let list = lists[key] else { return [] }
            return ListComparison.omissions(from: list, archive: archive)
        }
        for (key, paths) in zip(keys, found) where !paths.isEmpty { omissions[key] = paths }
        let needed = keys.filter { needsPayload($0, list: lists[$0]) }
        notRecomputed = keys.count - needed.count
        // A store's archives bring their payload along where it matters.
        let work = needed.flatMap { key in
            (archives[key] ?? []).filter { $0.origin != .manifest }.map { (key, $0) }
        }
        let results = await BoundedWork.map(work, heaviestFirst: { $0.1.size }, jobs: limits.jobs) { key, archive in
            Self.payload(of: archive, opening: openers[Place(archive.origin, archive.location)])
        }
        for ((key, archive), result) in zip(work, results) {
            let place = Place(archive.origin, archive.location)
            guard let index = archives[key]?.firstIndex(where: { Place($0.origin, $0.location) == place }) else {
                continue
            }
            switch result {
            case .success(let entries):
                archives[key]?[index].payload = entries
            case .failure(let problem):
                // An archive whose payload breaks a rule is no reference for its scripts either.
                archives[key]?.remove(at: index)
                note([problem.unusable(origin: archive.origin, location: archive.location)])
            }
        }
        noteUnlisted(lists)
    }

    /// Everything of an opened data.tar that the list leaves out, links and folders included: somebody else may claim it.
    private mutating func noteUnlisted(_ lists: [PackageKey: [UInt8]]) {
        for (key, list) in lists {
            let opened = (archives[key] ?? []).compactMap(\.payload)
            if opened.isEmpty { continue }
            let paths = opened.joined().map(\.path).filter { $0 != "/" }
            let omitted = ListComparison.omissions(from: list, of: paths.map { $0.bytes.dropFirst() })
            omissions[key] = omitted.isEmpty ? nil : omitted
        }
    }

    private func needsPayload(_ key: PackageKey, list: [UInt8]?) -> Bool {
        if deep { return true }
        // Without a list, and for a record of the status file that no list backs, only data.tar can say what is shipped.
        guard let list else { return true }
        if ListComparison.claimsPathInScope(list) || omissions[key] != nil { return true }
        let records = ledger.package(key)?.conffiles ?? []
        if records.contains(where: { OwnershipIndex.isInScope(ledger.resolvingAliases($0.path)) }) { return true }
        return (archives[key] ?? []).contains { $0.md5sums == nil }
    }

    /// What data.tar of an archive ships.
    ///
    /// An archive that nothing opens is a problem: an empty answer would say that its package ships nothing.
    static func payload(
        of archive: PackageArchive, opening open: (@Sendable () throws(ArchiveProblem) -> Int32)?
    ) -> Result<[PayloadEntry], ArchiveProblem> {
        do throws(ArchiveProblem) {
            guard let open else {
                throw ArchiveProblem(reason: "it cannot be opened a second time", isMalformed: false)
            }
            let descriptor = try open()
            defer { close(descriptor) }
            let reader = DebArchive(descriptor: descriptor, origin: archive.origin, location: archive.location)
            return .success(try reader.readPayload(expecting: archive.sha256))
        } catch {
            return .failure(error)
        }
    }
}

/// Where an archive lies: the tree's own cache may use the very path of a folder on the auditing machine.
private struct Place: Hashable {
    let origin: ArchiveOrigin
    let location: UntrustedText

    init(_ origin: ArchiveOrigin, _ location: UntrustedText) {
        self.origin = origin
        self.location = location
    }
}
