import AuditModel
import FileFormats
import TreeReading

/// What the lists of files show by themselves: their form, and what the package's own md5sums names beside them.
struct ListEvidence {
    /// The lists that dpkg itself would open, by package.
    private(set) var lists: [PackageKey: [UInt8]] = [:]
    private(set) var problems: [ParseProblem] = []
    private(set) var omissions: [PackageKey: RecordedOmission] = [:]

    /// Left-out paths that are kept of one package.
    private static let kept = 1000

    init(artifacts: [Artifact]) {
        var sums: [PackageKey: [UInt8]] = [:]
        for artifact in artifacts {
            guard let entry = artifact.infoEntry, case .owned(let key) = entry.standing, let content = artifact.content
            else { continue }
            if entry.member == "list" {
                lists[key] = content
                problems += FileList.problems(in: content, file: artifact.path)
            } else if entry.member == "md5sums" {
                sums[key] = content
            }
        }
        for (key, bytes) in sums {
            guard let list = lists[key] else { continue }
            omissions[key] = Self.omission(from: list, sums: bytes)
        }
    }

    private static func omission(from list: [UInt8], sums: [UInt8]) -> RecordedOmission? {
        // Some vendors sum the control members too, as DEBIAN/postinst.
        let named = Md5sums.entries(in: sums).filter { !$0.path.starts(with: "DEBIAN/".utf8) }
        let omitted = ListComparison.omissions(from: list, of: named.map(\.path))
        if omitted.isEmpty { return nil }
        return RecordedOmission(named: named.count, count: omitted.count, omitted: Array(omitted.prefix(kept)))
    }

    /// The first regular file of a package's list that is no conffile: one that an md5sums made by any tool names.
    static func firstFile(in list: [UInt8], conffiles: Set<HostPath>, tree: HostTree) -> HostPath? {
        for line in ByteLines(list).prefix(kept) where line.first == UInt8(ascii: "/") {
            let path = HostPath(line.prefix { $0 != 0 })
            if conffiles.contains(path) { continue }
            if (try? tree.facts(of: path).kind) == .regular { return path }
        }
        return nil
    }
}
