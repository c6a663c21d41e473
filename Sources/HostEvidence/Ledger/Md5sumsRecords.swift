import AuditModel
import FileFormats

/// What the md5sums files of the info folder record, as far as the judgement needs it.
struct Md5sumsRecords {
    private(set) var recorded: [PackageKey: [HostPath: MD5Digest]] = [:]
    private(set) var notes: [Md5sumsNote] = []

    /// Problems kept for one file.
    private static let kept = 5

    /// - Parameters:
    ///   - wanted: packages whose digests are kept; the form of every file is looked at.
    ///   - firstFile: a file of the package that its md5sums should name, asked for where that is empty.
    init(infoArtifacts: [Artifact], wanted: Set<PackageKey>, firstFile: (PackageKey) -> HostPath? = { _ in nil }) {
        for artifact in infoArtifacts {
            guard let entry = artifact.infoEntry, entry.member == "md5sums", let bytes = artifact.content else {
                continue
            }
            let keeps = entry.package.map { wanted.contains($0) } ?? false
            let reading = Reading(bytes, of: artifact.path, keepsDigests: keeps, keptProblems: Self.kept)
            if keeps, let key = entry.package { recorded[key] = reading.digests }
            let leavesOut = bytes.isEmpty ? entry.package.flatMap(firstFile) : nil
            if reading.problems.isEmpty, leavesOut == nil { continue }
            notes.append(
                Md5sumsNote(
                    path: artifact.path, package: entry.package, usableLines: reading.usable,
                    unusableLines: reading.unusable, sha256Lines: reading.sha256, leavesOut: leavesOut,
                    problems: reading.problems))
        }
    }
}

/// One md5sums file, counted and its digests taken.
private struct Reading {
    var digests: [HostPath: MD5Digest] = [:]
    var problems: [ParseProblem] = []
    var usable = 0
    var unusable = 0
    var sha256 = 0

    init(_ bytes: [UInt8], of path: HostPath, keepsDigests: Bool, keptProblems: Int) {
        Md5sums.read(bytes) { number, line in
            let note: Md5sums.Note?
            switch line {
            case .entry(let record, let remark):
                usable += 1
                if keepsDigests { digests[HostPath(record.path)] = record.digest }
                note = remark
            case .unusable(let remark):
                unusable += 1
                if remark.kind == .foreignDigest { sha256 += 1 }
                note = remark
            }
            if let note, problems.count < keptProblems {
                problems.append(note.problem(in: path, line: number))
            }
        }
        if let last = bytes.last, last != 0x0A, problems.count < keptProblems {
            problems.append(
                ParseProblem(
                    file: path, line: nil, kind: .noFinalNewline,
                    reason: "its last line has no newline, at which dpkg --verify stops"))
        }
    }
}
