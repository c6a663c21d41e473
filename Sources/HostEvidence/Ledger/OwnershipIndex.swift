package import AuditModel

/// Answers who claims the paths that an audit asks about, from the `.list` files and the database.
package struct OwnershipIndex: Sendable {
    /// Folders below which every path is asked about.
    package static let foldersInScope = DebianPaths.configuration

    private let paths: Set<HostPath>
    /// Lengths that a line may have: those of the paths asked about, and four less where `/usr` was left off.
    private let lengths: [Bool]
    private let ledger: Ledger

    /// - Parameter paths: further single paths, such as the programs that hooks run.
    package init(paths: Set<HostPath>, ledger: Ledger) {
        self.ledger = ledger
        let resolved = Set(paths.map { ledger.resolvingAliases($0) })
        self.paths = resolved
        var lengths = [Bool](repeating: false, count: (resolved.map(\.bytes.count).max() ?? 0) + 1)
        for path in resolved {
            lengths[path.bytes.count] = true
            if path.bytes.count >= 4 { lengths[path.bytes.count - 4] = true }
        }
        self.lengths = lengths
    }

    /// Claims by alias-free path; each path's claims in package order.
    ///
    /// - Parameter lists: the bytes of each package's `.list` as dpkg would open it.
    package func claims(in lists: [(PackageKey, [UInt8])]) -> [HostPath: [OwnershipClaim]] {
        var claims: [HostPath: [OwnershipClaim]] = [:]
        for (key, bytes) in lists {
            for line in ByteLines(bytes) where mayMatter(line) {
                let path = ledger.resolvingAliases(HostPath(line))
                if isWanted(path) { claims[path, default: []].append(.listed(key)) }
            }
        }
        for package in ledger.packages {
            for record in package.conffiles {
                let path = ledger.resolvingAliases(record.path)
                if isWanted(path) { claims[path, default: []].append(.conffile(package.key, record)) }
            }
        }
        for diversion in ledger.diversions {
            for path in [diversion.from, diversion.to].map(ledger.resolvingAliases) where isWanted(path) {
                claims[path, default: []].append(.diverted(diversion))
            }
        }
        return claims
    }

    /// A cheap look before a path is made: most of a host's hundred thousand lines are neither in scope nor asked about.
    private func mayMatter(_ line: ArraySlice<UInt8>) -> Bool {
        if line.count < lengths.count, lengths[line.count] { return true }
        return line.first == UInt8(ascii: "/") && line.dropFirst().first == UInt8(ascii: "e")
            && Self.foldersInScope.contains { line.starts(with: $0.bytes) }
    }

    private func isWanted(_ path: HostPath) -> Bool {
        paths.contains(path) || Self.isInScope(path)
    }

    /// Whether a path is asked about by itself; without merged-/usr aliases.
    static func isInScope(_ path: HostPath) -> Bool {
        foldersInScope.contains { path == $0 || path.isBeneath($0) }
    }
}
