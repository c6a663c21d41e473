package import AuditModel

/// A control member under a name that dpkg does not open for its package.
package struct ScriptWrongNameForm: Check {
    package static let id = CheckID("script-wrong-name-form")
    package let summary = "a control member whose name has or lacks the architecture against dpkg's rule"
    package let why = """
        For a Multi-Arch: same package dpkg opens only name:arch files, for any other only plain ones. The other form looks \
        owned to a person and to simple tools, is ignored by dpkg, and can be run by anything else.
        """
    package let references = ["dpkg lib/dpkg/db-ctrl-access.c:pkg_infodb_get_file", "ATT&CK T1036.005"]
    package let guidance = [CommonSteps.preserveFile, CommonSteps.findWriter, DatabaseSteps.removeEntry]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        // Without a usable format file every Multi-Arch: same name is in the wrong form: that finding says it once.
        guard view.ledger.formatIsQualified else { return [] }
        return view.infoEntries.compactMap { artifact, entry in
            guard case .wrongNameForm(let key) = entry.standing, let package = view.ledger.package(key) else {
                return nil
            }
            let right = package.infoStem(formatIsQualified: true)
            return Finding(
                check: id, severity: entry.isScript ? .high : .medium, path: artifact.path, package: key,
                title: "\(entry.member) stands under a name that dpkg does not open for \(key.name)",
                evidence: ["dpkg opens \(right).\(entry.member) for this package"])
        }
    }
}
