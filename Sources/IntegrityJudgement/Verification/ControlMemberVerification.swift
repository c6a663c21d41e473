import AuditModel

/// Judges the entries of the info folder against the control members of archives.
struct ControlMemberVerification {
    let evidence: Evidence
    let fittingBuilds: [PackageKey: PackageArchive]

    /// The verdict on an entry that belongs to a package; `.list` and dpkg-made md5sums are judged elsewhere.
    ///
    /// A signed archive of the installed version has the last word; without one, a signed build of another version is
    /// stronger than any archive that nobody vouches for, and the build that all but the scripts fit is the reference.
    /// A half-installed package has members of the old or of the new version, and any signed build of it may speak for them.
    func assess(_ artifact: Artifact, member: UntrustedText, of package: InstalledPackage) -> Assessment {
        let archives = ReferenceSelection.deciding(among: evidence.references.archives[package.key] ?? [])
        let others = OtherVersions(evidence: evidence)
        if archives.first?.rung != .signed, let other = others.assess(artifact, member: member, of: package) {
            return other
        }
        if let build = fittingBuilds[package.key] { return contradicted(artifact, member: member, by: build) }
        if archives.isEmpty { return others.unverifiable(package) }
        let assessment = compare(artifact, member: member, with: archives)
        if package.status == .halfInstalled, assessment?.rung == .contradicted,
            let other = others.assess(artifact, member: member, of: package)
        {
            return other
        }
        return assessment
            ?? Assessment(verdict: .unverifiable, rung: .unverifiable, reason: "the file could not be read")
    }

    /// A script that departs from the signed build that everything else of its package fits.
    private func contradicted(
        _ artifact: Artifact, member: UntrustedText, by build: PackageArchive
    ) -> Assessment {
        let trail = build.trail(toMember: member)
        let isShipped = build.member(member) != nil
        let fact: ReportText =
            isShipped ? "differs from \(trail.member)" : "is not shipped, and all else of the package is"
        return Assessment(
            verdict: isShipped ? .modified : .extra, rung: .contradicted, contradicts: .signedOtherVersion,
            reference: trail,
            reason: "\(fact) of the signed build \(build.key.text) \(build.version), whose md5sums stands here")
    }

    private func compare(
        _ artifact: Artifact, member: UntrustedText, with archives: [PackageArchive]
    ) -> Assessment? {
        ReferenceComparison(archives: archives).assessment { archive in
            guard let expected = archive.member(member) else { return .notShipped(archive.trail(toMember: member)) }
            let trail = archive.trail(toMember: member)
            if artifact.facts.kind != .regular { return .differs(trail) }
            guard let digest = artifact.sha256 else { return .silent("it could not be read") }
            return digest == expected.sha256 ? .equal(trail) : .differs(trail)
        }
    }

    /// Members that the deciding archives ship and the info folder lacks.
    func missing(present: Set<HostPath>, infoFolder: HostPath) -> [MissingMember] {
        var missing: [MissingMember] = []
        for package in evidence.tree.ledger.packages {
            let archives = ReferenceSelection.deciding(among: evidence.references.archives[package.key] ?? [])
            guard let archive = archives.first else { continue }
            // Without a usable format file dpkg sees none of these names: the finding about that file says it once.
            if !evidence.tree.ledger.formatIsQualified, package.isMultiArchSame { continue }
            if package.isOfStatusFolder { continue }
            let stem = package.infoStem(formatIsQualified: evidence.tree.ledger.formatIsQualified)
            for member in archive.members where isExpected(member.name, in: package) {
                let path = infoFolder.appending(stem.bytes + [UInt8(ascii: ".")] + member.name.bytes)
                if present.contains(path) { continue }
                let trail = archive.trail(toMember: member.name)
                missing.append(
                    MissingMember(
                        path: path, package: package.key, member: member.name,
                        assessment: archive.disagreeing(
                            .missing, trail, reason: "the info folder has no such file, and \(trail.location) ships it")
                    ))
            }
        }
        return missing.sorted { $0.path < $1.path }
    }

    /// On removal dpkg keeps only `.list` and `.postrm` (src/main/remove.c); a member whose name has a dot is never
    /// installed (src/main/unpack.c:pkg_infodb_update).
    private func isExpected(_ member: UntrustedText, in package: InstalledPackage) -> Bool {
        if member.bytes.contains(UInt8(ascii: ".")) || member == "list" { return false }
        if package.status.hasFullControlSet { return true }
        return package.status == .configFiles && member == "postrm"
    }
}
