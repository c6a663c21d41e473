package import AuditModel
import FileFormats
import Glibc
import TreeReading

/// What to obtain, from where and into which cache.
package struct FetchRequest: Sendable {
    package let facts: TreeFacts
    package let sources: MachineSources
    /// Every package, not only those that an audit of hooks needs.
    package let all: Bool
    /// Bytes that the cached archives may take; those of this run are never removed.
    package let cacheLimit: UInt64
    package let jobs: Int
    /// Seconds for which package lists count as new, so that apt-get is not run where nothing is missing; 0 for never.
    package let listAge: Int64
    package let now: Timestamp

    package init(
        facts: TreeFacts, sources: MachineSources, all: Bool, cacheLimit: UInt64, jobs: Int, listAge: Int64,
        now: Timestamp
    ) {
        self.facts = facts
        self.sources = sources
        self.all = all
        self.cacheLimit = cacheLimit
        self.jobs = jobs
        self.listAge = listAge
        self.now = now
    }
}

/// What a fetch came to.
package struct FetchOutcome: Sendable {
    package internal(set) var needed = 0
    /// Archives that were in the cache already.
    package internal(set) var held = 0
    package internal(set) var obtained = 0
    /// Bytes of the archives obtained.
    package internal(set) var bytes: UInt64 = 0
    /// Archives of another version than the installed one, which no list knows.
    package internal(set) var otherVersions = 0
    package internal(set) var pruned = 0
    /// Packages that no list knows in any version.
    package internal(set) var unavailable: [InstalledPackage] = []
    /// What could not be had, one sentence each.
    package internal(set) var problems: [ReportText] = []
    package internal(set) var refusedSources: [ParseProblem] = []
    package internal(set) var programs: [(path: String, sha256: SHA256Digest)] = []
    /// Age in seconds of the package lists where they were new enough and nothing was missing; apt-get was not run then.
    package internal(set) var reusedLists: Int64?
}

