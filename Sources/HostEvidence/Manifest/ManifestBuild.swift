package import AuditModel
import FileFormats
import Glibc
package import TreeReading

/// Reads archives of the auditing machine and proves them, for a known-good store.
package struct ManifestBuild: Sendable {
    /// Archives that a pinned chain proves, in the order of package, architecture and version.
    package private(set) var proven: [PackageArchive] = []
    /// Archives that no signed index lists.
    package private(set) var unproven: [UntrustedText] = []
    /// Archives that break a rule or could not be read.
    package private(set) var unusable: [UnusableArchive] = []
    /// What the signatures' verification has to say.
    package private(set) var remarks: [ReportText] = []

    /// - Parameters:
    ///   - folders: of .deb files.
    ///   - indexes: folders with signed indexes, beside the machine's own lists.
    package init(
        folders: [UntrustedText], indexes: [UntrustedText], keyrings: [UntrustedText], trusted: [KeyFingerprint],
        jobs: Int
    ) async throws(HostAccessError) {
        let machine = try HostTree(root: [UInt8(ascii: "/")])
        var limits = Limits()
        limits.jobs = jobs
        let candidates = folders.flatMap { ArchiveFolder($0).candidates() }
        let read = await BoundedWork.map(candidates, jobs: jobs) { Self.archive(of: $0) }
        var archives: [PackageArchive] = []
        for result in read {
            switch result {
            case .success(let archive): archives.append(archive)
            case .failure(let failure): unusable.append(failure.archive)
            }
        }
        var collection = SignedIndexCollection(tree: machine, ledger: Self.ledger(of: archives), limits: limits)
        await collection.read(
            folders: indexes, keyrings: keyrings.map { ($0, isPinned: true) }, trusted: trusted)
        remarks = collection.remarks + collection.gaps.map { "\($0.path): \($0.reason)" }
        for var archive in archives {
            archive.proof = collection.indexes.proof(
                of: archive.key, version: archive.version, sha256: archive.sha256, size: archive.size)
            if archive.rung == .signed { proven.append(archive) } else { unproven.append(archive.location) }
        }
        await openPayloads(candidates, jobs: jobs)
        proven.sort { ($0.key, $0.version) < ($1.key, $1.version) }
    }

    /// An archive that cannot serve, as an error.
    private struct Failure: Error {
        let archive: UnusableArchive
    }

    private static func archive(of candidate: ArchiveCandidate) -> Result<PackageArchive, Failure> {
        do throws(ArchiveProblem) {
            let descriptor = try candidate.open()
            defer { close(descriptor) }
            let reader = DebArchive(descriptor: descriptor, origin: .supplied, location: candidate.location)
            return .success(try reader.read())
        } catch {
            return .failure(Failure(archive: error.unusable(origin: .supplied, location: candidate.location)))
        }
    }

    /// The archives' own names, for which stanzas are kept.
    private static func ledger(of archives: [PackageArchive]) -> Ledger {
        var ledger = Ledger()
        ledger.packages = archives.map {
            InstalledPackage(
                key: $0.key, version: $0.version, status: .installed,
                position: SourcePosition(file: HostPath($0.location.bytes), line: 1))
        }
        ledger.index()
        return ledger
    }

    /// Opens data.tar where an audit would: files in scope, or no md5sums to compare a list with.
    private mutating func openPayloads(_ candidates: [ArchiveCandidate], jobs: Int) async {
        let openers = Dictionary(candidates.map { ($0.location, $0.open) }, uniquingKeysWith: { first, _ in first })
        let needed = proven.indices.filter { Self.needsPayload(proven[$0]) }
        let work = needed.map { proven[$0] }
        let results = await BoundedWork.map(work, jobs: jobs) { archive in
            ReferenceCollection.payload(of: archive, opening: openers[archive.location])
        }
        var broken: Set<Int> = []
        for (index, result) in zip(needed, results) {
            switch result {
            case .success(let entries): proven[index].payload = entries
            case .failure(let problem):
                broken.insert(index)
                unusable.append(problem.unusable(origin: .supplied, location: proven[index].location))
            }
        }
        proven = proven.indices.filter { !broken.contains($0) }.map { proven[$0] }
    }

    private static func needsPayload(_ archive: PackageArchive) -> Bool {
        guard let md5sums = archive.md5sums else { return true }
        let paths = Md5sums.entries(in: md5sums).map { [UInt8(ascii: "/")] + $0.path }
        let conffiles = ByteLines(archive.conffiles ?? []).map(Array.init)
        return (paths + conffiles).contains { $0.starts(with: "/etc/apt/".utf8) || $0.starts(with: "/etc/dpkg/".utf8) }
    }
}
