package import AuditModel

/// The home folders of root in passwd(5): dpkg reads `.dpkg.cfg` in the one that stands in its HOME.
package enum RootHomes {
    /// Accounts that are looked at; no system has more names for uid 0.
    package static let limit = 64

    /// The homes of every account with uid 0, each once, in file order, and whether there were more than `limit`.
    package static func homes(in passwd: [UInt8]) -> (homes: [HostPath], isComplete: Bool) {
        var homes: [HostPath] = []
        for line in ByteLines(passwd) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count >= 6, isZero(fields[2]) else { continue }
            let home = HostPath(fields[5].prefix { $0 != 0 })
            if homes.contains(home) { continue }
            if homes.count == limit { return (homes, false) }
            homes.append(home)
        }
        return (homes, true)
    }

    /// Any number of zeros, as strtoul(3) reads them.
    private static func isZero(_ field: ArraySlice<UInt8>) -> Bool {
        let digits = field.trimmingASCIISpace
        return !digits.isEmpty && digits.allSatisfy { $0 == 0x30 }
    }
}
