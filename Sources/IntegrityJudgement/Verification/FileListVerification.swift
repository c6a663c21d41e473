import AuditModel

/// Judges what dpkg writes itself while it unpacks: `.list`, and md5sums for packages that ship none.
struct FileListVerification {
    let evidence: Evidence

    /// `.list` as a set against data.tar: extra lines may only be conffiles, absent ones only what another package took
    /// over (Replaces); dpkg's src/main/unpack.c and lib/dpkg/db-fsys-files.c.
    func assessList(_ artifact: Artifact, of package: InstalledPackage) -> Assessment {
        let archives = ReferenceSelection.deciding(among: evidence.references.archives[package.key] ?? [])
        if archives.isEmpty {
            return .unsettled(OtherVersions.reason(for: package, in: evidence))
        }
        guard let content = artifact.content else { return .unsettled("the file could not be read") }
        if package.status == .configFiles {
            return .unsettled("the package is removed, and its list is cut down to conffiles")
        }
        let opened = archives.filter { $0.payload != nil }
        if let archive = opened.first {
            let difference = ListDifference(
                content: content, package: package, archive: archive, evidence: evidence)
            return difference.assessment(of: archive)
        }
        if let omitted = evidence.references.listOmissions[package.key], !omitted.isEmpty {
            return .unsettled("its lines disagree with the archive's md5sums, and data.tar could not be read")
        }
        return Assessment(
            verdict: .unverifiable, rung: .selfConsistent,
            reason: "agrees with the archive's md5sums and conffiles; its lines were not recomputed from data.tar")
    }

    /// A dpkg-made md5sums against the digests of data.tar; files that path-exclude kept out may be absent.
    func assessMadeMd5sums(_ artifact: Artifact, of package: InstalledPackage) -> Assessment {
        let archives = ReferenceSelection.deciding(among: evidence.references.archives[package.key] ?? [])
        guard let archive = archives.first(where: { $0.payload != nil }), let payload = archive.payload else {
            return .unsettled("dpkg made it while unpacking, and data.tar was not read to make it again")
        }
        guard let recorded = evidence.tree.recordedMD5[package.key] else {
            return .unsettled("the file could not be read")
        }
        var expected: [HostPath: MD5Digest] = [:]
        for entry in payload where entry.kind == .regular { expected[entry.path] = entry.md5 }
        let member: UntrustedText = "data.tar"
        let trail = ReferenceTrail(
            origin: archive.origin, location: archive.location, archiveSHA256: archive.sha256, member: member,
            expectedSHA256: nil, proof: archive.proof)
        if let wrong = recorded.keys.sorted().first(where: { recorded[$0] != expected[$0] }) {
            return archive.disagreeing(
                .modified, trail, reason: "its line for \(wrong) is not what data.tar of \(archive.location) gives")
        }
        return archive.agreeing(trail, reason: "every line equals what data.tar of \(archive.location) gives")
    }
}

/// The two ways in which a `.list` departs from data.tar.
struct ListDifference {
    /// Lines that neither data.tar nor a conffile record backs.
    private(set) var unbacked: [HostPath] = []
    /// Paths of data.tar that the list leaves out and no other package took over.
    private(set) var omitted: [HostPath] = []
    /// Those of them that do not stand in the tree either: a package that had taken them over was removed since.
    private(set) var gone: [HostPath] = []

    init(content: [UInt8], package: InstalledPackage, archive: PackageArchive, evidence: Evidence) {
        let conffiles = Set(package.conffiles.map(\.path))
        var listed: Set<HostPath> = []
        for line in ByteLines(content) where !line.isEmpty && !line.elementsEqual("/.".utf8) {
            let path = HostPath(line)
            listed.insert(path)
            if archive.payloadEntry(at: path) == nil, !conffiles.contains(path) { unbacked.append(path) }
        }
        for entry in archive.payload ?? [] where entry.path != "/" && !listed.contains(entry.path) {
            let takenOver = evidence.tree.ledger.recordedClaims(on: entry.path).contains { claim in
                claim.package.map { $0 != package.key } ?? false
            }
            if takenOver { continue }
            if evidence.tree.absentPaths.contains(entry.path) {
                gone.append(entry.path)
            } else {
                omitted.append(entry.path)
            }
        }
    }

    func assessment(of archive: PackageArchive) -> Assessment {
        let trail = ReferenceTrail(
            origin: archive.origin, location: archive.location, archiveSHA256: archive.sha256, member: "data.tar",
            expectedSHA256: nil, proof: archive.proof)
        if let first = unbacked.first ?? omitted.first {
            let reason: ReportText =
                unbacked.isEmpty
                ? "leaves out \(first), which \(archive.location) ships"
                : "claims \(first), which \(archive.location) does not ship"
            return archive.disagreeing(.modified, trail, reason: reason)
        }
        if !gone.isEmpty {
            return .unsettled(
                "leaves out \(gone.count, "path") of \(archive.location) that \(gone.count == 1 ? "is" : "are" as ReportText) gone from the tree too"
            )
        }
        return archive.agreeing(trail, reason: "every line was recomputed from data.tar of \(archive.location)")
    }
}

extension Assessment {
    /// Nothing decides, with the reason.
    static func unsettled(_ reason: ReportText) -> Assessment {
        Assessment(verdict: .unverifiable, rung: .unverifiable, reason: reason)
    }
}
