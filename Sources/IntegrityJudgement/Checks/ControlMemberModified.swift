package import AuditModel

/// A control member other than a script and md5sums that differs from the archive or is not in it.
package struct ControlMemberModified: Check {
    package static let id = CheckID("control-member-modified")
    package let summary = "templates, triggers, conffiles, shlibs or another control member differs from the archive"
    package let why = """
        These files steer what dpkg and debconf do: triggers decide whose postinst wakes up, templates can set what \
        debconf compiles, conffiles what an upgrade may replace.
        """
    package let references = ["dpkg src/main/unpack.c:pkg_infodb_update", "deb-triggers(5)", "debconf-devel(7)"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter,
        DatabaseSteps.restoreRecord,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard !entry.isScript, entry.member != "list", entry.member != "md5sums", artifact.facts.kind == .regular,
                let assessment = view.assessments[artifact.path],
                assessment.verdict == .modified || assessment.verdict == .extra
            else { return nil }
            let what: ReportText =
                assessment.verdict == .extra ? "is not shipped by the package" : "is not the one that the package ships"
            return Finding(
                check: id, severity: .medium, path: artifact.path, package: package.key,
                title: "control member \(entry.member) of \(package.key.name) \(package.version) \(what)",
                evidence: view.referenceLines(for: artifact))
        }
    }
}
