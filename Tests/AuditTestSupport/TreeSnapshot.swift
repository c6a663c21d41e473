import Foundation
import Glibc

/// Everything about a tree that an audit must leave as it was: names, bytes, owners, modes, links and all three times.
package struct TreeSnapshot: Equatable, Sendable {
    /// One line for each entry, and one for the digest of each file.
    package let lines: [String]

    package init(of folder: String) throws {
        let digests = try Command.require(
            "sh", ["-c", "find . -type f -print0 | sort -z | xargs -0 -r sha256sum --"], in: folder)
        // Taken after the test's own reading, which renews times of access.
        let facts = try HostFiles.walk(Array(folder.utf8)).map { path in
            let facts = try HostFiles.facts(path)
            let kind = facts.st_mode & S_IFMT
            let target = kind == S_IFLNK ? String(decoding: try HostFiles.linkTarget(path), as: UTF8.self) : ""
            var times = [facts.st_mtim, facts.st_ctim]
            // Reading a folder of names or a link's target renews its time of access whatever the reader asks for.
            if kind == S_IFREG { times.append(facts.st_atim) }
            let shown = times.map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " ")
            return "\(String(decoding: path, as: UTF8.self)) mode \(String(facts.st_mode, radix: 8))"
                + " owner \(facts.st_uid):\(facts.st_gid) links \(facts.st_nlink) inode \(facts.st_ino)"
                + " size \(facts.st_size) times \(shown) \(target)"
        }
        lines = facts + digests.text.split(separator: "\n").map(String.init)
    }

    /// Lines that only one of two snapshots has.
    package func difference(from other: TreeSnapshot) -> [String] {
        let (mine, theirs) = (Set(lines), Set(other.lines))
        return lines.filter { !theirs.contains($0) }.map { "+ " + $0 }
            + other.lines.filter { !mine.contains($0) }.map { "- " + $0 }
    }
}
