package import AuditModel

/// Two archives of one package version that do not hold the same files.
package struct ReferenceConflict: Check {
    package let id: CheckID = "reference-conflict"
    package let summary = "two archives of the same package version disagree"
    package let why = """
        One version is built once, so two different archives under one name mean that one is a local rebuild or a \
        forgery. The stronger reference decides; where both are equally strong, disagreement counts against the file.
        """
    package let references = ["Debian Policy 3.2"]
    package let guidance = [
        GuidanceStep(
            id: "settle-archives", phase: .preserve, title: "Find out which archive is the published one",
            why: "The digest in a signed Packages index belongs to exactly one of them.",
            commands: ["sha256sum ARCHIVE", "apt-cache show PACKAGE"],
            caution: "Ask an index on a clean machine; the audited host's own lists can be edited.")
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.archives.keys.sorted().compactMap { key in
            guard let archives = view.evidence.archives[key], let first = archives.first else { return nil }
            let others = archives.dropFirst().filter { $0.members != first.members }
            guard let other = others.first else { return nil }
            var evidence: [ReportText] = archives.map {
                "\($0.location) (\($0.origin)) sha256 \(ours: $0.sha256.hex)"
            }
            if let member = differing(first, other) { evidence.append("they differ in \(member)") }
            return Finding(
                check: id, severity: .medium, path: HostPath(other.location.bytes), package: key,
                title: "two archives of \(key.name) \(first.version) do not hold the same control members",
                evidence: evidence)
        }
    }

    private func differing(_ left: PackageArchive, _ right: PackageArchive) -> UntrustedText? {
        let names = Set(left.members.map(\.name)).union(right.members.map(\.name))
        return names.sorted().first { left.member($0) != right.member($0) }
    }
}
