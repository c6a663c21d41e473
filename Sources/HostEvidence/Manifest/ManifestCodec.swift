import AuditModel
import CZlib
import Foundation
import GRDB

/// How values of ours stand in the columns of a known-good store.
enum ManifestCodec {
    /// A ceiling for one packed member; a genuine md5sums of the largest package takes a fifth.
    private static let unpackedLimit = 64 << 20

    static func digest(_ digest: SHA256Digest) -> Data {
        Data(Hexadecimal.decode(Array(digest.hex.utf8)) ?? [])
    }

    static func digest(_ digest: MD5Digest) -> Data {
        Data(Hexadecimal.decode(Array(digest.hex.utf8)) ?? [])
    }

    /// Packed by zlib's deflate (RFC 1950).
    static func packed(_ bytes: [UInt8]) -> Data? {
        var length = compressBound(uLong(bytes.count))
        var room = [UInt8](repeating: 0, count: Int(length))
        guard unsafe compress2(&room, &length, bytes, uLong(bytes.count), 9) == Z_OK else { return nil }
        return Data(room.prefix(Int(length)))
    }

    /// Nil unless exactly `size` bytes come out.
    static func unpacked(_ data: Data, size: Int) -> [UInt8]? {
        guard size >= 0, size <= unpackedLimit else { return nil }
        var length = uLong(size)
        var room = [UInt8](repeating: 0, count: max(size, 1))
        let bytes = [UInt8](data)
        guard unsafe uncompress(&room, &length, bytes, uLong(bytes.count)) == Z_OK, Int(length) == size else {
            return nil
        }
        return Array(room.prefix(size))
    }

    /// Columns are decoded with an error and never through the row's subscript, which traps where a store that anybody
    /// may have written holds another type, or no such column.
    static func text(_ row: Row, _ column: String) throws -> UntrustedText? {
        try row.decode(Data?.self, forColumn: column).map { UntrustedText($0) }
    }

    static func time(_ row: Row, _ column: String) throws -> Timestamp {
        Timestamp(seconds: try row.decode(Int64.self, forColumn: column))
    }

    static func optionalTime(_ row: Row, _ column: String) throws -> Timestamp? {
        try row.decode(Int64?.self, forColumn: column).map { Timestamp(seconds: $0) }
    }
}
