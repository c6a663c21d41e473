package import AuditModel

/// A Release file whose signature proves nothing.
package struct IndexSignatureInvalid: Check {
    package static let id = CheckID("index-signature-invalid")
    package let summary = "a Release file is unsigned, badly signed, or framed so that two readers see two texts"
    package let why = """
        apt checks the signature when it downloads a Release file and never again. Whoever can write to its lists decides \
        which archives apt takes for genuine from then on.
        """
    package let references = ["apt-secure(8)", "RFC 4880 section 7", "RFC 9580 section 5.2", "ATT&CK T1195.002"]
    package let guidance = [
        IndexSteps.preserveLists, IndexSteps.inspectKey, IndexSteps.replaceLists, IndexSteps.giveCleanIndex,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.references.indexes.problems.compactMap { problem in
            guard let severity = severity(of: problem) else { return nil }
            return Finding(
                check: id, severity: severity, path: HostPath(problem.location.bytes),
                subject: UntrustedText(problem.link.rawValue.utf8),
                title: "this Release file proves nothing (\(problem.link)): \(problem.reason)",
                evidence: ["no package gets a rung from it"])
        }
    }

    /// What lies in the tree is what its apt believes; what an operator gave is only a worse reference.
    private func severity(of problem: ChainProblem) -> Severity? {
        switch problem.link {
        case .framing, .badSignature, .revokedKey: problem.isOfTree ? .high : .medium
        case .expiredKey, .weak, .noSignature, .release: .medium
        case .unknownKey: .low
        case .indexDigest, .uncovered, .stanza, .signedBeforeExpiry, .superseded, .secondRelease: nil
        }
    }
}
