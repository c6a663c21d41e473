import AuditModel
import Digests
import Glibc
import TreeReading

/// Remembers that `apt-get update` answered from every source, and what it left behind.
///
/// Package lists that are young, and that come from the same sources through the same programs, need not be asked for
/// again as long as everything that is wanted lies in the cache. A stamp is nobody's proof: the audit verifies the lists
/// and the archives whatever it says.
struct ListStamp: Sendable {
    let folder: FetchFolder
    let programs: [(path: String, sha256: SHA256Digest)]
    let now: Timestamp

    private var path: String { folder.path + "/apt/updated" }

    /// Seconds since the lists were obtained; nil where they are older than `limit`, or anything has changed since.
    func age(upTo limit: Int64) -> Int64? {
        guard limit > 0, let file = FetchFolder.files(in: folder.path + "/apt").first(where: { $0.name == "updated" }),
            let stored, stored.request == request, stored.lists == lists
        else { return nil }
        let age = now.seconds - file.modified
        return (0...limit).contains(age) ? age : nil
    }

    /// Called where every source has answered.
    func set() throws(FetchFailure) {
        try folder.write(Array("\(request.hex) \(lists.hex)\n".utf8), to: path)
    }

    /// Called before an update, which may leave anything behind.
    ///
    /// apt asks a server only whether a Release is newer, and never looks at the lists that it has: those that are not
    /// as it left them are removed, so that it obtains them again.
    func clear() {
        if let stored, stored.lists != lists {
            for file in FetchFolder.files(in: folder.lists) where file.name != "lock" {
                _ = unsafe unlink("\(folder.lists)/\(file.name)")
            }
        }
        _ = unsafe unlink(path)
    }

    private var stored: (request: SHA256Digest, lists: SHA256Digest)? {
        guard let bytes = Self.bytes(of: path, cap: 4096) else { return nil }
        let words = bytes.split(whereSeparator: \.isASCIISpace)
        guard words.count == 2, let request = SHA256Digest(hex: words[0]), let lists = SHA256Digest(hex: words[1])
        else { return nil }
        return (request, lists)
    }

    /// The digest of the configuration, the sources and the programs.
    private var request: SHA256Digest {
        var text: [UInt8] = []
        let sources = FetchFolder.files(in: folder.sources).map { "\(folder.sources)/\($0.name)" }
        for file in [folder.configuration] + sources {
            let digest = ContentHasher.sha256(Self.bytes(of: file, cap: 16 << 20) ?? [])
            text += Array("\(file)\0\(digest.hex)\0".utf8)
        }
        for program in programs { text += Array("\(program.path)\0\(program.sha256.hex)\0".utf8) }
        return ContentHasher.sha256(text)
    }

    /// The digest of the names, sizes and times of the lists.
    private var lists: SHA256Digest {
        let files = FetchFolder.files(in: folder.lists).filter { $0.name != "lock" }
        return ContentHasher.sha256(files.flatMap { Array("\($0.name)\0\($0.size)\0\($0.modified)\0".utf8) })
    }

    private static func bytes(of path: String, cap: UInt64) -> [UInt8]? {
        try? HostTree(root: [UInt8(ascii: "/")]).read(HostPath(path.utf8), cap: cap).bytes
    }
}
