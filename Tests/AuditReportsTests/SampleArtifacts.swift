import AuditModel

/// The files of a sample report: one contradicted, one proven, one unproven, one that nobody owns.
enum SampleArtifacts {
    static func all(_ names: SampleReport.Names) -> [JudgedArtifact] {
        [
            file(
                names.script, .maintainerScript, names.owner, names, digest: "a1",
                Assessment(
                    verdict: .modified, rung: .contradicted, contradicts: .signed,
                    reference: trail(names, "control.tar/postinst", digest: "b2"),
                    reason: "its bytes differ from those in \(names.archive)")),
            file(
                "/var/lib/dpkg/info/adduser.postinst", .maintainerScript,
                PackageKey(name: "adduser", architecture: "all"), names, digest: "c3",
                Assessment(
                    verdict: .verified, rung: .archiveOnly,
                    reference: trail(names, "control.tar/postinst", digest: "c3"),
                    reason: "its bytes equal those in the archive")),
            file(
                "/var/lib/dpkg/info/base-files.postinst", .maintainerScript,
                PackageKey(name: "base-files", architecture: "amd64"), names, digest: "d4",
                Assessment(verdict: .unverifiable, rung: .unverifiable, reason: "no archive of its package is known")),
            file(
                names.configuration, .aptConf, nil, names, digest: "e5",
                Assessment(verdict: .unowned, rung: .unverifiable, reason: "no package owns it")),
        ]
    }

    private static func file(
        _ path: HostPath, _ role: ArtifactRole, _ package: PackageKey?, _ names: SampleReport.Names, digest: String,
        _ assessment: Assessment
    ) -> JudgedArtifact {
        JudgedArtifact(
            path: path, role: role, package: package, version: package.map { _ in names.version },
            member: package.map { _ in "postinst" },
            facts: FileFacts(
                kind: .regular, size: 4_321, allocated: 8_192, mode: 0o755,
                modified: Timestamp(seconds: 1_700_000_000), changed: Timestamp(seconds: 1_795_000_000, nanoseconds: 5)),
            sha256: sha256(digest), assessment: assessment,
            lack: role == .maintainerScript ? .noArchive : package == nil ? .unowned : nil)
    }

    private static func trail(
        _ names: SampleReport.Names, _ member: UntrustedText, digest: String
    ) -> ReferenceTrail? {
        sha256("99").map { archive in
            ReferenceTrail(
                origin: .supplied, location: names.archive, archiveSHA256: archive, member: member,
                expectedSHA256: sha256(digest), proof: proof(names))
        }
    }

    /// The one signed index of a sample.
    static func chain(_ names: SampleReport.Names) -> IndexChain? {
        guard let digest = sha256("77"), let key = KeyFingerprint(hex: String(repeating: "AB", count: 20).utf8) else {
            return nil
        }
        var release = ReleaseIdentity(location: names.archive, isOfTree: false, sha256: digest)
        release.origin = "Debian"
        release.codename = names.version
        release.date = Timestamp(seconds: 1_794_000_000)
        release.validUntil = Timestamp(seconds: 1_796_000_000)
        return IndexChain(
            trust: .pinned, key: key, release: release, index: names.archive, entry: "main/binary-amd64/Packages",
            indexSHA256: digest, architectures: ["amd64"])
    }

    private static func proof(_ names: SampleReport.Names) -> ProofChain? {
        guard let chain = chain(names), let digest = sha256("99") else { return nil }
        return ProofChain(
            chain: chain,
            stanza: IndexStanza(
                key: names.owner, version: names.version, filename: "pool/main/o/openssh/x.deb", size: 1, sha256: digest
            ))
    }

    private static func sha256(_ pair: String) -> SHA256Digest? {
        SHA256Digest(hex: String(repeating: pair, count: 32).utf8)
    }
}
