package import AuditModel

/// A remark about a signed index that holds all the same.
package struct IndexOdd: Check {
    package static let id = CheckID("index-odd")
    package let summary =
        "a signed index is older than another of its suite, or its key, a stanza or a second Release is odd"
    package let why = """
        A signature goes on proving where a package came from after its key expired or a newer index appeared. An old index \
        put back on purpose, though, keeps apt from seeing security updates.
        """
    package let references = ["apt-secure(8)", "apt.conf(5), Acquire::Check-Valid-Until"]
    package let guidance = [IndexSteps.inspectKey, IndexSteps.giveCleanIndex]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.references.indexes.problems.compactMap { problem in
            let severity: Severity
            switch problem.link {
            case .superseded, .secondRelease, .stanza: severity = .low
            case .signedBeforeExpiry: severity = .info
            default: return nil
            }
            return Finding(
                check: id, severity: severity, path: HostPath(problem.location.bytes),
                subject: UntrustedText(problem.link.rawValue.utf8), title: "\(problem.link): \(problem.reason)")
        }
    }
}
