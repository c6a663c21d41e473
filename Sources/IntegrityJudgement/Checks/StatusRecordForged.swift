package import AuditModel

/// A version or architecture in the status file that is not that of the build whose members stand in the info folder.
package struct StatusRecordForged: Check {
    package static let id = CheckID("status-record-forged")
    package let summary = "the status file names another build of a package than the one that stands in the info folder"
    package let why = """
        dpkg writes version and architecture from the archive that it unpacks. A record that names another build keeps an \
        audit from finding the archive that a changed script would be compared with.
        """
    package let references = ["dpkg lib/dpkg/dump.c", "deb-version(7)", "ATT&CK T1036.005", "ATT&CK T1070"]
    package let guidance = [DatabaseSteps.inspectRecord, CommonSteps.findWriter]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.packages.compactMap { package in
            guard package.status != .notInstalled else { return nil }
            if let build = view.fittingBuilds[package.key] { return finding(package, build) }
            let archives = ReferenceSelection.deciding(among: view.evidence.references.archives[package.key] ?? [])
            guard let archive = archives.first, archive.key.architecture != package.key.architecture else { return nil }
            return finding(package, archive)
        }
    }

    private func finding(_ package: InstalledPackage, _ build: PackageArchive) -> Finding {
        var evidence: [ReportText] = ["\(package.key.text) \(package.version) at \(package.position.text)"]
        let trust: ReportText = build.rung == .signed ? "the signed build" : "the archive"
        evidence.append("\(trust) \(build.key.text) \(build.version) is at \(build.location)")
        if build.version != package.version {
            evidence.append("md5sums in the info folder is that of this build, which names every file by its digest")
        }
        return Finding(
            check: id, severity: .medium, path: package.position.file, package: package.key, subject: package.key.name,
            title:
                "the status file says \(package.key.text) \(package.version), and what stands here is \(build.key.text) \(build.version)",
            evidence: evidence)
    }
}
