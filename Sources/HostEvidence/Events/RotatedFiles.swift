import AuditModel
import FileFormats
import Glibc

/// What stands beside an input whose name has come to stand for another text: the text that was read before, and those
/// that came and went since.
struct RotatedFiles {
    /// A file of the folder that may be one of these.
    private struct Candidate {
        let file: TracedInput
        /// Nil where the name is not that of a rotation.
        let age: Int64?
    }

    /// The file that the cursor is about, renamed, copied or compressed; nil where it is not in the folder.
    let old: TracedInput?
    /// Rotations that were written since, oldest first.
    let later: [TracedInput]
    /// What is missing or could not be looked at.
    private(set) var losses: [ReportText]

    /// Files that are opened, newest first.
    private static let fileLimit = 64
    /// Seconds that the clock of a file system may be behind.
    private static let clockSlack: Int64 = 2

    /// - Parameters:
    ///   - file: what the name of the input stands for now.
    ///   - cursor: how far the text before it was read.
    ///   - since: when that reading began; a rotation that was not written since holds nothing new.
    init(of file: TracedInput, _ cursor: InputCursor, since: Timestamp) {
        let folder = RotationFolder(of: file.name)
        losses = folder.losses
        var candidates: [Candidate] = []
        for found in folder.files(limit: Self.fileLimit, with: cursor.inode, &losses) {
            let candidate = Candidate(file: found, age: folder.names.age(of: folder.name(of: found)))
            if !found.isSameFile(as: file) { candidates.append(candidate) }
        }
        old = Self.old(cursor, candidates)
        let start = max(since.seconds, .min + Self.clockSlack) - Self.clockSlack
        let cutoff = min(start, old?.modified.seconds ?? start)
        later = Self.later(candidates.filter { [old] in $0.file !== old && $0.file.modified.seconds >= cutoff }, cursor)
        if later.count >= Self.fileLimit - 2 {
            losses.append("\(file.name): only its \(later.count) newest rotations are read")
        }
        guard let old, let number = folder.names.number(of: folder.name(of: old)) else { return }
        let missing = folder.missing(before: number)
        if missing > 0 {
            losses.append(
                "\(file.name): \(missing, "rotation") between it and \(old.name) not in the folder; what came there is not read"
            )
        }
    }

    /// By its inode; else by what it begins with, for a copy or a compressed file has another one.
    private static func old(_ cursor: InputCursor, _ candidates: [Candidate]) -> TracedInput? {
        if cursor.whole != nil { return nil }
        if let renamed = candidates.first(where: { $0.file.isNamed(by: cursor) && $0.file.begins(as: cursor) }) {
            return renamed.file
        }
        if cursor.headLength == 0 { return nil }
        return candidates.first { $0.age != nil && $0.file.begins(as: cursor) }?.file
    }

    private static func later(_ candidates: [Candidate], _ cursor: InputCursor) -> [TracedInput] {
        candidates.filter { candidate in
            if case .none = candidate.file.change(since: cursor) { return false }
            return candidate.age != nil
        }.sorted { left, right in
            let (first, second) = (left.file.modified, right.file.modified)
            if first != second { return first < second }
            return left.age == right.age ? left.file.name < right.file.name : (left.age ?? 0) > (right.age ?? 0)
        }.map(\.file)
    }
}
