import AuditModel
import TreeReading

/// Facts of the folders and database files whose permissions decide who can change what root runs.
enum FolderFacts {
    /// Listed in every report, as the folders and files that the rest of it speaks of.
    private static let listed: [HostPath] = [
        "/", DebianPaths.aptConfiguration, DebianPaths.aptParts, DebianPaths.dpkgConfiguration, DebianPaths.dpkgParts,
        DebianPaths.dpkgDatabase, DebianPaths.dpkgStatus, "/var/lib/dpkg/diversions", "/var/lib/dpkg/statoverride",
        "/var/lib/dpkg/triggers",
        "/var/lib/dpkg/updates", "/var/lib/dpkg/arch",
    ]

    /// What else apt, dpkg, debconf and the shell load, or look for programs in.
    private static let loaded: [HostPath] = [
        DebianPaths.aptSourceParts, DebianPaths.aptPreferences, DebianPaths.aptTrustedKeys, DebianPaths.aptKeyrings,
        "/etc/default", "/etc/perl", "/etc/ld.so.conf.d", "/etc/profile.d", "/etc/needrestart/conf.d",
        "/etc/kernel/postinst.d", "/var/lib/dpkg/alternatives", DebianPaths.dpkgStatusFolder, DebianPaths.aptLists,
        DebianPaths.aptArchives, "/var/cache/debconf", "/bin", "/sbin", "/lib", "/usr/bin", "/usr/sbin", "/usr/lib",
        "/usr/local/bin", "/usr/local/sbin", "/usr/lib/apt/methods", "/usr/lib/apt/solvers", "/usr/lib/apt/planners",
        "/usr/lib/dpkg/methods", "/usr/share/debconf", "/usr/share/perl5/Debconf", "/usr/share/keyrings",
        "/usr/share/dpkg",
    ]

    /// `loaded` and every folder on the way to it and to `listed`, without these: who may write one of them decides what
    /// the leaves hold.
    private static let onTheWay: [HostPath] = {
        var paths: Set<HostPath> = []
        for leaf in listed + loaded {
            var path = leaf
            while path != "/" {
                paths.insert(path)
                path = path.parent
            }
        }
        return paths.subtracting(listed).sorted()
    }()

    /// One artifact for each that exists, absence being normal for most; a folder on the way only where somebody else than
    /// the owner of the tree may write it, since forty sound ones in every report would say nothing.
    static func artifacts(in tree: HostTree) -> (artifacts: [Artifact], gaps: [CoverageGap]) {
        var artifacts: [Artifact] = []
        var gaps: [CoverageGap] = []
        let owner = (try? tree.facts(of: "/"))?.uid ?? 0
        for path in listed + onTheWay {
            do throws(HostAccessError) {
                if !listed.contains(path), !(try isOpenToOthers(tree.facts(of: path), owner: owner)) { continue }
                let facts = try tree.followedFacts(of: path)
                artifacts.append(Artifact(path: path, role: .database, subject: .databasePart, facts: facts))
            } catch {
                if !error.isAbsence { gaps.append(error.gap) }
            }
        }
        return (artifacts, gaps)
    }

    /// A link is judged by what it leads to, which has its own place among the folders.
    private static func isOpenToOthers(_ facts: FileFacts, owner: UInt32) -> Bool {
        facts.kind != .symlink && (facts.uid != owner || facts.mode & 0o022 != 0)
    }
}
