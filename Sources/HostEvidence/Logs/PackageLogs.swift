package import AuditModel
import FileFormats
package import TreeReading

/// The last moment that var/log/dpkg.log and its first rotation name each package.
package struct PackageLogs: Sendable {
    package private(set) var lastLogged: [PackageKey: Timestamp] = [:]
    /// How log times, which carry no zone, were read; nil where there was no log.
    package private(set) var zone: ReportText?
    package private(set) var gaps: [CoverageGap] = []

    package init(tree: HostTree, ledger: Ledger, limits: Limits) {
        var local: [PackageKey: Int64] = [:]
        for name in ["dpkg.log.1", "dpkg.log"] {
            let path = HostPath("/var/log/\(name)".utf8)
            do throws(HostAccessError) {
                let bytes = try tree.read(path, cap: limits.database).bytes
                let unusable = DpkgLog.read(bytes) { seconds, action in
                    let key = PackageKey(name: action.name, architecture: action.architecture)
                    local[key] = max(local[key] ?? .min, seconds)
                }
                if unusable > 0 {
                    gaps.append(CoverageGap(path: path, reason: "\(unusable) lines without a readable time"))
                }
            } catch {
                if !error.isAbsence { gaps.append(error.gap) }
            }
        }
        if local.isEmpty { return }
        let treeZone = TreeZone(tree)
        zone = treeZone.name
        for package in ledger.packages {
            guard let seconds = local[package.key] else { continue }
            lastLogged[package.key] = Timestamp(seconds: treeZone.file.utcSeconds(local: seconds))
        }
    }
}
