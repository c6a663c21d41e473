package import AuditModel

/// The keys whose word this program takes, by their full fingerprints.
package struct TrustAnchors: Sendable {
    /// Fingerprints of primary keys.
    package private(set) var fingerprints: Set<KeyFingerprint>

    package init(_ fingerprints: Set<KeyFingerprint>) {
        self.fingerprints = fingerprints
    }

    /// The archive keys that are compiled in from `TrustAnchors/archive-keys.txt`, where their source is named.
    package static let shipped = TrustAnchors(
        Set(
            ByteLines(PackageResources.archive_keys_txt).compactMap { line in
                guard line.first != UInt8(ascii: "#") else { return nil }
                return KeyFingerprint(hex: line.prefix { !$0.isASCIISpace })
            }))

    package func adding(_ more: some Sequence<KeyFingerprint>) -> TrustAnchors {
        TrustAnchors(fingerprints.union(more))
    }

    package func contains(_ key: KeyFingerprint) -> Bool { fingerprints.contains(key) }
}
