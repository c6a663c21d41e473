/// The fingerprint of an OpenPGP primary key: 20 bytes for version 4 (RFC 4880), 32 for version 6 (RFC 9580).
package struct KeyFingerprint: Hashable, Comparable, Sendable {
    package let bytes: [UInt8]

    /// Nil for any other length.
    package init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == 20 || self.bytes.count == 32 else { return nil }
    }

    /// Nil unless the text is a whole fingerprint; spaces between the digits and a leading `0x` are accepted.
    package init?(hex: some Sequence<UInt8>) {
        var digits = Array(hex).filter { $0 != 0x20 }
        if digits.starts(with: "0x".utf8) { digits.removeFirst(2) }
        guard let bytes = Hexadecimal.decode(digits) else { return nil }
        self.init(bytes: bytes)
    }

    /// Upper-case hexadecimal, as gpg prints it.
    package var hex: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    package static func < (left: KeyFingerprint, right: KeyFingerprint) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// Who stands at the end of a chain.
package enum ChainTrust: String, Codable, Sendable {
    /// A key whose fingerprint is pinned: shipped with this program or given by the operator.
    case pinned
    /// A key that was only found lying about, in the audited tree or on the auditing machine.
    case hostOnly = "host-only"

    /// The rung that an equality proven through such a chain has.
    package var rung: EvidenceRung {
        switch self {
        case .pinned: .signed
        case .hostOnly: .hostTrusted
        }
    }
}

/// Which Release file it was, from its own signed text.
package struct ReleaseIdentity: Hashable, Codable, Sendable {
    /// The path it was read from: the tree's where `isOfTree`, else the auditing machine's.
    package var location: UntrustedText
    package var isOfTree: Bool
    /// Of the text that the signature covers.
    package var sha256: SHA256Digest
    package var origin: UntrustedText?
    package var suite: UntrustedText?
    package var codename: UntrustedText?
    package var date: Timestamp?
    /// In the past it is no problem for provenance; apt alone has to care.
    package var validUntil: Timestamp?

    package init(location: UntrustedText, isOfTree: Bool, sha256: SHA256Digest) {
        self.location = location
        self.isOfTree = isOfTree
        self.sha256 = sha256
    }

    /// `Debian bookworm`, or the path where the file names neither origin nor suite.
    package var text: ReportText {
        let words = [origin, codename ?? suite].compactMap(\.self)
        guard let first = words.first else { return "\(location)" }
        return words.dropFirst().reduce("\(first)") { "\($0) \($1)" }
    }
}

/// One Packages index whose digest stands in a Release that a known key signed.
package struct IndexChain: Hashable, Codable, Sendable {
    package let trust: ChainTrust
    package let key: KeyFingerprint
    package let release: ReleaseIdentity
    /// The path that the index was read from.
    package let index: UntrustedText
    /// Its name in the Release file: `main/binary-amd64/Packages`.
    package let entry: UntrustedText
    /// Of the index as the Release lists it.
    package let indexSHA256: SHA256Digest
    /// The architectures of its stanzas.
    package let architectures: Set<UntrustedText>

    package init(
        trust: ChainTrust, key: KeyFingerprint, release: ReleaseIdentity, index: UntrustedText, entry: UntrustedText,
        indexSHA256: SHA256Digest, architectures: Set<UntrustedText>
    ) {
        self.trust = trust
        self.key = key
        self.release = release
        self.index = index
        self.entry = entry
        self.indexSHA256 = indexSHA256
        self.architectures = architectures
    }
}

/// What one stanza of a verified index says of one archive.
package struct IndexStanza: Hashable, Codable, Sendable {
    package let key: PackageKey
    package let version: UntrustedText
    /// Below the repository's top folder.
    package let filename: UntrustedText
    /// Bytes of the archive.
    package let size: UInt64
    package let sha256: SHA256Digest

    package init(
        key: PackageKey, version: UntrustedText, filename: UntrustedText, size: UInt64, sha256: SHA256Digest
    ) {
        self.key = key
        self.version = version
        self.filename = filename
        self.size = size
        self.sha256 = sha256
    }
}

extension KeyFingerprint: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let fingerprint = KeyFingerprint(bytes: try container.decode([UInt8].self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a fingerprint of neither 20 nor 32 bytes")
        }
        self = fingerprint
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
