/// Files that a package's own md5sums names and its `.list` does not.
package struct RecordedOmission: Hashable, Codable, Sendable {
    /// Number of files that the md5sums names.
    package let named: Int
    /// Number of them that the list leaves out.
    package let count: Int
    /// The first of them, in byte order.
    package let omitted: [HostPath]

    package init(named: Int, count: Int, omitted: [HostPath]) {
        self.named = named
        self.count = count
        self.omitted = omitted
    }
}
