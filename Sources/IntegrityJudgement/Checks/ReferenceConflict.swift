package import AuditModel

/// References of one package that disagree: two archives, or an archive and a signed index.
package struct ReferenceConflict: Check {
    package static let id = CheckID("reference-conflict")
    package let summary = "two references of the same package disagree"
    package let why = """
        One version is built once, so two different archives under one name mean that one is a local rebuild or a \
        forgery. The stronger reference decides; where both are equally strong, disagreement counts against the file. An \
        archive that a signed index contradicts is no reference at all.
        """
    package let references = ["Debian Policy 3.2"]
    package let guidance = [
        GuidanceStep(
            id: "settle-archives", phase: .preserve, title: "Find out which archive is the published one",
            why: "The digest in a signed Packages index belongs to exactly one of them.",
            commands: ["sha256sum \(.archive)", "# on a clean machine: apt-cache show \(.package)"],
            caution: "Ask an index on a clean machine; the audited host's own lists can be edited.")
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        amongArchives(in: view) + disproven(in: view) + doubted(in: view) + outvoted(in: view)
    }

    /// Archives that a pinned chain contradicts.
    private func disproven(in view: EvidenceView) -> [Finding] {
        view.evidence.references.disprovenArchives.map { archive in
            Finding(
                check: id, severity: .high, path: HostPath(archive.location.bytes), package: archive.key,
                subject: "index", identity: Self.identity(archive.key, archive.sha256),
                title:
                    "this archive says it is \(archive.key.name) \(archive.version), and the signed index lists another",
                evidence: [
                    "sha256 of this \(archive.origin): \(ours: archive.sha256.hex)",
                    "sha256 in \(archive.published.chain.index): \(ours: archive.published.stanza.sha256.hex)",
                    "published as \(archive.published.stanza.filename)",
                ])
        }
    }

    /// Unproven archives that an index disagrees with whose key is not pinned: either may be the forgery.
    private func doubted(in view: EvidenceView) -> [Finding] {
        // One such index that agrees takes nothing away from another that does not.
        view.evidence.references.archives.values.joined().filter { $0.proof?.chain.trust != .pinned }.compactMap {
            archive in
            let proofs = view.evidence.references.indexes.stanzas(of: archive.key, version: archive.version)
            let other = proofs.first { $0.chain.trust != .pinned && $0.stanza.sha256 != archive.sha256 }
            guard let proof = other else { return nil }
            return Finding(
                check: id, severity: .medium, path: HostPath(archive.location.bytes), package: archive.key,
                subject: "index", identity: Self.identity(archive.key, archive.sha256),
                title:
                    "an index signed by a key that is not pinned lists another archive of \(archive.key.name) \(archive.version)",
                evidence: [
                    "sha256 of this \(archive.origin): \(ours: archive.sha256.hex)",
                    "sha256 in \(proof.chain.index): \(ours: proof.stanza.sha256.hex)",
                ])
        }
    }

    /// Unproven archives of the installed version that differ where a signed build of another version is equal.
    private func outvoted(in view: EvidenceView) -> [Finding] {
        view.ownedInfoEntries.flatMap { artifact, entry, package -> [Finding] in
            guard view.assessments[artifact.path]?.rung == .signedOtherVersion else { return [] }
            return (view.evidence.references.archives[package.key] ?? []).compactMap { archive in
                guard let member = archive.member(entry.member), member.sha256 != artifact.sha256 else { return nil }
                return Finding(
                    check: id, severity: .medium, path: HostPath(archive.location.bytes), package: package.key,
                    subject: entry.member, identity: Self.identity(package.key, archive.sha256),
                    title: "this unproven archive holds another \(entry.member) than a signed build and the tree do",
                    evidence: ["\(artifact.path) equals a signed build of another version"])
            }
        }
    }

    private func amongArchives(in view: EvidenceView) -> [Finding] {
        view.evidence.references.archives.keys.sorted().compactMap { key in
            guard let archives = view.evidence.references.archives[key], let first = archives.first else { return nil }
            let others = archives.dropFirst().filter { differ(first, $0) }
            guard let other = others.first else { return nil }
            var evidence: [ReportText] = archives.map {
                "\($0.location) (\($0.origin)) sha256 \(ours: $0.sha256.hex): " + agreement(of: $0, key, in: view)
            }
            if let member = differing(first, other) { evidence.append("they differ in \(member)") }
            return Finding(
                check: id, severity: .medium, path: HostPath(other.location.bytes), package: key,
                identity: Self.identity(key, other.sha256),
                title: "two archives of \(key.name) \(first.version) do not hold the same files",
                evidence: evidence)
        }
    }

    /// What the info folder has to say of one of several archives.
    private func agreement(of archive: PackageArchive, _ key: PackageKey, in view: EvidenceView) -> ReportText {
        let installed = view.ownedInfoEntries.filter { $0.package.key == key && $0.entry.member != "list" }
        let odd = installed.first { artifact, entry, _ in
            guard let member = archive.member(entry.member) else {
                return entry.member != "md5sums" || archive.md5sums != nil
            }
            return member.sha256 != artifact.sha256
        }
        guard let odd else { return "agrees with the info folder" }
        return "does not agree with the info folder in \(odd.entry.member)"
    }

    /// The archive by its package and content, since it may lie in another folder the next time.
    private static func identity(_ key: PackageKey, _ digest: SHA256Digest) -> UntrustedText {
        UntrustedText(key.name.bytes + [0] + key.architecture.bytes + [0] + Array(digest.hex.utf8))
    }

    /// The archives disagree in a control member, or in a file where both were opened to their end.
    private func differ(_ left: PackageArchive, _ right: PackageArchive) -> Bool {
        if left.members != right.members { return true }
        guard let one = left.payload, let other = right.payload else { return false }
        return one != other
    }

    private func differing(_ left: PackageArchive, _ right: PackageArchive) -> UntrustedText? {
        let names = Set(left.members.map(\.name)).union(right.members.map(\.name))
        return names.sorted().first { left.member($0) != right.member($0) }
    }
}