/// Obtains archives through apt-get of the auditing machine, under a private configuration.
package struct Fetcher {
    /// Bytes that are there and bytes that there will be.
    package typealias Announce = @Sendable (_ done: UInt64, _ total: UInt64) -> Void

    private let request: FetchRequest
    private let folder: FetchFolder
    private let apt: PrivateApt
    private var outcome = FetchOutcome()

    /// Packages asked for in one run of apt-get: what a broken connection can cost at most.
    private static let batchSize = 40

    /// Updates private package lists, works out what is missing, and downloads it.
    ///
    /// - Throws: `FetchFailure` where no list could be had at all; single archives that fail are problems.
    package static func run(
        _ request: FetchRequest, folder: FetchFolder, announce: @escaping Announce
    ) async throws(FetchFailure) -> FetchOutcome {
        var fetcher = Fetcher(request: request, folder: folder)
        try await fetcher.run(announce: announce)
        return fetcher.outcome
    }

    private init(request: FetchRequest, folder: FetchFolder) {
        self.request = request
        self.folder = folder
        apt = PrivateApt(folder: folder)
    }

    private mutating func run(announce: @escaping Announce) async throws(FetchFailure) {
        outcome.refusedSources = request.sources.refused
        if request.sources.isEmpty { throw FetchFailure(.noSources, "no source line may be used") }
        let packages = request.facts.ledger.packages
        let architectures = Dictionary(grouping: packages.map(\.key.architecture).filter { $0 != "all" }) { $0 }
        let native = architectures.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? "amd64"
        try apt.prepare(sources: request.sources, native: native, architectures: architectures.keys.sorted())
        outcome.programs = apt.programs()
        let needed = FetchPlan.needed(in: request.facts, all: request.all)
        outcome.needed = needed.count
        let stamp = ListStamp(folder: folder, programs: outcome.programs, now: request.now)
        if let age = stamp.age(upTo: request.listAge), let plan = plan(for: needed), await missing(of: plan).isEmpty {
            outcome.reusedLists = age
            finish(plan, missing: 0)
            return
        }
        stamp.clear()
        let complaint = try await apt.update()
        guard let plan = plan(for: needed) else {
            throw FetchFailure(.noIndex, "no package list could be obtained: \(UntrustedText((complaint ?? "").utf8))")
        }
        if let complaint {
            outcome.problems.append("apt-get update: \(UntrustedText(complaint.utf8))")
        } else {
            try stamp.set()
        }
        let missing = await missing(of: plan)
        if !missing.isEmpty { await obtain(missing, announce: announce) }
        finish(plan, missing: missing.count)
    }

    private mutating func finish(_ plan: FetchPlan, missing: Int) {
        outcome.unavailable = plan.unavailable
        outcome.otherVersions = plan.items.count { $0.isOtherVersion }
        outcome.held = plan.items.count - missing
        for item in plan.items {
            // Used now, so pruned last.
            _ = unsafe utimensat(AT_FDCWD, "\(folder.archives)/\(item.fileName)", nil, AT_SYMLINK_NOFOLLOW)
        }
        outcome.pruned = folder.prune(to: request.cacheLimit, keeping: Set(plan.items.map(\.fileName)))
    }

    /// Nil where no list names any package that is needed.
    private func plan(for needed: [InstalledPackage]) -> FetchPlan? {
        let stanzas = stanzas(of: Set(needed.map(\.key.name)))
        return stanzas.isEmpty ? nil : FetchPlan(needed: needed, stanzas: stanzas)
    }

    /// Stanzas of the private lists; they only plan the download, proof is the audit's business.
    private func stanzas(of names: Set<UntrustedText>) -> [IndexStanza] {
        FetchFolder.files(in: folder.lists)
            .filter { $0.name.utf8.reversed().starts(with: "_Packages".utf8.reversed()) }
            .flatMap { file -> [IndexStanza] in
                let path = HostPath("\(folder.lists)/\(file.name)".utf8)
                guard let bytes = try? HostTree(root: [UInt8(ascii: "/")]).read(path, cap: 1 << 30).bytes else {
                    return []
                }
                return PackagesIndex(bytes, names: names).stanzas
            }
    }

    /// What the cache does not hold with the right content.
    private func missing(of plan: FetchPlan) async -> [FetchPlan.Item] {
        let present = Dictionary(
            FetchFolder.files(in: folder.archives).map { ($0.name, $0.size) }, uniquingKeysWith: { first, _ in first })
        // The name says which content was kept, the bytes say whether it still is.
        return await BoundedWork.map(plan.items, jobs: request.jobs) { [folder] item -> FetchPlan.Item? in
            guard present[item.fileName] == item.stanza.size else { return item }
            return FetchBatch.digest(of: "\(folder.archives)/\(item.fileName)") == item.stanza.sha256 ? nil : item
        }.compactMap { $0 }
    }

    private mutating func obtain(_ missing: [FetchPlan.Item], announce: @escaping Announce) async {
        let total = missing.reduce(0) { $0 + $1.stanza.size }
        let batches = stride(from: 0, to: missing.count, by: Self.batchSize).map {
            Array(missing[$0..<min($0 + Self.batchSize, missing.count)])
        }
        let (apt, folder) = (apt, folder)
        let watch = Task { await Self.watch(folder, total: total, announce: announce) }
        let results = await withTaskGroup(of: (Int, BatchResult).self) { group in
            var results: [(Int, BatchResult)] = []
            for (index, batch) in batches.enumerated() {
                if index >= max(1, min(request.jobs, 4)), let done = await group.next() { results.append(done) }
                group.addTask { (index, await FetchBatch(items: batch, number: index, apt: apt, folder: folder).run()) }
            }
            for await done in group { results.append(done) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
        watch.cancel()
        await watch.value
        for result in results {
            outcome.obtained += result.obtained.count
            outcome.bytes += result.obtained.reduce(0) { $0 + $1.stanza.size }
            outcome.problems += result.problems
        }
    }

    /// Twice a second, how many bytes have come in.
    private static func watch(_ folder: FetchFolder, total: UInt64, announce: Announce) async {
        let start = FetchFolder.files(in: folder.archives).reduce(0) { $0 + $1.size }
        while !Task.isCancelled {
            let stored = FetchFolder.files(in: folder.archives).reduce(0) { $0 + $1.size }
            let coming = FetchBatch.folders(in: folder).flatMap { FetchFolder.files(in: $0) }.reduce(0) { $0 + $1.size }
            announce(min(stored &- min(start, stored) + coming, total), total)
            try? await Task.sleep(for: .milliseconds(500))
        }
    }
}
