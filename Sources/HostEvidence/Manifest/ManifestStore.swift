package import AuditModel
import Foundation
import GRDB
import GRDBSQLite

/// A known-good store, read from bytes in memory: what was verified is what is used.
package struct ManifestStore: Sendable {
    private let queue: DatabaseQueue
    private let path: UntrustedText
    /// Whether a trusted key signed exactly these bytes.
    private let isTrusted: Bool

    /// Bytes of a store that are read at most.
    static let sizeLimit: UInt64 = 2 << 30

    /// - Parameter isTrusted: without it every archive counts as `archive-only`.
    /// - Throws: `malformed` for anything that is no store of ours.
    package init(bytes: [UInt8], path: UntrustedText, isTrusted: Bool) throws(ManifestError) {
        self.path = path
        self.isTrusted = isTrusted
        if let length = Self.statedLength(bytes), length != bytes.count {
            throw ManifestError(.malformed, path, "it is \(bytes.count) bytes long and should be \(length)")
        }
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try Self.load(bytes, into: database)
            // A store may come from a stranger: nothing in its schema is to run.
            try database.execute(
                sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON")
        }
        do {
            queue = try DatabaseQueue(configuration: configuration)
            guard try queue.read(ManifestSchema.isOurs) else {
                throw ManifestError(.malformed, path, "it is no known-good store of this version")
            }
        } catch let error as ManifestError {
            throw error
        } catch {
            throw ManifestError(.malformed, path, "\(ours: Self.words(error))")
        }
    }

    /// Page size times pages, as the header has them (sqlite.org/fileformat.html 1.3); nil without a header.
    private static func statedLength(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 100 else { return nil }
        let pageSize = Int(bytes[16]) << 8 | Int(bytes[17])
        let pages = bytes[28..<32].reduce(0) { $0 << 8 | Int($1) }
        return (pageSize == 1 ? 65_536 : pageSize) * pages
    }

    /// Hands SQLite a copy of the bytes as its whole database (sqlite3_deserialize).
    private static func load(_ bytes: [UInt8], into database: Database) throws {
        guard let room = unsafe sqlite3_malloc64(UInt64(max(bytes.count, 1))) else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        unsafe bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { unsafe room.copyMemory(from: base, byteCount: source.count) }
        }
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY)
        let code = unsafe sqlite3_deserialize(
            database.sqliteConnection, "main", room.assumingMemoryBound(to: UInt8.self), Int64(bytes.count),
            Int64(bytes.count), flags)
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static func words(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? "it cannot be read as a database"
    }

    /// Every archive of the wanted packages, in any version, oldest row first.
    ///
    /// - Throws: `malformed` for a row that cannot be read, since a store is whole or not at all.
    package func archives(of keys: [PackageKey]) throws(ManifestError) -> [PackageArchive] {
        try read { database in
            let reader = ManifestRowReader(database: database, path: path, isTrusted: isTrusted)
            return try keys.flatMap { try reader.archives(of: $0) }
        }
    }

    /// Every archive, in the order of package, architecture and version.
    package func all() throws(ManifestError) -> [PackageArchive] {
        try read { try ManifestRowReader(database: $0, path: path, isTrusted: isTrusted).all() }
    }

    private func read<Output>(_ body: (Database) throws -> Output) throws(ManifestError) -> Output {
        do {
            return try queue.read(body)
        } catch let error as ManifestError {
            throw error
        } catch {
            throw ManifestError(.malformed, path, "\(ours: Self.words(error))")
        }
    }
}
