/// The whole way from a key to one archive: key, Release, index, stanza.
package struct ProofChain: Hashable, Codable, Sendable {
    package let chain: IndexChain
    package let stanza: IndexStanza

    package init(chain: IndexChain, stanza: IndexStanza) {
        self.chain = chain
        self.stanza = stanza
    }

    package var rung: EvidenceRung { chain.trust.rung }
}

/// The link of a chain that does not hold, or holds with a remark.
package enum ChainLink: String, CaseIterable, Codable, Sendable {
    /// The clear-signed file holds more, or other, than one signed message.
    case framing = "clear-sign framing"
    case badSignature = "signature"
    case noSignature = "no signature"
    case unknownKey = "key not found"
    case expiredKey = "key expired"
    case revokedKey = "key revoked"
    case weak = "weak algorithm"
    /// The Release text cannot be read, or lists nothing by SHA-256.
    case release = "Release file"
    /// An index whose bytes are not those that the Release lists.
    case indexDigest = "index digest"
    /// An index that no Release here lists.
    case uncovered = "index without a Release"
    /// A stanza without what a proof needs.
    case stanza = "index stanza"
    /// Accepted: the signature is older than the expiry of its key.
    case signedBeforeExpiry = "key expired since"
    /// Accepted: a newer Release of the same suite is there too.
    case superseded = "older Release"
    /// Not read: apt keeps an InRelease or a Release with its signature of one source, never both.
    case secondRelease = "second Release"
}

/// One link that broke, or a remark about one that holds.
package struct ChainProblem: Hashable, Comparable, Codable, Sendable {
    package let link: ChainLink
    package let location: UntrustedText
    package let isOfTree: Bool
    package let reason: ReportText

    package init(link: ChainLink, location: UntrustedText, isOfTree: Bool, reason: ReportText) {
        self.link = link
        self.location = location
        self.isOfTree = isOfTree
        self.reason = reason
    }

    package static func < (left: ChainProblem, right: ChainProblem) -> Bool {
        left.location == right.location ? left.link.rawValue < right.link.rawValue : left.location < right.location
    }
}

/// An archive of which a pinned chain says that the published one of that version is another.
package struct DisprovenArchive: Hashable, Codable, Sendable {
    package let origin: ArchiveOrigin
    package let location: UntrustedText
    package let key: PackageKey
    package let version: UntrustedText
    package let sha256: SHA256Digest
    /// What the signed index says instead.
    package let published: ProofChain

    package init(_ archive: PackageArchive, published: ProofChain) {
        origin = archive.origin
        location = archive.location
        key = archive.key
        version = archive.version
        sha256 = archive.sha256
        self.published = published
    }
}

/// Everything that the verified indexes say of the packages of one tree.
package struct SignedIndexes: Codable, Sendable {
    /// Every index that was verified, in the order of its Release's path.
    package var chains: [IndexChain] = []
    /// Every stanza of an installed package's name, by name; the order is that of `chains`.
    package var stanzas: [UntrustedText: [ProofChain]] = [:]
    /// Sorted.
    package var problems: [ChainProblem] = []
    /// Whether any index was given or found at all.
    package var wereSought = false

    package init() {}

    /// The stanzas of one build; those of pinned chains first.
    package func stanzas(of key: PackageKey, version: UntrustedText) -> [ProofChain] {
        let all = (stanzas[key.name] ?? []).filter { $0.stanza.key == key && $0.stanza.version == version }
        return all.filter { $0.chain.trust == .pinned } + all.filter { $0.chain.trust != .pinned }
    }

    /// The chain that proves an archive of this content; nil where no stanza has its digest and size.
    package func proof(of key: PackageKey, version: UntrustedText, sha256: SHA256Digest, size: UInt64) -> ProofChain? {
        stanzas(of: key, version: version).first { $0.stanza.sha256 == sha256 && $0.stanza.size == size }
    }

    /// The published build that an archive of other content pretends to be; only pinned chains can say so.
    package func disproof(of key: PackageKey, version: UntrustedText) -> ProofChain? {
        stanzas(of: key, version: version).first { $0.chain.trust == .pinned }
    }

    /// Indexes under pinned keys: only what these list counts as known to a signed index.
    package var pinnedChains: [IndexChain] { chains.filter { $0.trust == .pinned } }

    /// What indexes under pinned keys list of a name.
    package func pinnedStanzas(named name: UntrustedText) -> [ProofChain] {
        (stanzas[name] ?? []).filter { $0.chain.trust == .pinned }
    }

    /// Whether any index under a pinned key lists packages of this architecture.
    package func covers(architecture: UntrustedText) -> Bool {
        chains.contains { $0.trust == .pinned && $0.architectures.contains(architecture) }
    }
}
