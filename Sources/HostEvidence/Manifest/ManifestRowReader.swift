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
        let id = try row.decode(Int64.self, forColumn: "id")
        guard let name = try ManifestCodec.text(row, "package"),
            let architecture = try ManifestCodec.text(row, "architecture"),
            let version = try ManifestCodec.text(row, "version"),
            let digest = SHA256Digest(bytes: try row.decode(Data.self, forColumn: "sha256")),
            let chain = try chain(row)
        else { throw damaged("an archive row that cannot be read") }
        let key = PackageKey(name: name, architecture: architecture)
        let size = UInt64(clamping: try row.decode(Int64.self, forColumn: "size"))
        let stanza = IndexStanza(
            key: key, version: version, filename: try ManifestCodec.text(row, "filename") ?? "", size: size,
            sha256: digest)
        return PackageArchive(
            origin: .manifest, location: path, sha256: digest, size: size, key: key, version: version,
            proof: isTrusted ? ProofChain(chain: chain, stanza: stanza) : nil, members: try members(of: id),
            md5sums: try md5sums(row),
            conffiles: (try row.decode(Data?.self, forColumn: "conffiles")).map { [UInt8]($0) },
            payload: try row.decode(Bool.self, forColumn: "has_payload") ? try payload(of: id) : nil)
    }

    private func md5sums(_ row: Row) throws -> [UInt8]? {
        guard let packed = try row.decode(Data?.self, forColumn: "md5sums") else { return nil }
        guard
            let bytes = ManifestCodec.unpacked(packed, size: try row.decode(Int?.self, forColumn: "md5sums_size") ?? -1)
        else {
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
            guard let name = try ManifestCodec.text(row, "name"),
                let digest = SHA256Digest(bytes: try row.decode(Data.self, forColumn: "sha256"))
            else {
                throw damaged("a member row that cannot be read")
            }
            return ControlMember(
                name: name, kind: .regular, sha256: digest,
                size: UInt64(clamping: try row.decode(Int64.self, forColumn: "size")),
                mode: UInt16(truncatingIfNeeded: try row.decode(Int64.self, forColumn: "mode")),
                modified: try ManifestCodec.time(row, "mtime"))
        }
    }

    private func payload(of archive: Int64) throws -> [PayloadEntry] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM payload WHERE archive = ? ORDER BY path")
        return try Row.fetchAll(statement, arguments: [archive]).map { row in
            guard let path = try ManifestCodec.text(row, "path"),
                let kind = FileKind(rawValue: try row.decode(String.self, forColumn: "kind"))
            else {
                throw damaged("a payload row that cannot be read")
            }
            return PayloadEntry(
                path: HostPath(path.bytes), kind: kind,
                size: UInt64(clamping: try row.decode(Int64.self, forColumn: "size")),
                mode: UInt16(truncatingIfNeeded: try row.decode(Int64.self, forColumn: "mode")),
                uid: UInt32(truncatingIfNeeded: try row.decode(Int64.self, forColumn: "uid")),
                gid: UInt32(truncatingIfNeeded: try row.decode(Int64.self, forColumn: "gid")),
                modified: try ManifestCodec.time(row, "mtime"),
                md5: (try row.decode(Data?.self, forColumn: "md5")).flatMap { MD5Digest(bytes: $0) },
                sha256: (try row.decode(Data?.self, forColumn: "sha256")).flatMap { SHA256Digest(bytes: $0) },
                linkTarget: try ManifestCodec.text(row, "target"))
        }
    }

    private func chain(_ row: Row) throws -> IndexChain? {
        guard let key = KeyFingerprint(bytes: try row.decode(Data.self, forColumn: "chain_key")),
            let trust = ChainTrust(rawValue: try row.decode(String.self, forColumn: "chain_trust")),
            let release = SHA256Digest(bytes: try row.decode(Data.self, forColumn: "release_sha256")),
            let index = SHA256Digest(bytes: try row.decode(Data.self, forColumn: "index_sha256")),
            let entry = try ManifestCodec.text(row, "entry")
        else { return nil }
        var identity = ReleaseIdentity(
            location: try ManifestCodec.text(row, "location") ?? path, isOfTree: false, sha256: release)
        identity.origin = try ManifestCodec.text(row, "origin")
        identity.suite = try ManifestCodec.text(row, "suite")
        identity.codename = try ManifestCodec.text(row, "codename")
        identity.date = try ManifestCodec.optionalTime(row, "date")
        identity.validUntil = try ManifestCodec.optionalTime(row, "valid_until")
        return IndexChain(
            trust: trust, key: key, release: identity, index: path, entry: entry, indexSHA256: index, architectures: [])
    }

    private func damaged(_ reason: ReportText) -> ManifestError {
        ManifestError(.malformed, path, reason)
    }
}
