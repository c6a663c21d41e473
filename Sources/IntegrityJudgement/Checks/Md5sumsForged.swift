package import AuditModel

/// An md5sums file that is not the archive's, or not what dpkg would have made.
package struct Md5sumsForged: Check {
    package static let id = CheckID("md5sums-forged")
    package let summary = "a package's md5sums is not the one that was shipped or that dpkg made"
    package let why = """
        dpkg --verify and debsums compare files with this list and nothing else. Who changes a program and this list \
        together is invisible to both.
        """
    package let references = ["deb-md5sums(5)", "dpkg src/main/verify.c", "ATT&CK T1070", "ATT&CK T1554"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findWriter,
        DatabaseSteps.restoreRecord,
        CommonSteps.rebuild,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.compactMap { artifact, entry, package in
            guard entry.member == "md5sums", artifact.facts.kind == .regular,
                let assessment = view.assessments[artifact.path],
                assessment.verdict == .modified || assessment.verdict == .extra
            else { return nil }
            return Finding(
                check: id, severity: .high, path: artifact.path, package: package.key,
                title: "md5sums of \(package.key.name) \(package.version) was changed after the package was unpacked",
                evidence: [assessment.reason] + view.referenceLines(for: artifact))
        }
    }
}
