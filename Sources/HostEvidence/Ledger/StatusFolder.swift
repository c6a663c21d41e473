import AuditModel
import Digests
import FileFormats
import TreeReading

/// The database of a distroless image: `status.d` holds one file a package, its control file, and `NAME.md5sums` beside it.
///
/// dpkg itself never reads it, so it is the database only where there is no status file, or an empty one.
struct StatusFolder {
    static let folder = DpkgDatabase.folder.appending("status.d".utf8)

    private(set) var packages: [InstalledPackage] = []
    private(set) var problems: [ParseProblem] = []
    private(set) var gaps: [CoverageGap] = []
    /// The md5sums files, each as the member that it was in its archive.
    private(set) var artifacts: [Artifact] = []

    init(tree: HostTree, limits: Limits) {
        do throws(HostAccessError) {
            let folder = try tree.folder(Self.folder)
            let listing = try folder.names()
            if !listing.isComplete {
                gaps.append(
                    CoverageGap(path: Self.folder, reason: "more than \(HostFolder.nameLimit) names"))
            }
            for name in listing.names where !name.hasSuffix(".md5sums") {
                readPackage(name, in: folder, names: Set(listing.names), limits: limits)
            }
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
        }
    }

    private mutating func readPackage(
        _ name: UntrustedText, in folder: HostFolder, names: Set<UntrustedText>, limits: Limits
    ) {
        let path = Self.folder.appending(name)
        do throws(HostAccessError) {
            let bytes = try folder.read(name, cap: limits.controlMember).bytes
            let (found, problems) = StatusStanza.packages(
                in: ControlParagraphs(bytes, file: path), path: path, assumesInstalled: true)
            packages += found
            self.problems += problems
            let sums = UntrustedText(name.bytes + Array(".md5sums".utf8))
            guard let key = found.first?.key, names.contains(sums) else { return }
            let reading = try folder.read(sums, cap: limits.controlMember)
            artifacts.append(
                Artifact(
                    path: Self.folder.appending(sums), role: .controlMember,
                    subject: .infoEntry(InfoEntry(stem: key.name, member: "md5sums", standing: .owned(key))),
                    facts: reading.facts, sha256: ContentHasher.sha256(reading.bytes), content: reading.bytes))
        } catch {
            gaps.append(error.gap)
        }
    }

    /// What stands for the lists of files, which such an image does not have: the files that the md5sums name.
    static func lists(from artifacts: [Artifact]) -> [PackageKey: [UInt8]] {
        var lists: [PackageKey: [UInt8]] = [:]
        for artifact in artifacts where artifact.path.isBeneath(folder) {
            guard let key = artifact.infoEntry?.package, let content = artifact.content else { continue }
            lists[key] = Md5sums.entries(in: content).flatMap { [UInt8(ascii: "/")] + $0.path + [0x0A] }
        }
        return lists
    }
}
