import AuditModel
import FileFormats
import TreeReading

/// The time zone of the audited root, in which its logs give local times.
struct TreeZone {
    let file: TimeZoneFile
    /// Which zone that is, for the report.
    let name: ReportText

    init(_ tree: HostTree) {
        let path: HostPath = "/etc/localtime"
        guard let bytes = try? tree.read(path, cap: 1 << 20, followingLink: true).bytes,
            let file = TimeZoneFile(bytes)
        else {
            self.file = .utc
            name = "UTC, since the tree has no readable \(path)"
            return
        }
        self.file = file
        let target = try? tree.facts(of: path).linkTarget
        name = target.map { "the tree's own zone, \($0)" } ?? "the tree's own zone, \(path)"
    }
}
