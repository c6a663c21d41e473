package import AuditModel
import Foundation
import GRDB

/// Builds a known-good store from archives that have proven themselves.
package struct ManifestWriter: Sendable {
    private let queue: DatabaseQueue
    private let path: UntrustedText

    /// Makes a new, empty store; anything that stands at the path is an error.
    package init(creating path: String) throws(ManifestError) {
        self.path = UntrustedText(path.utf8)
        do {
            queue = try DatabaseQueue(path: path)
            try queue.write { try ManifestSchema.create($0) }
        } catch {
            throw ManifestError(.unwritable, UntrustedText(path.utf8), "\(ours: String(describing: error))")
        }
    }

    /// Adds archives; those without a proof, and those whose content is there already, are passed over.
    ///
    /// - Returns: how many were added.
    package func add(_ archives: [PackageArchive]) throws(ManifestError) -> Int {
        do {
            return try queue.write { database in
                var added = 0
                for archive in archives where try ManifestRows(database).insert(archive) { added += 1 }
                return added
            }
        } catch {
            throw ManifestError(.unwritable, path, "\(ours: String(describing: error))")
        }
    }

    /// Leaves the file as small as it can be.
    package func finish() throws(ManifestError) {
        do {
            try queue.vacuum()
            try queue.close()
        } catch {
            throw ManifestError(.unwritable, path, "\(ours: String(describing: error))")
        }
    }
}

/// Writes the rows of one archive.
private struct ManifestRows {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func insert(_ archive: PackageArchive) throws -> Bool {
        guard let proof = archive.proof else { return false }
        let digest = ManifestCodec.digest(archive.sha256)
        if try Int.fetchOne(database, sql: "SELECT id FROM archive WHERE sha256 = ?", arguments: [digest]) != nil {
            return false
        }
        let chain = try chainID(of: proof.chain)
        try database.execute(
            sql: """
                INSERT INTO archive (package, architecture, version, sha256, size, filename, chain, md5sums, md5sums_size,
                    conffiles, has_payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(archive.key.name.bytes), Data(archive.key.architecture.bytes), Data(archive.version.bytes), digest,
                Int64(clamping: archive.size), Data(proof.stanza.filename.bytes), chain,
                archive.md5sums.flatMap { ManifestCodec.packed($0) }, archive.md5sums?.count,
                archive.conffiles.map { Data($0) }, archive.payload != nil,
            ])
        let id = database.lastInsertedRowID
        for member in archive.members {
            try database.execute(
                sql: "INSERT INTO archive_member (archive, name, member) VALUES (?, ?, ?)",
                arguments: [id, Data(member.name.bytes), try memberID(of: member)])
        }
        for entry in archive.payload ?? [] { try insert(entry, of: id) }
        return true
    }

    private func insert(_ entry: PayloadEntry, of archive: Int64) throws {
        try database.execute(
            sql: """
                INSERT INTO payload (archive, path, kind, size, mode, uid, gid, mtime, md5, sha256, target)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                archive, Data(entry.path.bytes), entry.kind.rawValue, Int64(clamping: entry.size), Int(entry.mode),
                Int(entry.uid), Int(entry.gid), entry.modified.seconds, entry.md5.map { ManifestCodec.digest($0) },
                entry.sha256.map { ManifestCodec.digest($0) }, entry.linkTarget.map { Data($0.bytes) },
            ])
    }

    private func memberID(of member: ControlMember) throws -> Int64 {
        let digest = ManifestCodec.digest(member.sha256)
        let arguments: StatementArguments = [digest, Int(member.mode), member.modified.seconds]
        let known = "SELECT id FROM member WHERE sha256 = ? AND mode = ? AND mtime = ?"
        if let id = try Int64.fetchOne(database, sql: known, arguments: arguments) { return id }
        try database.execute(
            sql: "INSERT INTO member (sha256, mode, mtime, size) VALUES (?, ?, ?, ?)",
            arguments: [digest, Int(member.mode), member.modified.seconds, Int64(clamping: member.size)])
        return database.lastInsertedRowID
    }

    private func chainID(of chain: IndexChain) throws -> Int64 {
        let release = ManifestCodec.digest(chain.release.sha256)
        let known = "SELECT id FROM chain WHERE key = ? AND release_sha256 = ? AND entry = ?"
        let arguments: StatementArguments = [Data(chain.key.bytes), release, Data(chain.entry.bytes)]
        if let id = try Int64.fetchOne(database, sql: known, arguments: arguments) { return id }
        try database.execute(
            sql: """
                INSERT INTO chain (key, trust, release_sha256, location, origin, suite, codename, date, valid_until, entry,
                    index_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(chain.key.bytes), chain.trust.rawValue, release, Data(chain.release.location.bytes),
                chain.release.origin.map { Data($0.bytes) }, chain.release.suite.map { Data($0.bytes) },
                chain.release.codename.map { Data($0.bytes) }, chain.release.date?.seconds,
                chain.release.validUntil?.seconds, Data(chain.entry.bytes), ManifestCodec.digest(chain.indexSHA256),
            ])
        return database.lastInsertedRowID
    }
}
