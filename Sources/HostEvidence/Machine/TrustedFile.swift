package import AuditModel
import Glibc
import TreeReading

/// Reads files that the program obeys: exceptions, rules and its configuration.
///
/// Whoever can write to one decides what is silenced. So it has to be a regular file of root or of the caller that nobody
/// else can write to, and so do the folders on the way to it, as sudo(8) asks of its own files.
package enum TrustedFile {
    /// The file's bytes; of a file with more than `limit` bytes, one byte more than that.
    package static func read(_ path: UntrustedText, limit: Int) throws(FileReadError) -> [UInt8] {
        let descriptor = try SmallFile.openRegular(path)
        var facts = stat()
        guard unsafe fstat(descriptor.number, &facts) == 0 else { throw FileReadError(errno: Glibc.errno) }
        if let reason = doubt(owner: facts.st_uid, group: facts.st_gid, mode: facts.st_mode) {
            throw FileReadError(refusal: "it \(reason), so it is not obeyed")
        }
        try requireTrust(in: path)
        return try SmallFile.bytes(of: descriptor, limit: limit)
    }

    /// The names in a folder, in byte order, without hidden ones.
    package static func names(in folder: UntrustedText) throws(FileReadError) -> [UntrustedText] {
        let names = try SmallFile.names(in: folder)
        try requireTrust(in: UntrustedText(folder.bytes + Array("/.".utf8)))
        return names
    }

    /// Looks at every folder above a file: above its name, and where links lead elsewhere also above what they lead to.
    private static func requireTrust(in path: UntrustedText) throws(FileReadError) {
        let slash = UInt8(ascii: "/")
        let named = try resolved(
            path.bytes.lastIndex(of: slash).map { Array(path.bytes[...$0]) } ?? [UInt8(ascii: ".")])
        let target = try resolved(path.bytes)
        let around = target.lastIndex(of: slash).map { Array(target[..<$0]) } ?? []
        for folder in folders(to: named) + folders(to: around) {
            var facts = stat()
            guard unsafe stat(terminated(folder), &facts) == 0 else { throw FileReadError(errno: Glibc.errno) }
            // In a folder like /tmp nobody can put another file in the place of somebody else's.
            if facts.st_mode & S_ISVTX != 0, facts.st_uid == 0 || facts.st_uid == geteuid() { continue }
            if let reason = doubt(owner: facts.st_uid, group: facts.st_gid, mode: facts.st_mode) {
                throw FileReadError(refusal: "the folder \(UntrustedText(folder)) \(reason), so it is not obeyed")
            }
        }
    }

    /// An absolute path and every one above it.
    private static func folders(to path: [UInt8]) -> [[UInt8]] {
        let ends = path.indices.filter { $0 > 0 && path[$0] == UInt8(ascii: "/") } + [path.count]
        return [[UInt8(ascii: "/")]] + ends.filter { $0 > 1 }.map { Array(path[..<$0]) }
    }

    /// What lets somebody else than root and the caller change a file or folder, as a verb; nil where nothing does.
    ///
    /// The group root is taken for root.
    package static func doubt(owner: UInt32, group: UInt32, mode: UInt32) -> ReportText? {
        if owner != 0, owner != geteuid() {
            return "belongs to the user \(owner), neither root nor the caller"
        }
        let isShared = mode & 0o002 != 0 || (mode & 0o020 != 0 && group != 0)
        let digits = String(mode & 0o7777, radix: 8)
        let shown = String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
        return isShared ? "can be changed by others (mode \(ours: shown))" : nil
    }

    /// Without links, `.` and `..`.
    private static func resolved(_ path: [UInt8]) throws(FileReadError) -> [UInt8] {
        guard let found = unsafe realpath(terminated(path), nil) else { throw FileReadError(errno: Glibc.errno) }
        defer { unsafe free(found) }
        return unsafe UnsafeBufferPointer(start: found, count: strlen(found)).map { UInt8(bitPattern: $0) }
    }

    private static func terminated(_ path: [UInt8]) -> [CChar] {
        path.map { CChar(bitPattern: $0) } + [0]
    }
}
