package import AuditModel
import FileFormats
package import TreeReading

/// What to collect, and how hard to look.
package struct CollectionRequest: Sendable {
    /// The audited tree, as the operator names it on the auditing machine.
    package var root: UntrustedText
    /// Folders of the auditing machine that hold .deb files.
    package var archiveFolders: [UntrustedText] = []
    /// Folders of the auditing machine that hold signed indexes.
    package var indexFolders: [UntrustedText] = []
    /// OpenPGP keyrings of the auditing machine, whose primary keys are all pinned.
    package var keyrings: [UntrustedText] = []
    /// Further pinned primary keys; their material may lie anywhere.
    package var trustedFingerprints: [KeyFingerprint] = []
    /// Known-good stores whose signature has been judged.
    package var manifests: [ManifestStore] = []
    /// False where only the tree itself is asked about, as for planning a fetch.
    package var wantsReferences = true
    package var deep = false
    package var limits = Limits()

    package init(root: UntrustedText) {
        self.root = root
    }
}

/// Why nothing could be collected at all.
package enum CollectionFailure: Error, Sendable {
    case unusableRoot(HostAccessError)
    case noDatabase(MissingDatabase)
}

/// What the collector is doing, for a progress line.
package enum CollectionStage: String, Sendable {
    case database = "reading the dpkg database"
    case scripts = "reading maintainer scripts"
    case configuration = "reading apt and dpkg configuration"
    case indexes = "verifying signed indexes"
    case archives = "reading package archives"
    case files = "reading owned files"
}

