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
            guard entry.member == "list", package.status != .configFiles else { return nil }
            let archives = ReferenceSelection.deciding(among: view.evidence.references.archives[package.key] ?? [])
            guard let archive = archives.first(where: { $0.payload != nil }), let content = artifact.content else {
                return nil
            }
            let difference = ListDifference(
                content: content, package: package, archive: archive, evidence: view.evidence)
            if view.assessments[artifact.path]?.verdict == .modified {
                return finding(artifact, package, difference, archive)
            }
            return difference.gone.isEmpty ? nil : gone(artifact, package, difference.gone)
        } + againstRecords(in: view) + unbackedClaims(in: view) + missing(in: view)
    }

    /// What a package took over by Replaces and took along when it was purged; dpkg gives it back to nobody.
    private func gone(_ artifact: Artifact, _ package: InstalledPackage, _ paths: [HostPath]) -> Finding {
        Finding(
            check: id, severity: .info, path: artifact.path, package: package.key,
            title:
                "\(paths.count, "path") of \(package.key.name) \(package.version) stand neither in its list nor in the tree",
            evidence: paths.prefix(5).map { "\($0)" } + [
                "as after the removal of a package that had replaced them, or of both by hand"
            ])
    }

    /// Without a data.tar: the package's own md5sums names files that the list does not, and nobody took them over.
    private func againstRecords(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard entry.member == "list", package.status.hasFullControlSet,
                let omission = view.evidence.tree.recordedOmissions[package.key],
                !(view.evidence.references.archives[package.key] ?? []).contains(where: { $0.payload != nil })
            else { return nil }
            let left = omission.omitted.filter { path in
                !view.evidence.tree.absentPaths.contains(path)
                    && !view.ledger.recordedClaims(on: path).contains { claim in
                        claim.package.map { $0 != package.key } ?? false
                    }
            }
            guard let first = left.first else { return nil }
            let isOther = omission.count == omission.named
            return Finding(
                check: id, severity: isOther ? .medium : .low, path: artifact.path, package: package.key,
                title: isOther
                    ? "none of the files that md5sums of \(package.key.name) names is in its list: it is another's"
                    : "the list of \(package.key.name) leaves out files that its md5sums names",
                evidence: ["leaves out \(first)", "\(omission.count) of \(omission.named) files"])
        }
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
        let folder = DebianPaths.dpkgInfo
        let unread = Set(view.evidence.coverage.gaps.map(\.path))
        if unread.contains(folder) { return [] }
        let present = Set(view.ownedInfoEntries.filter { $0.entry.member == "list" }.map(\.package.key))
        return view.ledger.packages.compactMap { package in
            guard package.status != .notInstalled, !present.contains(package.key) else { return nil }
            if package.isOfStatusFolder { return nil }
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
