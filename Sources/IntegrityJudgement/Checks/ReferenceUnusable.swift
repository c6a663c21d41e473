package import AuditModel

/// A package archive that breaks a rule of its format and therefore vouches for nothing.
package struct ReferenceUnusable: Check {
    package static let id = CheckID("reference-unusable")
    package let summary = "a package archive is malformed and no reference"
    package let why = """
        dpkg reads only the first stream and stops at the first member it wants; other readers go on. An archive that two \
        readers can understand differently proves nothing, and a damaged one proves nothing either.
        """
    package let references = ["deb(5)", "dpkg src/deb/extract.c:extracthalf"]
    package let guidance = [
        GuidanceStep(
            id: "fetch-archive-again", phase: .recover, title: "Obtain the archive again from a mirror",
            why: "A sound archive of the same version settles the package.",
            commands: ["sha256sum \(.archive)", "# on a clean machine: apt-get download \(.package)"],
            caution: "Run the download on a clean machine, not on the audited host.")
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.references.unusableArchives.filter(\.isMalformed).map { archive in
            var evidence: [ReportText] = [archive.reason]
            if let offset = archive.offset { evidence.append("at byte \(offset)") }
            return Finding(
                check: id, severity: archive.origin == .supplied ? .medium : .low,
                path: HostPath(archive.location.bytes), identity: Self.fileName(archive.location),
                title: "this \(archive.origin) is malformed and was not used as a reference", evidence: evidence)
        }
    }

    /// A malformed archive says nothing that may be believed, so its name in its folder stands for it.
    private static func fileName(_ location: UntrustedText) -> UntrustedText {
        let cut = location.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return UntrustedText(location.bytes[cut...])
    }
}
