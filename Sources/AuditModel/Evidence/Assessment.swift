/// What the references say of one artifact.
package struct Assessment: Hashable, Sendable {
    package let verdict: Verdict
    package let rung: EvidenceRung
    /// Where the evidence for the verdict comes from; nil where there is none.
    package let origin: EvidenceOrigin?
    /// For `contradicted`: the rung of the evidence that it contradicts.
    package let contradicts: EvidenceRung?
    /// The archive that decided, where one did.
    package let reference: ReferenceTrail?
    /// Another archive of the same version that the artifact equals, where the one that decided contradicts it.
    package let agreeing: ReferenceTrail?
    /// Why the verdict is what it is, one sentence.
    package let reason: ReportText

    package init(
        verdict: Verdict, rung: EvidenceRung, origin: EvidenceOrigin? = nil, contradicts: EvidenceRung? = nil,
        reference: ReferenceTrail? = nil, agreeing: ReferenceTrail? = nil, reason: ReportText
    ) {
        self.verdict = verdict
        self.rung = rung
        self.origin = origin ?? rung.origin
        self.contradicts = contradicts
        self.reference = reference
        self.agreeing = agreeing
        self.reason = reason
    }

    /// Whether evidence from outside the tree speaks for the bytes.
    package var isVouched: Bool { rung.isVouched }
}

/// The way from an archive to the bytes that an artifact should have.
package struct ReferenceTrail: Hashable, Sendable {
    package let origin: ArchiveOrigin
    package let location: UntrustedText
    package let archiveSHA256: SHA256Digest
    /// `control.tar/postinst` or `data.tar/etc/apt/...`.
    package let member: UntrustedText
    package let expectedSHA256: SHA256Digest?
    package let expectedMode: UInt16?
    package let expectedModified: Timestamp?
    /// The signed index that vouches for the archive; nil where none does.
    package let proof: ProofChain?

    package init(
        origin: ArchiveOrigin, location: UntrustedText, archiveSHA256: SHA256Digest, member: UntrustedText,
        expectedSHA256: SHA256Digest?, expectedMode: UInt16? = nil, expectedModified: Timestamp? = nil,
        proof: ProofChain? = nil
    ) {
        self.origin = origin
        self.location = location
        self.archiveSHA256 = archiveSHA256
        self.member = member
        self.expectedSHA256 = expectedSHA256
        self.expectedMode = expectedMode
        self.expectedModified = expectedModified
        self.proof = proof
    }
}

/// A control member that the package ships and that is not in the info folder.
package struct MissingMember: Hashable, Sendable {
    package let path: HostPath
    package let package: PackageKey
    package let member: UntrustedText
    package let assessment: Assessment

    package init(path: HostPath, package: PackageKey, member: UntrustedText, assessment: Assessment) {
        self.path = path
        self.package = package
        self.member = member
        self.assessment = assessment
    }
}
