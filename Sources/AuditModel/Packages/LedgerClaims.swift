/// Who claims a path once the diversions have been applied, as dpkg applies them while it unpacks.
extension Ledger {
    /// The claims on what stands at a path.
    ///
    /// A file that a diversion moved away is claimed where it went, and what took its place by the diverting package
    /// alone. A leftover such as `NAME.dpkg-dist` that nobody claims has the claims on `NAME`.
    package func claims(on path: HostPath) -> [OwnershipClaim] {
        let path = resolvingAliases(path)
        let found = claimsWithoutLeftovers(on: path)
        if found.contains(where: { $0.package != nil }) { return found }
        guard let base = LeftoverName.base(of: path) else { return found }
        return found + claimsWithoutLeftovers(on: base).filter { $0.package != nil }
    }

    /// The claims as they are written, whatever diversions say.
    package func recordedClaims(on path: HostPath) -> [OwnershipClaim] {
        claims[resolvingAliases(path)] ?? []
    }

    /// The base name whose claims a leftover has; nil where the path is claimed by itself, or by nobody.
    package func leftoverBase(of path: HostPath) -> HostPath? {
        let path = resolvingAliases(path)
        if claimsWithoutLeftovers(on: path).contains(where: { $0.package != nil }) { return nil }
        guard let base = LeftoverName.base(of: path) else { return nil }
        return claimsWithoutLeftovers(on: base).contains { $0.package != nil } ? base : nil
    }

    /// The path under which a package ships what stands at `path`: another one for a diverted file and for a leftover.
    package func shippedPath(of path: HostPath, by key: PackageKey) -> HostPath {
        let resolved = resolvingAliases(path)
        if let base = leftoverBase(of: resolved) { return shippedPath(of: base, by: key) }
        for diversion in diversions(toward: resolved) {
            let from = resolvingAliases(diversion.from)
            if recordedClaims(on: from).contains(where: { $0.package == key && diversion.moves($0) }) { return from }
        }
        return path
    }

    /// Every way of writing a path in a merged-/usr tree, as packages write theirs: `/usr/bin/sh` and `/bin/sh`.
    package func spellings(of path: HostPath) -> [HostPath] {
        let resolved = resolvingAliases(path)
        let others = aliases.keys.sorted().compactMap { alias -> HostPath? in
            guard let target = aliases[alias], resolved.isBeneath(target) else { return nil }
            return HostPath(alias.bytes + resolved.bytes.dropFirst(target.bytes.count))
        }
        return [resolved] + others
    }

    private func claimsWithoutLeftovers(on path: HostPath) -> [OwnershipClaim] {
        var found = claims[path] ?? []
        if let away = diversion(awayFrom: path) { found.removeAll { away.moves($0) } }
        for diversion in diversions(toward: path) {
            found += recordedClaims(on: diversion.from).filter { $0.package != nil && diversion.moves($0) }
        }
        return found
    }
}

extension Diversion {
    /// Whether the claimed file is moved: that of any package but the diverting one (lib/dpkg/db-fsys-divert.c).
    fileprivate func moves(_ claim: OwnershipClaim) -> Bool {
        guard let owner = claim.package else { return false }
        return owner.name != package
    }
}
