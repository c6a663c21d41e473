import GRDB

/// The tables of the known-good store.
///
/// A member that many archives share has one row, so that a fleet's store grows with distinct packages and not with hosts.
enum ManifestSchema {
    /// Written to and demanded of `PRAGMA user_version`.
    static let version = 1
    /// `dvm1` as a number, in `PRAGMA application_id` (sqlite.org/fileformat.html 1.3.18).
    static let application = 0x6476_6D31

    static func create(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE chain (
                    id INTEGER PRIMARY KEY, key BLOB NOT NULL, trust TEXT NOT NULL, release_sha256 BLOB NOT NULL,
                    location BLOB NOT NULL, origin BLOB, suite BLOB, codename BLOB, date INTEGER, valid_until INTEGER,
                    entry BLOB NOT NULL, index_sha256 BLOB NOT NULL,
                    UNIQUE (key, release_sha256, entry));
                CREATE TABLE archive (
                    id INTEGER PRIMARY KEY, package BLOB NOT NULL, architecture BLOB NOT NULL, version BLOB NOT NULL,
                    sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, filename BLOB NOT NULL,
                    chain INTEGER NOT NULL REFERENCES chain, md5sums BLOB, md5sums_size INTEGER, conffiles BLOB,
                    has_payload INTEGER NOT NULL);
                CREATE INDEX archive_by_package ON archive (package, architecture, version);
                CREATE TABLE member (
                    id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, size INTEGER NOT NULL, mode INTEGER NOT NULL,
                    mtime INTEGER NOT NULL, UNIQUE (sha256, mode, mtime));
                CREATE TABLE archive_member (
                    archive INTEGER NOT NULL REFERENCES archive, name BLOB NOT NULL,
                    member INTEGER NOT NULL REFERENCES member, PRIMARY KEY (archive, name)) WITHOUT ROWID;
                CREATE TABLE payload (
                    archive INTEGER NOT NULL REFERENCES archive, path BLOB NOT NULL, kind TEXT NOT NULL,
                    size INTEGER NOT NULL, mode INTEGER NOT NULL, uid INTEGER NOT NULL, gid INTEGER NOT NULL,
                    mtime INTEGER NOT NULL, md5 BLOB, sha256 BLOB, target BLOB,
                    PRIMARY KEY (archive, path)) WITHOUT ROWID;
                PRAGMA application_id = \(application);
                PRAGMA user_version = \(version);
                """)
    }

    /// Whether a database is a store that this program can read.
    static func isOurs(_ database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "PRAGMA application_id") == application
            && Int.fetchOne(database, sql: "PRAGMA user_version") == version
    }
}
