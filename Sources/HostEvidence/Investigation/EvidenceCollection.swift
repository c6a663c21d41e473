import AuditModel
import FileFormats
import TreeReading

/// What the collection is doing, for a progress line.
package enum CollectionStage: String, Sendable {
    case database = "reading the dpkg database"
    case scripts = "reading maintainer scripts"
    case configuration = "reading apt and dpkg configuration"
    case indexes = "verifying signed indexes"
    case archives = "reading package archives"
    case files = "reading owned files"
    case events = "reading event files"
    case history = "reading logs and programs"
}

/// Reads the tree and what it is compared with, everything once, and hands it on as plain values.
struct EvidenceCollection {
    let request: AuditRequest
    let tree: HostTree
    let limits: Limits
    private let stores: [ManifestStore]
    /// False where only the tree itself is asked about, as for planning a fetch.
    private let wantsReferences: Bool
    private let bounds: TreeBounds
    let announce: @Sendable (CollectionStage) -> Void
    var evidence: Evidence

    /// - Parameter stores: known-good stores whose signature has been judged; nil where no reference is wanted.
    init(
        _ request: AuditRequest, tree: HostTree, limits: Limits, stores: [ManifestStore]?,
        announce: @escaping @Sendable (CollectionStage) -> Void
    ) {
        self.request = request
        self.tree = tree
        self.limits = limits
        self.stores = stores ?? []
        wantsReferences = stores != nil
        bounds = TreeBounds(root: request.root)
        self.announce = announce
        evidence = Evidence(tree: TreeFacts(host: HostDescription(root: request.root, isLive: tree.isLive)))
    }

    /// Hostile or absent input ends as a finding or a gap of the result.
    mutating func run() async throws(MissingDatabase) {
        announce(.database)
        let database = try DpkgDatabase(tree: tree, limits: limits)
        evidence.tree.ledger = database.ledger
        evidence.tree.databaseProblems = database.problems
        evidence.tree.databaseDisagreements = database.disagreements
        evidence.tree.coverage.gaps += database.gaps
        evidence.tree.coverage.limits += database.remarks
        describeHost()
        announce(.scripts)
        let info = await InfoInventory(tree: tree, ledger: evidence.tree.ledger, limits: limits)
        evidence.tree.coverage.gaps += info.gaps
        announce(.configuration)
        let configuration = ConfigurationInventory(tree: tree, limits: limits)
        evidence.tree.apt = configuration.apt
        evidence.tree.dpkg = configuration.dpkg
        evidence.tree.coverage.gaps += configuration.gaps
        let programs = HookProgramSearch(apt: configuration.apt, dpkg: configuration.dpkg, tree: tree)
        evidence.tree.programLookups = programs.lookups
        evidence.tree.coverage.gaps += programs.gaps
        let listed = ListEvidence(artifacts: info.artifacts)
        evidence.tree.databaseProblems += listed.problems
        evidence.tree.recordedOmissions = listed.omissions
        let lists = listed.lists.merging(StatusFolder.lists(from: database.artifacts)) { first, _ in first }
        if wantsReferences {
            announce(.indexes)
            await readIndexes()
        }
        announce(.archives)
        if wantsReferences { await readReferences(lists: lists) }
        claimPaths(lists: lists, programs: configuration.pathsInValues.union(programs.places))
        announce(.files)
        await gather(info.artifacts + database.artifacts, configuration.artifacts, lists: lists)
        let read = ProgramReader.read(programs, in: tree, facts: evidence.tree)
        evidence.tree.programs = read.programs
        evidence.tree.coverage.gaps += read.gaps
        noteLimits()
    }

    private mutating func describeHost() {
        if let release = try? tree.read("/etc/os-release", cap: 64 << 10, followingLink: true).bytes {
            evidence.tree.host.release = OSRelease.prettyName(in: release)
        }
        evidence.tree.host.hostname = firstLine(of: "/etc/hostname")
        evidence.tree.host.machineID = firstLine(of: "/etc/machine-id")
        let logs = PackageLogs(tree: tree, ledger: evidence.tree.ledger, limits: limits)
        evidence.tree.lastLogged = logs.lastLogged
        evidence.tree.host.logTimeZone = logs.zone
        evidence.tree.coverage.gaps += logs.gaps
    }

    /// The first line of a small file that describes the host; nil where there is none.
    private func firstLine(of path: HostPath) -> UntrustedText? {
        guard let bytes = try? tree.read(path, cap: 4096, followingLink: true).bytes else { return nil }
        return ByteLines(bytes).first { _ in true }.map { UntrustedText($0.trimmingASCIISpace) }
    }

    mutating func readIndexes() async {
        var collection = SignedIndexCollection(tree: tree, ledger: evidence.tree.ledger, limits: limits)
        await collection.read(
            folders: request.indexes + request.archives,
            keyrings: request.keyrings.map { ($0, isPinned: !bounds.hold($0)) }, trusted: request.trusted)
        evidence.references.indexes = collection.indexes
        evidence.references.coverage.gaps += collection.gaps
        evidence.references.coverage.limits += collection.remarks
    }

