package import AuditModel

/// Names in the info folder that dpkg never makes.
package struct InfoOddEntry: Check {
    package static let id = CheckID("info-odd-entry")
    package let summary = "a hidden or oddly named entry in the info folder"
    package let why = """
        dpkg skips names with a leading dot and names without a dot, so nothing that dpkg does puts them there. It is a \
        good place to keep a program that people expect to be the package manager's.
        """
    package let references = ["dpkg lib/dpkg/db-ctrl-access.c:pkg_infodb_foreach", "ATT&CK T1564.001"]
    package let guidance = [CommonSteps.preserveFile, CommonSteps.findWriter, DatabaseSteps.removeEntry]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.infoEntries.compactMap { artifact, entry in
            switch entry.standing {
            case .hidden:
                return finding(artifact, "a hidden entry in the info folder")
            case .nameless:
                return finding(artifact, "an entry without a dot in its name, which dpkg never makes")
            case .orphan where !entry.isScript:
                return finding(artifact, "\(entry.member) of a package that dpkg does not know", .low)
            case .ofDpkg where entry.stem == "format-new":
                return finding(artifact, "an upgrade of the info folder's format was left half done")
            case .orphan, .owned, .wrongNameForm, .ofDpkg:
                return nil
            }
        }
    }

    private func finding(_ artifact: Artifact, _ title: ReportText, _ severity: Severity = .medium) -> Finding {
        var evidence: [ReportText] = ["\(artifact.facts.kind), \(artifact.facts.size) bytes"]
        if let digest = artifact.sha256 { evidence.append("sha256 \(ours: digest.hex)") }
        return Finding(check: id, severity: severity, path: artifact.path, title: title, evidence: evidence)
    }
}
