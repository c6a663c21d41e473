import AuditModel
import Digests
import Glibc
import TreeReading

/// What one run of apt-get brought.
struct BatchResult: Sendable {
    var obtained: [FetchPlan.Item] = []
    var problems: [ReportText] = []
}

/// Downloads some archives into a folder of their own and keeps those whose digest is the one that the list names.
struct FetchBatch: Sendable {
    let items: [FetchPlan.Item]
    let number: Int
    let apt: PrivateApt
    let folder: FetchFolder

    private var target: String { "\(folder.incoming)/\(number)" }

    /// The folders that batches download into, and apt's own for unfinished files.
    static func folders(in folder: FetchFolder) -> [String] {
        (0..<64).map { "\(folder.incoming)/\($0)" } + [folder.path + "/apt/archives/partial"]
    }

    func run() async -> BatchResult {
        var result = BatchResult()
        do throws(FetchFailure) {
            try FetchFolder.make(target, mode: 0o755)
            FetchFolder.giveToApt(target)
            if let complaint = try await apt.download(items.map(\.word), into: target) {
                result.problems.append("apt-get download: \(UntrustedText(complaint.utf8))")
            }
        } catch {
            result.problems.append(error.reason)
        }
        keep(&result)
        let missed = items.filter { !result.obtained.contains($0) }.map {
            "\(UntrustedText($0.word.utf8))" as ReportText
        }
        if let first = missed.first {
            result.problems.append("not obtained: \(missed.dropFirst().reduce(first) { "\($0) \($1)" })")
        }
        return result
    }

    /// Moves each file whose content is wanted into the cache; everything else is removed.
    private func keep(_ result: inout BatchResult) {
        let wanted = Dictionary(items.map { ($0.stanza.sha256, $0) }, uniquingKeysWith: { first, _ in first })
        for file in FetchFolder.files(in: target) {
            let path = "\(target)/\(file.name)"
            guard let digest = Self.digest(of: path), let item = wanted[digest] else {
                if file.name.utf8.reversed().starts(with: ".deb".utf8.reversed()) {
                    result.problems.append(
                        "\(UntrustedText(file.name.utf8)) is not the file that the package list names")
                }
                _ = unsafe unlink(path)
                continue
            }
            _ = unsafe chown(path, geteuid(), getegid())
            if unsafe rename(path, "\(folder.archives)/\(item.fileName)") == 0 {
                result.obtained.append(item)
            } else {
                result.problems.append(
                    "cannot keep \(UntrustedText(file.name.utf8)): \(ours: SystemMessage.text(for: errno))")
            }
        }
        _ = unsafe rmdir(target)
    }

    static func digest(of path: String) -> SHA256Digest? {
        guard let tree = try? HostTree(root: [UInt8(ascii: "/")]),
            let bytes = try? tree.read(HostPath(path.utf8), cap: 4 << 30).bytes
        else { return nil }
        return ContentHasher.sha256(bytes)
    }
}
