import Foundation
import Glibc

/// Everything about a tree that an audit must leave as it was: names, bytes, owners, modes, links and all three times.
package struct TreeSnapshot: Equatable, Sendable {
    /// One line for each entry.
    package let lines: [String]

    package init(of folder: String) throws {
        lines = try HostFiles.walk(Array(folder.utf8)).map { path in
            var content = ""
            if try HostFiles.facts(path).st_mode & S_IFMT == S_IFREG { content = try Self.digest(path) }
            // The time of the last access, like the others, is taken after the test's own reading.
            let facts = try HostFiles.facts(path)
            if facts.st_mode & S_IFMT == S_IFLNK {
                content = String(decoding: try HostFiles.linkTarget(path), as: UTF8.self)
            }
            let times = [facts.st_atim, facts.st_mtim, facts.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
            // Reading a folder of names or a link's target renews its access time whatever the reader asks for.
            let isFile = facts.st_mode & S_IFMT == S_IFREG
            return
                "\(String(decoding: path, as: UTF8.self)) mode \(String(facts.st_mode, radix: 8)) owner \(facts.st_uid):\(facts.st_gid) links \(facts.st_nlink) inode \(facts.st_ino) size \(facts.st_size) times \(isFile ? times : Array(times.dropFirst())) \(content)"
        }
    }

    /// FNV-1a over the bytes: enough to see a change, and no library.
    private static func digest(_ path: [UInt8]) throws -> String {
        let hash = try HostFiles.read(path).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// Lines that only one of two snapshots has.
    package func difference(from other: TreeSnapshot) -> [String] {
        let (mine, theirs) = (Set(lines), Set(other.lines))
        return lines.filter { !theirs.contains($0) }.map { "+ " + $0 }
            + other.lines.filter { !mine.contains($0) }.map { "- " + $0 }
    }
}
