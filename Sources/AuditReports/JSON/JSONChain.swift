import AuditModel

/// The way from a key to the bytes that a file was compared with.
struct JSONChain: Encodable {
    let trust: String
    let key: String
    let release: String
    let releaseSHA256: String
    let index: String
    let indexSHA256: String
    let archiveSHA256: String
    let filename: String
    let member: String

    enum CodingKeys: String, CodingKey {
        case trust, key, release
        case releaseSHA256 = "release_sha256"
        case index
        case indexSHA256 = "index_sha256"
        case archiveSHA256 = "archive_sha256"
        case filename, member
    }

    /// Nil where no signed index vouches for the archive.
    init?(_ trail: ReferenceTrail) {
        guard let proof = trail.proof else { return nil }
        trust = proof.chain.trust.rawValue
        key = proof.chain.key.hex
        release = Escaping.printable(proof.chain.release.location)
        releaseSHA256 = proof.chain.release.sha256.hex
        index = Escaping.printable(proof.chain.index)
        indexSHA256 = proof.chain.indexSHA256.hex
        archiveSHA256 = proof.stanza.sha256.hex
        filename = Escaping.printable(proof.stanza.filename)
        member = Escaping.printable(trail.member)
    }
}

/// One verified index.
struct JSONIndex: Encodable {
    let trust: String
    let key: String
    let release: String
    let origin: String?
    let suite: String?
    let codename: String?
    let date: String?
    let validUntil: String?
    let index: String
    let entry: String
    let sha256: String

    enum CodingKeys: String, CodingKey {
        case trust, key, release, origin, suite, codename, date
        case validUntil = "valid_until"
        case index, entry, sha256
    }

    init(_ chain: IndexChain) {
        trust = chain.trust.rawValue
        key = chain.key.hex
        release = Escaping.printable(chain.release.location)
        origin = chain.release.origin.map { Escaping.printable($0) }
        suite = chain.release.suite.map { Escaping.printable($0) }
        codename = chain.release.codename.map { Escaping.printable($0) }
        date = chain.release.date.map { Formats.time($0) }
        validUntil = chain.release.validUntil.map { Formats.time($0) }
        index = Escaping.printable(chain.index)
        entry = Escaping.printable(chain.entry)
        sha256 = chain.indexSHA256.hex
    }
}
