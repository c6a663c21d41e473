import AuditModel
import TreeReading

/// Facts of the folders and database files whose permissions decide who can change what root runs.
enum FolderFacts {
    private static let paths: [HostPath] = [
        "/", "/etc/apt", "/etc/apt/apt.conf.d", "/etc/dpkg", "/etc/dpkg/dpkg.cfg.d", "/var/lib/dpkg",
        "/var/lib/dpkg/status", "/var/lib/dpkg/diversions", "/var/lib/dpkg/statoverride", "/var/lib/dpkg/triggers",
        "/var/lib/dpkg/updates", "/var/lib/dpkg/arch",
    ]

    /// One artifact for each that exists; absence is normal for most of them.
    static func artifacts(in tree: HostTree) -> (artifacts: [Artifact], gaps: [CoverageGap]) {
        var artifacts: [Artifact] = []
        var gaps: [CoverageGap] = []
        for path in paths {
            do throws(HostAccessError) {
                let facts = try tree.followedFacts(of: path)
                artifacts.append(Artifact(path: path, role: .database, subject: .databasePart, facts: facts))
            } catch {
                if !error.isAbsence { gaps.append(error.gap) }
            }
        }
        return (artifacts, gaps)
    }
}
