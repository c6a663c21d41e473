package import AuditModel

/// An installed package without an md5sums file.
package struct Md5sumsMissing: Check {
    package static let id = CheckID("md5sums-missing")
    package let summary = "an installed package has no md5sums"
    package let why = """
        dpkg writes md5sums for every package that ships none, so the file is there after each unpack. Without it \
        dpkg --verify has nothing to check and says nothing.
        """
    package let references = ["dpkg lib/dpkg/db-fsys-digest.c", "ATT&CK T1070"]
    package let guidance = [CommonSteps.findWriter, DatabaseSteps.restoreRecord]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let present = Set(
            view.ownedInfoEntries.filter { $0.entry.member == "md5sums" }.map(\.package.key))
        let unread = Set(view.evidence.coverage.gaps.map(\.path))
        let folder = DebianPaths.dpkgInfo
        // A tree whose info folder cannot be listed is a gap, not seven hundred missing files.
        if unread.contains(folder) { return [] }
        return view.ledger.packages.compactMap { package in
            guard package.status.hasFullControlSet, !present.contains(package.key) else { return nil }
            let stem = package.infoStem(formatIsQualified: view.ledger.formatIsQualified)
            if package.isOfStatusFolder { return nil }
            if !view.ledger.formatIsQualified, package.isMultiArchSame { return nil }
            let path = folder.appending(stem.bytes + Array(".md5sums".utf8))
            if unread.contains(path) { return nil }
            return Finding(
                check: id, severity: .medium, path: path, package: package.key,
                title: "\(package.key.name) has no md5sums, so dpkg --verify checks none of its files")
        }
    }
}