/// Reads everything once and hands it on as plain values.
package struct Collector {
    private let request: CollectionRequest
    private let tree: HostTree
    private let announce: @Sendable (CollectionStage) -> Void
    private var evidence: EvidenceSet

    /// Collects all evidence; hostile or absent input ends as a finding or a gap inside the result.
    ///
    /// - Throws: `CollectionFailure` only where there is no tree or no dpkg database.
    package static func collect(
        _ request: CollectionRequest, announce: @escaping @Sendable (CollectionStage) -> Void = { _ in }
    ) async throws(CollectionFailure) -> EvidenceSet {
        let tree: HostTree
        do throws(HostAccessError) {
            tree = try HostTree(root: request.root.bytes)
        } catch {
            throw .unusableRoot(error)
        }
        var collector = Collector(request: request, tree: tree, announce: announce)
        try await collector.run()
        return collector.evidence
    }

    private init(
        request: CollectionRequest, tree: HostTree, announce: @escaping @Sendable (CollectionStage) -> Void
    ) {
        self.request = request
        self.tree = tree
        self.announce = announce
        evidence = EvidenceSet(host: HostDescription(root: request.root, isLive: tree.isLive))
    }

    private mutating func run() async throws(CollectionFailure) {
        announce(.database)
        do throws(MissingDatabase) {
            let database = try DpkgDatabase(tree: tree, limits: request.limits)
            evidence.ledger = database.ledger
            evidence.databaseProblems = database.problems
            evidence.databaseDisagreements = database.disagreements
            evidence.coverage.gaps += database.gaps
        } catch {
            throw .noDatabase(error)
        }
        describeHost()
        announce(.scripts)
        let info = await InfoInventory(tree: tree, ledger: evidence.ledger, limits: request.limits)
        evidence.coverage.gaps += info.gaps
        announce(.configuration)
        let configuration = ConfigurationInventory(tree: tree, limits: request.limits)
        evidence.apt = configuration.apt
        evidence.dpkg = configuration.dpkg
        evidence.coverage.gaps += configuration.gaps
        let lists = Self.lists(in: info.artifacts)
        if request.wantsReferences {
            announce(.indexes)
            await readIndexes()
        }
        announce(.archives)
        if request.wantsReferences { await readReferences(lists: lists) }
        claimPaths(lists: lists, programs: configuration.pathsInValues)
        announce(.files)
        await gather(info.artifacts, configuration.artifacts)
        noteLimits()
    }

    private mutating func describeHost() {
        if let release = try? tree.read("/etc/os-release", cap: 64 << 10, followingLink: true).bytes {
            evidence.host.release = OSRelease.prettyName(in: release)
        }
        evidence.host.hostname = firstLine(of: "/etc/hostname")
        evidence.host.machineID = firstLine(of: "/etc/machine-id")
        let logs = PackageLogs(tree: tree, ledger: evidence.ledger, limits: request.limits)
        evidence.lastLogged = logs.lastLogged
        evidence.host.logTimeZone = logs.zone
        evidence.coverage.gaps += logs.gaps
    }

    /// The first line of a small file that describes the host; nil where there is none.
    private func firstLine(of path: HostPath) -> UntrustedText? {
        guard let bytes = try? tree.read(path, cap: 4096, followingLink: true).bytes else { return nil }
        return ByteLines(bytes).first { _ in true }.map { UntrustedText($0.trimmingASCIISpace) }
    }

    /// The lists that dpkg itself would open, by package.
    private static func lists(in artifacts: [Artifact]) -> [PackageKey: [UInt8]] {
        var lists: [PackageKey: [UInt8]] = [:]
        for artifact in artifacts {
            guard let entry = artifact.infoEntry, entry.member == "list", case .owned(let key) = entry.standing else {
                continue
            }
            lists[key] = artifact.content
        }
        return lists
    }

    private mutating func readIndexes() async {
        var collection = SignedIndexCollection(tree: tree, ledger: evidence.ledger, limits: request.limits)
        await collection.read(
            folders: request.indexFolders + request.archiveFolders, keyrings: request.keyrings,
            trusted: request.trustedFingerprints)
        evidence.indexes = collection.indexes
        evidence.coverage.gaps += collection.gaps
        evidence.coverage.limits += collection.remarks
    }

    private mutating func readReferences(lists: [PackageKey: [UInt8]]) async {
        var references = ReferenceCollection(
            tree: tree, ledger: evidence.ledger, limits: request.limits, deep: request.deep,
            indexes: evidence.indexes, manifests: request.manifests)
        await references.read(folders: request.archiveFolders, lists: lists)
        evidence.archives = references.archives
        evidence.otherArchives = references.others
        evidence.disprovenArchives = references.disproven
        evidence.unusableArchives = references.unusable
        evidence.listOmissions = references.omissions
        evidence.archivesWereSought = references.seen > 0
        evidence.coverage.gaps += references.gaps
        let cached = references.archives.values.joined().count { $0.origin == .auditedRootCache }
        if cached > 0 {
            evidence.coverage.limits.append(
                """
                \(cached, "archive") from the tree's own cache, which whoever owned the tree could replace; \
                --archives with a folder from outside weighs more.
                """)
        }
        if references.notRecomputed > 0 {
            evidence.coverage.limits.append(
                """
                The lists of files of \(references.notRecomputed, "package") were compared with the archives' md5sums and \
                conffiles only, not recomputed from data.tar; --deep does that.
                """)
        }
    }

    private mutating func claimPaths(lists: [PackageKey: [UInt8]], programs: Set<HostPath>) {
        let omitted = evidence.listOmissions.values.flatMap { $0 }
        // The conffiles that an opened data.tar is compared with, wherever they are.
        let compared = evidence.ledger.packages
            .filter { evidence.archives[$0.key]?.contains { $0.payload != nil } == true }
            .flatMap(\.conffiles).map(\.path)
        let index = OwnershipIndex(paths: programs.union(omitted).union(compared), ledger: evidence.ledger)
        evidence.ledger.claims = index.claims(in: lists.keys.sorted().map { ($0, lists[$0] ?? []) })
    }

    private mutating func gather(_ info: [Artifact], _ configuration: [Artifact]) async {
        let folders = FolderFacts.artifacts(in: tree)
        let files = await ScopeFiles.artifacts(
            in: tree, ledger: evidence.ledger, references: evidence.archives,
            known: Set(configuration.map(\.path)), limits: request.limits)
        let claimants = evidence.ledger.claims.values.flatMap { $0 }.compactMap(\.package)
        let unshipped = evidence.archives.filter { $0.value.contains { $0.md5sums == nil } }.map(\.key)
        let records = Md5sumsRecords(infoArtifacts: info, wanted: Set(claimants).union(unshipped))
        evidence.recordedMD5 = records.recorded
        evidence.md5sumsNotes = records.notes
        evidence.artifacts = (folders.artifacts + info + configuration + files.artifacts).sorted { $0.path < $1.path }
        evidence.coverage.gaps += folders.gaps + files.gaps
        evidence.coverage.examined = evidence.artifacts.count
    }

    private mutating func noteLimits() {
        if evidence.host.isLive {
            evidence.coverage.limits.append(
                """
                This is the running system: the result holds as far as its kernel and libraries are honest. Audit a \
                mounted image from another machine where that is in doubt.
                """)
        }
        if let owner = evidence.artifacts.first(where: { $0.path == "/" })?.facts.uid, owner != 0 {
            evidence.coverage.limits.append(
                "The top of the tree belongs to uid \(owner), so that user and not root is taken as the proper owner.")
        }
    }
}
