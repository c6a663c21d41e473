import AuditModel
import FileFormats

/// What the md5sums files of the info folder record, as far as the judgement needs it.
struct Md5sumsRecords {
    private(set) var recorded: [PackageKey: [HostPath: MD5Digest]] = [:]
    private(set) var notes: [Md5sumsNote] = []

    /// Problems kept for one file.
    private static let kept = 5

    /// - Parameter wanted: packages whose digests are kept; the form of every file is looked at.
    init(infoArtifacts: [Artifact], wanted: Set<PackageKey>) {
        for artifact in infoArtifacts {
            guard let entry = artifact.infoEntry, entry.member == "md5sums", let bytes = artifact.content else {
                continue
            }
            var digests: [HostPath: MD5Digest] = [:]
            var problems: [ParseProblem] = []
            var (usable, unusable) = (0, 0)
            let keeps = entry.package.map { wanted.contains($0) } ?? false
            Md5sums.read(bytes) { number, line in
                switch line {
                case .entry(let record, let note):
                    usable += 1
                    if keeps { digests[HostPath(record.path)] = record.digest }
                    if let note, problems.count < Self.kept {
                        problems.append(note.problem(in: artifact.path, line: number))
                    }
                case .unusable(let note):
                    unusable += 1
                    if problems.count < Self.kept { problems.append(note.problem(in: artifact.path, line: number)) }
                }
            }
            if keeps, let key = entry.package { recorded[key] = digests }
            if !problems.isEmpty {
                notes.append(
                    Md5sumsNote(
                        path: artifact.path, package: entry.package, usableLines: usable, unusableLines: unusable,
                        problems: problems))
            }
        }
    }
}
