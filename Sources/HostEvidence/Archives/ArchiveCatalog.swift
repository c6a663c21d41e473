package import AuditModel
package import FileFormats
import Glibc
import Synchronization

/// One file that may be a package archive, opened only when its turn comes.
package struct ArchiveCandidate: Sendable {
    package let origin: ArchiveOrigin
    package let location: UntrustedText
    /// Returns a descriptor open for reading, which the catalogue closes.
    package let open: @Sendable () throws(ArchiveProblem) -> Int32

    package init(
        origin: ArchiveOrigin, location: UntrustedText, open: @escaping @Sendable () throws(ArchiveProblem) -> Int32
    ) {
        self.origin = origin
        self.location = location
        self.open = open
    }
}

/// A sound archive of a wanted package in a version that is not wanted; its bytes were not hashed.
package struct OtherArchive: Hashable, Sendable {
    package let identity: PackageIdentity
    package let origin: ArchiveOrigin
    package let location: UntrustedText
}

/// What a set of archives holds of the packages that were asked for.
package struct ArchiveCatalog: Sendable {
    /// Archives of wanted packages in their wanted version, in the order of the candidates.
    package private(set) var references: [PackageKey: [PackageArchive]] = [:]
    /// Archives of wanted packages in the other versions that were asked for, in the order of the candidates.
    package private(set) var others: [PackageKey: [PackageArchive]] = [:]
    /// In the order of the candidates.
    package private(set) var otherVersions: [OtherArchive] = []
    /// In the order of the candidates.
    package private(set) var unusable: [UnusableArchive] = []
    /// Number of candidates.
    package private(set) var seen = 0

    /// Reads every candidate, `jobs` at a time, each by its content and never by its name.
    ///
    /// Each file's control.tar is read first; only an archive of a wanted package in its wanted version is then
    /// hashed whole. Memory: one 256 KiB buffer and the head of one archive for each job, and the results.
    ///
    /// - Parameter others: builds in another version that are worth the same work, since a signed index lists them.
    package static func read(
        _ candidates: [ArchiveCandidate], wanted: Set<PackageIdentity>, others: Set<PackageIdentity> = [], jobs: Int,
        limits: ArchiveLimits = .standard
    ) async -> ArchiveCatalog {
        let names = Set(wanted.map(\.key.name))
        let queue = IndexQueue(count: candidates.count)
        let outcomes = await withTaskGroup(of: [(Int, Outcome)].self) { group in
            for _ in 0..<max(1, min(jobs, candidates.count)) {
                group.addTask {
                    let scratch = ScratchBuffer()
                    var found: [(Int, Outcome)] = []
                    while !Task.isCancelled, let index = queue.next() {
                        let reader = CandidateReader(
                            candidate: candidates[index], wanted: wanted, others: others, names: names, limits: limits)
                        found.append((index, reader.read(scratch)))
                    }
                    return found
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        var catalog = ArchiveCatalog()
        catalog.seen = candidates.count
        for (_, outcome) in outcomes.sorted(by: { $0.0 < $1.0 }) { catalog.add(outcome) }
        return catalog
    }

    private mutating func add(_ outcome: Outcome) {
        switch outcome {
        case .reference(let archive): references[archive.key, default: []].append(archive)
        case .other(let archive): others[archive.key, default: []].append(archive)
        case .otherVersion(let archive): otherVersions.append(archive)
        case .unusable(let archive): unusable.append(archive)
        case .unwanted: break
        }
    }
}

/// What became of one candidate.
private enum Outcome: Sendable {
    case reference(PackageArchive)
    case other(PackageArchive)
    case otherVersion(OtherArchive)
    case unusable(UnusableArchive)
    case unwanted
}

/// Reads one candidate as far as it is needed.
private struct CandidateReader {
    let candidate: ArchiveCandidate
    let wanted: Set<PackageIdentity>
    let others: Set<PackageIdentity>
    let names: Set<UntrustedText>
    let limits: ArchiveLimits

    func read(_ scratch: borrowing ScratchBuffer) -> Outcome {
        do throws(ArchiveProblem) {
            let descriptor = try candidate.open()
            defer { close(descriptor) }
            let head = try ArchiveHead(descriptor: descriptor, limits: limits)
            let identity = head.control.file.identity
            if wanted.contains(identity) || others.contains(identity) {
                let digest = try head.wholeDigest(scratch)
                let archive = head.archive(origin: candidate.origin, location: candidate.location, sha256: digest)
                return wanted.contains(identity) ? .reference(archive) : .other(archive)
            }
            guard names.contains(identity.key.name) else { return .unwanted }
            return .otherVersion(
                OtherArchive(identity: identity, origin: candidate.origin, location: candidate.location))
        } catch {
            return .unusable(error.unusable(origin: candidate.origin, location: candidate.location))
        }
    }
}

/// Hands out each index once to whichever task asks first.
private final class IndexQueue: Sendable {
    private let count: Int
    private let taken = Atomic<Int>(0)

    init(count: Int) {
        self.count = count
    }

    func next() -> Int? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }
}
