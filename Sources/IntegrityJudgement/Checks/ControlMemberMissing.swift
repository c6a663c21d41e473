package import AuditModel

/// A control member that the package ships and the info folder lacks.
package struct ControlMemberMissing: Check {
    package static let id = CheckID("control-member-missing")
    package let summary = "a control member that the package ships is gone from the info folder"
    package let why = """
        Without its prerm a service is not stopped, without its postinst a trigger does nothing, without md5sums \
        dpkg --verify checks no file of the package. dpkg never removes these by itself while a package is installed.
        """
    package let references = ["dpkg src/main/unpack.c:pkg_infodb_update", "ATT&CK T1070"]
    package let guidance = [CommonSteps.findWriter, DatabaseSteps.restoreRecord]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.missing.compactMap { missing in
            if missing.member == "md5sums" { return nil }
            var evidence: [ReportText] = [missing.assessment.reason]
            if let digest = missing.assessment.reference?.expectedSHA256 {
                evidence.append("expected sha256 \(ours: digest.hex)")
            }
            return Finding(
                check: id, severity: .medium, path: missing.path, package: missing.package,
                title: "\(missing.member) of \(missing.package.name) is missing from the info folder",
                evidence: evidence)
        }
    }
}
