import AuditModel
import FileFormats

/// Compares a `.list` with the archive's own md5sums and conffiles: the cheap look that tells which data.tar to open.
enum ListComparison {
    /// Paths that the archive's md5sums or conffiles name and the list does not, in byte order.
    static func omissions(from list: [UInt8], archive: PackageArchive) -> [HostPath] {
        var listed: Set<ArraySlice<UInt8>> = []
        for line in ByteLines(list) { listed.insert(line) }
        var omitted: Set<HostPath> = []
        for entry in Md5sums.entries(in: archive.md5sums ?? []) {
            if !listed.contains([UInt8(ascii: "/")] + entry.path) { omitted.insert(HostPath(entry.path)) }
        }
        for path in conffiles(in: archive.conffiles ?? []) where !listed.contains(path.bytes[...]) {
            omitted.insert(path)
        }
        return omitted.sorted()
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
