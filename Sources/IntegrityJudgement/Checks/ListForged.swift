package import AuditModel

/// A `.list` that claims what the package does not ship, leaves out what it ships, or is gone.
package struct ListForged: Check {
    package static let id = CheckID("list-forged")
    package let summary = "a package's file list is not what its data.tar gives"
    package let why = """
        The list is what makes a file look owned: one added line turns a planted hook into a file of a known package for \
        dpkg -S and for every tool that asks it.
        """
    package let references = ["dpkg lib/dpkg/db-fsys-files.c", "ATT&CK T1036"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter,
        DatabaseSteps.inspectRecord,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard entry.member == "list", view.assessments[artifact.path]?.verdict == .modified else { return nil }
            let archives = ReferenceSelection.deciding(among: view.evidence.references.archives[package.key] ?? [])
            guard let archive = archives.first(where: { $0.payload != nil }), let content = artifact.content else {
                return nil
            }
            let difference = ListDifference(content: content, package: package, archive: archive, ledger: view.ledger)
            return finding(artifact, package, difference, archive)
        } + unbackedClaims(in: view) + missing(in: view)
    }

    private func finding(
        _ artifact: Artifact, _ package: InstalledPackage, _ difference: ListDifference, _ archive: PackageArchive
    ) -> Finding {
        let unbacked = difference.unbacked.prefix(5).map {
            "claims \($0), which the archive does not ship" as ReportText
        }
        let omitted = difference.omitted.prefix(5).map { "leaves out \($0), which the archive ships" as ReportText }
        let more = difference.unbacked.count + difference.omitted.count - unbacked.count - omitted.count
        var evidence = unbacked + omitted
        if more > 0 { evidence.append("and \(more) more lines") }
        evidence.append("compared with data.tar of \(archive.location)")
        return Finding(
            check: id, severity: difference.unbacked.isEmpty ? .medium : .high, path: artifact.path,
            package: package.key,
            title: "the file list of \(package.key.name) \(package.version) is not what its archive gives",
            evidence: evidence)
    }

    /// Without an archive: a configuration file that a list claims and neither md5sums nor Conffiles back.
    private func unbackedClaims(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.artifacts.compactMap { artifact in
            guard artifact.reading != nil, artifact.facts.kind == .regular,
                let assessment = view.assessments[artifact.path], assessment.verdict == .unverifiable,
                assessment.rung == .unverifiable
            else { return nil }
            let claims = view.ledger.claims(on: artifact.path)
            let owners = claims.compactMap { claim -> PackageKey? in
                if case .listed(let key) = claim { return key }
                return nil
            }
            guard let owner = owners.first, owners.count == claims.count,
                view.evidence.tree.recordedMD5[owner] != nil
            else { return nil }
            return Finding(
                check: id, severity: .medium, path: artifact.path, package: owner,
                title: "\(owner.name) lists this file, but neither its md5sums nor its Conffiles field knows it",
                evidence: [assessment.reason])
        }
    }

    private func missing(in view: EvidenceView) -> [Finding] {
        let folder: HostPath = "/var/lib/dpkg/info"
        let unread = Set(view.evidence.coverage.gaps.map(\.path))
        if unread.contains(folder) { return [] }
        let present = Set(view.ownedInfoEntries.filter { $0.entry.member == "list" }.map(\.package.key))
        return view.ledger.packages.compactMap { package in
            guard package.status != .notInstalled, !present.contains(package.key) else { return nil }
            if !view.ledger.formatIsQualified, package.isMultiArchSame { return nil }
            let stem = package.infoStem(formatIsQualified: view.ledger.formatIsQualified)
            let path = folder.appending(stem.bytes + Array(".list".utf8))
            if unread.contains(path) { return nil }
            return Finding(
                check: id, severity: .medium, path: path, package: package.key,
                title: "\(package.key.name) has no file list, so dpkg takes all its files for unowned")
        }
    }
}
