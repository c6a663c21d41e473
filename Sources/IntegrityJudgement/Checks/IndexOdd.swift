package import AuditModel

/// A remark about a signed index that holds all the same.
package struct IndexOdd: Check {
    package static let id = CheckID("index-odd")
    package let summary =
        "a signed index is older than another of its suite, bears a vendor's name under another key, or is odd otherwise"
    package let why = """
        A signature goes on proving where a package came from after its key expired or a newer index appeared. An old index \
        put back on purpose, though, keeps apt from seeing security updates, and one that names itself after a vendor under \
        a key that is not the vendor's was made to be taken for it.
        """
    package let references = ["apt-secure(8)", "apt.conf(5), Acquire::Check-Valid-Until"]
    package let guidance = [IndexSteps.inspectKey, IndexSteps.giveCleanIndex]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        remarks(view.evidence.references.indexes) + borrowedNames(view.evidence.references.indexes)
    }

    private func remarks(_ indexes: SignedIndexes) -> [Finding] {
        indexes.problems.compactMap { problem in
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

    /// Whose keys are compiled in; their Release files name themselves so.
    private static let vendors: Set<UntrustedText> = ["debian", "debian backports", "debian-security", "ubuntu"]

    /// Anybody can sign a Release that says it is Debian's: once for each Release, whatever indexes it lists.
    private func borrowedNames(_ indexes: SignedIndexes) -> [Finding] {
        let pinned = Set(indexes.pinnedChains.compactMap(\.release.origin?.asciiLowercased)).union(Self.vendors)
        var seen: Set<UntrustedText> = []
        return indexes.chains.compactMap { chain in
            guard chain.trust == .hostOnly, let origin = chain.release.origin,
                pinned.contains(origin.asciiLowercased), seen.insert(chain.release.location).inserted
            else { return nil }
            return Finding(
                check: id, severity: .medium, path: HostPath(chain.release.location.bytes), subject: "origin",
                title:
                    "this Release says that its origin is \(origin), and a key signed it that is not pinned for anybody",
                evidence: [
                    "signed by \(ours: chain.key.hex)",
                    "--trust with this fingerprint pins the key of a mirror that signs anew; look at the key first",
                ])
        }
    }
}
