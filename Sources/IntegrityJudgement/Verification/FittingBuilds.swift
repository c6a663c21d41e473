import AuditModel

/// Signed builds that the members in the info folder fit, whatever version the status file names.
///
/// md5sums names every file of a build by its digest, the changelog with its version among them, so that a package whose
/// md5sums equals that of a signed build is that build. A script of it that differs was then changed, and so was the
/// record that named another version.
struct FittingBuilds {
    /// The build of each package whose scripts depart from it; packages whose members all fit need no such look.
    private(set) var builds: [PackageKey: PackageArchive] = [:]

    init(evidence: Evidence) {
        var members: [PackageKey: [UntrustedText: SHA256Digest]] = [:]
        for artifact in evidence.tree.artifacts {
            guard let entry = artifact.infoEntry, case .owned(let key) = entry.standing, let digest = artifact.sha256,
                evidence.references.otherArchives[key] != nil
            else { continue }
            members[key, default: [:]][entry.member] = digest
        }
        for (key, found) in members {
            guard let package = evidence.tree.ledger.package(key),
                !(evidence.references.archives[key] ?? []).contains(where: { $0.rung == .signed })
            else { continue }
            // The latest, so that the answer does not depend on which folder was read first.
            builds[key] = (evidence.references.otherArchives[key] ?? [])
                .filter { $0.rung == .signed && Self.fits(found, $0, package) }
                .max { left, right in
                    left.version == right.version
                        ? left.location > right.location
                        : DebianVersion.isEarlier(left.version, than: right.version)
                }
        }
    }

    /// Whether everything but scripts equals the build, and a script does not.
    private static func fits(
        _ found: [UntrustedText: SHA256Digest], _ archive: PackageArchive, _ package: InstalledPackage
    ) -> Bool {
        guard let sums = archive.md5sums, let expected = archive.member("md5sums"), found["md5sums"] == expected.sha256,
            namesItsVersion(sums) || DebianVersion.isEarlier(archive.version, than: package.version)
        else { return false }
        var departs = false
        for (member, digest) in found where member != "list" {
            if archive.member(member)?.sha256 == digest { continue }
            guard InfoEntry.scriptMembers.contains(member) else { return false }
            departs = true
        }
        return departs
    }

    /// Whether a changelog is among the files, whose digest no other version of the package has.
    private static func namesItsVersion(_ sums: [UInt8]) -> Bool {
        ByteLines(sums).contains { line in
            line.reversed().starts(with: "/changelog.Debian.gz".utf8.reversed())
                || line.reversed().starts(with: "/changelog.gz".utf8.reversed())
        }
    }
}
