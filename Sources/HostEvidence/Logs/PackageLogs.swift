package import AuditModel
import FileFormats

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
                let unusable = DpkgLog.read(bytes) { entry in
                    let key = PackageKey(name: entry.name, architecture: entry.architecture)
                    local[key] = max(local[key] ?? .min, entry.localSeconds)
                }
                if unusable > 0 {
                    gaps.append(CoverageGap(path: path, reason: "\(unusable) lines without a readable time"))
                }
            } catch {
                if !error.isAbsence { gaps.append(error.gap) }
            }
        }
        if local.isEmpty { return }
        let zone = readZone(tree)
        for package in ledger.packages {
            guard let seconds = local[package.key] else { continue }
            lastLogged[package.key] = Timestamp(seconds: zone.utcSeconds(local: seconds))
        }
    }

    private mutating func readZone(_ tree: HostTree) -> TimeZoneFile {
        let path: HostPath = "/etc/localtime"
        guard let bytes = try? tree.read(path, cap: 1 << 20, followingLink: true).bytes,
            let file = TimeZoneFile(bytes)
        else {
            zone = "UTC, since the tree has no readable \(path)"
            return .utc
        }
        if let target = try? tree.facts(of: path).linkTarget {
            zone = "the tree's own zone, \(target)"
        } else {
            zone = "the tree's own zone, \(path)"
        }
        return file
    }
}
