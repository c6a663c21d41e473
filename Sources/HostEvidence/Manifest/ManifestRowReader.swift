import AuditModel
import Foundation
import GRDB

/// Turns rows of a known-good store into archives.
struct ManifestRowReader {
    let database: Database
    let path: UntrustedText
    let isTrusted: Bool

    private static let columns = """
        SELECT archive.*, chain.key AS chain_key, chain.trust AS chain_trust, chain.release_sha256, chain.location,
            chain.origin, chain.suite, chain.codename, chain.date, chain.valid_until, chain.entry, chain.index_sha256
        FROM archive JOIN chain ON chain.id = archive.chain
        """

    func archives(of key: PackageKey) throws -> [PackageArchive] {
        let statement = try database.cachedStatement(
            sql: Self.columns + " WHERE package = ? AND architecture = ? ORDER BY archive.id")
        let arguments: StatementArguments = [Data(key.name.bytes), Data(key.architecture.bytes)]
        return try Row.fetchAll(statement, arguments: arguments).map(archive)
    }

    func all() throws -> [PackageArchive] {
        try Row.fetchAll(database, sql: Self.columns + " ORDER BY package, architecture, version, archive.id").map(
            archive)
    }

    private func archive(_ row: Row) throws -> PackageArchive {
        let id: Int64 = row["id"]
        guard let name = ManifestCodec.text(row, "package"), let architecture = ManifestCodec.text(row, "architecture"),
            let version = ManifestCodec.text(row, "version"), let digest = SHA256Digest(bytes: row["sha256"] as Data),
            let chain = chain(row)
        else { throw damaged("an archive row that cannot be read") }
        let key = PackageKey(name: name, architecture: architecture)
        let size = UInt64(clamping: row["size"] as Int64)
        let stanza = IndexStanza(
            key: key, version: version, filename: ManifestCodec.text(row, "filename") ?? "", size: size, sha256: digest)
        return PackageArchive(
            origin: .manifest, location: path, sha256: digest, size: size, key: key, version: version,
            proof: isTrusted ? ProofChain(chain: chain, stanza: stanza) : nil, members: try members(of: id),
            md5sums: try md5sums(row), conffiles: (row["conffiles"] as Data?).map { [UInt8]($0) },
            payload: row["has_payload"] ? try payload(of: id) : nil)
    }

    private func md5sums(_ row: Row) throws -> [UInt8]? {
        guard let packed = row["md5sums"] as Data? else { return nil }
        guard let bytes = ManifestCodec.unpacked(packed, size: row["md5sums_size"] as Int? ?? -1) else {
            throw damaged("an md5sums that cannot be unpacked")
        }
        return bytes
    }

    private func members(of archive: Int64) throws -> [ControlMember] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT name, sha256, size, mode, mtime FROM archive_member JOIN member ON member.id = member
                WHERE archive = ? ORDER BY name
                """)
        return try Row.fetchAll(statement, arguments: [archive]).map { row in
            guard let name = ManifestCodec.text(row, "name"), let digest = SHA256Digest(bytes: row["sha256"] as Data)
            else {
                throw damaged("a member row that cannot be read")
            }
            return ControlMember(
                name: name, kind: .regular, sha256: digest, size: UInt64(clamping: row["size"] as Int64),
                mode: UInt16(truncatingIfNeeded: row["mode"] as Int64), modified: Timestamp(seconds: row["mtime"]))
        }
    }

    private func payload(of archive: Int64) throws -> [PayloadEntry] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM payload WHERE archive = ? ORDER BY path")
        return try Row.fetchAll(statement, arguments: [archive]).map { row in
            guard let path = ManifestCodec.text(row, "path"), let kind = FileKind(rawValue: row["kind"]) else {
                throw damaged("a payload row that cannot be read")
            }
            return PayloadEntry(
                path: HostPath(path.bytes), kind: kind, size: UInt64(clamping: row["size"] as Int64),
                mode: UInt16(truncatingIfNeeded: row["mode"] as Int64),
                uid: UInt32(truncatingIfNeeded: row["uid"] as Int64),
                gid: UInt32(truncatingIfNeeded: row["gid"] as Int64), modified: Timestamp(seconds: row["mtime"]),
                md5: (row["md5"] as Data?).flatMap { MD5Digest(bytes: $0) },
                sha256: (row["sha256"] as Data?).flatMap { SHA256Digest(bytes: $0) },
                linkTarget: ManifestCodec.text(row, "target"))
        }
    }

    private func chain(_ row: Row) -> IndexChain? {
        guard let key = KeyFingerprint(bytes: row["chain_key"] as Data),
            let trust = ChainTrust(rawValue: row["chain_trust"]),
            let release = SHA256Digest(bytes: row["release_sha256"] as Data),
            let index = SHA256Digest(bytes: row["index_sha256"] as Data), let entry = ManifestCodec.text(row, "entry")
        else { return nil }
        var identity = ReleaseIdentity(
            location: ManifestCodec.text(row, "location") ?? path, isOfTree: false, sha256: release)
        identity.origin = ManifestCodec.text(row, "origin")
        identity.suite = ManifestCodec.text(row, "suite")
        identity.codename = ManifestCodec.text(row, "codename")
        identity.date = (row["date"] as Int64?).map { Timestamp(seconds: $0) }
        identity.validUntil = (row["valid_until"] as Int64?).map { Timestamp(seconds: $0) }
        return IndexChain(
            trust: trust, key: key, release: identity, index: path, entry: entry, indexSHA256: index, architectures: [])
    }

    private func damaged(_ reason: ReportText) -> ManifestError {
        ManifestError(.malformed, path, reason)
    }
}
