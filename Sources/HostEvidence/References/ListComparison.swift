import AuditModel
import FileFormats

/// Compares a `.list` with the archive's own md5sums and conffiles: the cheap look that tells which data.tar to open.
enum ListComparison {
    /// Paths that the archive's md5sums or conffiles name and the list does not, in byte order.
    static func omissions(from list: [UInt8], archive: PackageArchive) -> [HostPath] {
        var lines = ListLines(list)
        var omitted: Set<HostPath> = []
        for entry in Md5sums.entries(in: archive.md5sums ?? []) where !lines.holds(entry.path) {
            omitted.insert(HostPath(entry.path))
        }
        for path in conffiles(in: archive.conffiles ?? []) where !lines.holds(path.bytes.dropFirst()) {
            omitted.insert(path)
        }
        return omitted.sorted()
    }

    /// The paths that the list does not hold, in byte order; they are given without a leading slash.
    static func omissions(from list: [UInt8], of paths: [ArraySlice<UInt8>]) -> [HostPath] {
        var lines = ListLines(list)
        return Set(paths.filter { !lines.holds($0) }.map { HostPath($0) }).sorted()
    }

    /// The paths of a conffiles member; a flag such as `remove-on-upgrade` may stand before one (deb-conffiles(5)), and a
    /// file so flagged is not in data.tar.
    private static func conffiles(in bytes: [UInt8]) -> [HostPath] {
        ByteLines(bytes).map(\.trimmingASCIISpace).filter { $0.first == UInt8(ascii: "/") }.map { HostPath($0) }
    }

    /// Whether any line of a list stands below a folder whose files are compared with data.tar.
    static func claimsPathInScope(_ list: [UInt8]) -> Bool {
        ByteLines(list).contains { line in
            line.starts(with: "/etc/apt/".utf8) || line.starts(with: "/etc/dpkg/".utf8)
        }
    }
}

/// The lines of a `.list`, asked for in nearly the order in which they stand.
///
/// dpkg-deb and dh_md5sums sort alike but for links, so the line asked for is almost always a few further on; only where
/// it is not found there are all lines put into a set.
private struct ListLines {
    private let lines: [ArraySlice<UInt8>]
    private var next = 0
    private var set: Set<ArraySlice<UInt8>>?

    /// Folders that may stand between two files before the set is the cheaper way.
    private static let reach = 64

    init(_ list: [UInt8]) {
        lines = Array(ByteLines(list))
    }

    /// Whether a line is `/` and `path`.
    mutating func holds(_ path: ArraySlice<UInt8>) -> Bool {
        for index in next..<min(next + Self.reach, lines.count) where Self.isPath(lines[index], path) {
            next = index + 1
            return true
        }
        let all = set ?? Set(lines)
        set = all
        return all.contains([UInt8(ascii: "/")] + path)
    }

    private static func isPath(_ line: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
        line.count == path.count + 1 && line.first == UInt8(ascii: "/") && line.last == path.last
            && line.dropFirst().elementsEqual(path)
    }
}
