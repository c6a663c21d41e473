import AuditModel
import TreeReading

/// One folder in which indexes or keys are looked for: the audited tree's, or one of the auditing machine.
struct RepositoryPlace: Sendable {
    let tree: HostTree
    /// Below the root of `tree`.
    let folder: HostPath
    let isOfTree: Bool
    /// What stands before a path of `tree` so that the operator can find it; empty for the audited tree.
    private let prefix: [UInt8]

    /// A folder of the audited tree.
    init(tree: HostTree, folder: HostPath) {
        self.tree = tree
        self.folder = folder
        isOfTree = true
        prefix = []
    }

    /// A folder of the auditing machine; links inside it are followed inside it.
    init(machine folder: UntrustedText) throws(HostAccessError) {
        tree = try HostTree(root: folder.bytes)
        self.folder = "/"
        isOfTree = false
        var prefix = folder.bytes[...]
        while prefix.last == UInt8(ascii: "/") { prefix = prefix.dropLast() }
        self.prefix = Array(prefix)
    }

    func location(of path: HostPath) -> UntrustedText {
        UntrustedText(prefix + path.bytes)
    }

    func gap(_ error: HostAccessError) -> CoverageGap {
        CoverageGap(path: HostPath(location(of: error.path).bytes), reason: error.reason, errno: error.errno)
    }

    /// Deepest folder, and most names, that are looked at.
    private static let deepest = 10
    private static let mostNames = 300_000
    /// Folders that hold no index: archives, unfinished downloads, and what Release files name by digest.
    private static let skipped: Set<UntrustedText> = ["pool", "partial", "auxfiles", "by-hash", "lost+found"]

    /// Every path below the folder that is no folder itself, sorted; what could not be listed is a gap.
    func paths(isWanted: (UntrustedText) -> Bool) -> (paths: [HostPath], gaps: [CoverageGap]) {
        var paths: [HostPath] = []
        var gaps: [CoverageGap] = []
        var pending: [(path: HostPath, depth: Int)] = [(folder, 0)]
        var seen = 0
        while let (path, depth) = pending.popLast() {
            do throws(HostAccessError) {
                let opened = try tree.folder(path)
                for name in try opened.names().names {
                    seen += 1
                    if seen > Self.mostNames {
                        let reason: ReportText = "more than \(Self.mostNames) names; the rest was left out"
                        return (
                            paths.sorted(),
                            gaps + [CoverageGap(path: HostPath(location(of: path).bytes), reason: reason)]
                        )
                    }
                    if isWanted(name) {
                        paths.append(path.appending(name))
                    } else if !isOfTree, depth < Self.deepest, !Self.skipped.contains(name),
                        (try? opened.facts(of: name).kind) == .directory
                    {
                        pending.append((path.appending(name), depth + 1))
                    }
                }
            } catch {
                if !error.isAbsence { gaps.append(gap(error)) }
            }
        }
        return (paths.sorted(), gaps)
    }
}
