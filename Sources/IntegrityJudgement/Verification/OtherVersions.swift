import AuditModel

/// Compares a file with signed builds of other versions of its package: the weaker proof for a superseded version.
///
/// A difference there says nothing, since versions may differ; an equality cannot be forged, and leaves open only that a
/// genuine older or newer file was put in place.
struct OtherVersions {
    let evidence: Evidence

    func assess(_ artifact: Artifact, member: UntrustedText, of package: InstalledPackage) -> Assessment? {
        guard artifact.facts.kind == .regular, let digest = artifact.sha256 else { return nil }
        let equal = (evidence.references.otherArchives[package.key] ?? []).filter { archive in
            archive.rung == .signed && archive.member(member)?.sha256 == digest
        }
        // The latest, so that the report does not depend on which folder was read first.
        guard
            let archive = equal.min(by: { left, right in
                left.version == right.version
                    ? left.location < right.location : DebianVersion.isEarlier(right.version, than: left.version)
            })
        else { return nil }
        return Assessment(
            verdict: .verified, rung: .signedOtherVersion, reference: archive.trail(toMember: member),
            reason: "equal to control.tar/\(member) of the signed build \(package.key.name) \(archive.version)")
    }

    /// Why nothing could be compared, and what the signed indexes say instead.
    func unverifiable(_ package: InstalledPackage) -> Assessment {
        .unsettled(Self.reason(for: package, in: evidence))
    }

    static func reason(for package: InstalledPackage, in evidence: Evidence) -> ReportText {
        let indexes = evidence.references.indexes
        let isDisproven = evidence.references.disprovenArchives.contains {
            $0.key == package.key && $0.version == package.version
        }
        let start: ReportText =
            isDisproven
            ? "the only archive of \(package.key.name) \(package.version) is not the published one"
            : "no archive of \(package.key.name) \(package.version) was available"
        if let proof = indexes.stanzas(of: package.key, version: package.version).first {
            let whose: ReportText =
                proof.rung == .signed ? "the signed index" : "an index signed by a key that is not pinned"
            return start
                + "; \(whose) \(proof.chain.index) lists it as \(proof.stanza.filename), SHA-256 \(ours: proof.stanza.sha256.hex)"
        }
        guard indexes.covers(architecture: package.key.architecture) else { return start }
        let versions = Set(
            (indexes.stanzas[package.key.name] ?? []).map(\.stanza).filter { $0.key == package.key }.map(\.version))
        guard let latest = versions.sorted().max(by: { DebianVersion.isEarlier($0, than: $1) }) else {
            return start + ", and no signed index here knows the package"
        }
        return start + ", and the signed indexes here list other versions only, the latest \(latest)"
    }
}