    mutating func readReferences(lists: [PackageKey: [UInt8]]) async {
        var references = ReferenceCollection(
            tree: tree, ledger: evidence.tree.ledger, limits: limits, deep: request.deep,
            indexes: evidence.references.indexes, manifests: stores, bounds: bounds)
        await references.read(folders: request.archives, lists: lists)
        evidence.references.archives = references.archives
        evidence.references.otherArchives = references.others
        evidence.references.disprovenArchives = references.disproven
        evidence.references.unusableArchives = references.unusable
        evidence.references.listOmissions = references.omissions
        evidence.references.archivesWereSought = references.seen > 0
        evidence.references.coverage.gaps += references.gaps
        let inside = references.archives.values.joined().count { !$0.isOutside }
        if inside > 0 {
            evidence.references.coverage.limits.append(
                """
                \(inside, "archive") from inside the tree, which whoever owned the tree could replace, so that nothing is \
                proven by them; --archives with a folder from outside the tree does that.
                """)
        }
        if references.notRecomputed > 0 {
            evidence.references.coverage.limits.append(
                """
                The lists of files of \(references.notRecomputed, "package") were compared with the archives' md5sums and \
                conffiles only, not recomputed from data.tar; --deep does that.
                """)
        }
    }

    private mutating func claimPaths(lists: [PackageKey: [UInt8]], programs: Set<HostPath>) {
        let omitted =
            evidence.references.listOmissions.values.flatMap { $0 }
            + evidence.tree.recordedOmissions.values.flatMap(\.omitted)
        evidence.tree.absentPaths = Set(omitted.filter { isAbsent($0) })
        let diverted = DivertedPlaces(tree: tree, ledger: evidence.tree.ledger, limits: limits)
        evidence.tree.divertedPlaces = diverted.places
        evidence.tree.coverage.gaps += diverted.gaps
        let moved = evidence.tree.ledger.diversions.flatMap { [$0.from, $0.to] }
        let asked = programs.union(omitted).union(comparedConffiles).union(moved).union(diverted.ends)
        let index = OwnershipIndex(paths: asked, ledger: evidence.tree.ledger)
        evidence.tree.ledger.claims = index.claims(in: lists.keys.sorted().map { ($0, lists[$0] ?? []) })
    }

    /// The conffiles that an opened data.tar is compared with, wherever they are.
    var comparedConffiles: [HostPath] {
        evidence.tree.ledger.packages
            .filter { evidence.references.archives[$0.key]?.contains { $0.payload != nil } == true }
            .flatMap(\.conffiles).map(\.path)
    }

    /// The packages whose md5sums the judgement looks into.
    var recordsWanted: Set<PackageKey> {
        let claimants = evidence.tree.ledger.claims.values.flatMap { $0 }.compactMap(\.package)
        let unshipped = evidence.references.archives.filter { $0.value.contains { $0.md5sums == nil } }.map(\.key)
        return Set(claimants).union(unshipped)
    }

    /// Whether nothing stands at a path, not even a dangling link.
    private func isAbsent(_ path: HostPath) -> Bool {
        do throws(HostAccessError) {
            _ = try tree.facts(of: path)
            return false
        } catch {
            return error.isAbsence
        }
    }

    private mutating func gather(
        _ info: [Artifact], _ configuration: [Artifact], lists: [PackageKey: [UInt8]]
    ) async {
        let folders = FolderFacts.artifacts(in: tree)
        let files = await ScopeFiles.artifacts(
            in: tree, ledger: evidence.tree.ledger, references: evidence.references.archives,
            known: Set(configuration.map(\.path)), limits: limits)
        let records = Md5sumsRecords(infoArtifacts: info, wanted: recordsWanted) {
            [evidence, tree] key in
            let conffiles = Set(evidence.tree.ledger.package(key)?.conffiles.map(\.path) ?? [])
            return ListEvidence.firstFile(in: lists[key] ?? [], conffiles: conffiles, tree: tree)
        }
        evidence.tree.recordedMD5 = records.recorded
        evidence.tree.md5sumsNotes = records.notes
        evidence.tree.artifacts = (folders.artifacts + info + configuration + files.artifacts).sorted {
            $0.path < $1.path
        }
        evidence.tree.coverage.gaps += folders.gaps + files.gaps
        evidence.tree.coverage.examined = evidence.tree.artifacts.count
    }

    private mutating func noteLimits() {
        if evidence.tree.host.isLive {
            evidence.tree.coverage.limits.append(
                """
                This is the running system: the result holds as far as its kernel and libraries are honest. Audit a \
                mounted image from another machine where that is in doubt.
                """)
        }
        if let owner = evidence.tree.artifacts.first(where: { $0.path == "/" })?.facts.uid, owner != 0 {
            evidence.tree.coverage.limits.append(
                "The top of the tree belongs to uid \(owner), so that user and not root is taken as the proper owner.")
        }
    }
}
