package import AuditModel
import Digests
import FileFormats
package import TreeReading

/// Everything in var/lib/dpkg/info: dot files, odd names and things that are no files included.
package struct InfoInventory: Sendable {
    package static let folder = DebianPaths.dpkgInfo

    package private(set) var artifacts: [Artifact] = []
    package private(set) var gaps: [CoverageGap] = []

    /// Reads and hashes every entry, with `limits.jobs` of them in flight.
    package init(tree: HostTree, ledger: Ledger, limits: Limits) async {
        let folder: HostFolder
        let names: [UntrustedText]
        do throws(HostAccessError) {
            folder = try tree.folder(Self.folder)
            let listing = try folder.names()
            names = listing.names
            if !listing.isComplete {
                gaps.append(
                    CoverageGap(
                        path: Self.folder, reason: "more than \(HostFolder.nameLimit) names; the rest was not read"))
            }
            artifacts.append(
                Artifact(path: Self.folder, role: .database, subject: .databasePart, facts: try folder.facts()))
        } catch {
            // A distroless image has no such folder, and says so where its packages were read.
            let isExpected = error.isAbsence && ledger.packages.contains(where: \.isOfStatusFolder)
            if !isExpected { gaps.append(error.gap) }
            return
        }
        let read = await BoundedWork.mapInRuns(names, runLength: 128, jobs: limits.jobs) { name in
            Self.read(name, in: folder, ledger: ledger, cap: limits.controlMember)
        }
        for (artifact, gap) in read {
            if let artifact { artifacts.append(artifact) }
            if let gap { gaps.append(gap) }
        }
    }

    /// One entry: its facts always, its bytes where it is a regular file that can be read.
    private static func read(
        _ name: UntrustedText, in folder: HostFolder, ledger: Ledger, cap: UInt64
    ) -> (artifact: Artifact?, gap: CoverageGap?) {
        let entry = InfoName.entry(name, in: ledger)
        let path = folder.path.appending(name)
        do throws(HostAccessError) {
            let reading = try folder.read(name, cap: cap)
            let artifact = Artifact(
                path: path, role: role(of: entry), subject: .infoEntry(entry), facts: reading.facts,
                sha256: ContentHasher.sha256(reading.bytes), content: keeps(entry) ? reading.bytes : nil)
            return (artifact, nil)
        } catch {
            guard let facts = try? folder.facts(of: name) else { return (nil, error.gap) }
            let artifact = Artifact(path: path, role: role(of: entry), subject: .infoEntry(entry), facts: facts)
            // What is no regular file is a finding of its own, not something left unread.
            if case .notRegular = error.code { return (artifact, nil) }
            return (artifact, error.gap)
        }
    }

    private static func role(of entry: InfoEntry) -> ArtifactRole {
        switch entry.standing {
        case .ofDpkg, .hidden, .nameless: return .database
        case .owned, .wrongNameForm, .orphan:
            if entry.isScript { return .maintainerScript }
            return entry.member == "list" ? .database : .controlMember
        }
    }

    /// Members whose bytes a check reads; the digest is enough for all others.
    private static func keeps(_ entry: InfoEntry) -> Bool {
        if entry.isScript { return true }
        return ["list", "md5sums", "conffiles", "triggers"].contains(entry.member)
    }
}
