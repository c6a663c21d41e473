package import AuditModel
import Glibc
import TreeReading

/// Why a fetch ended without an answer.
package struct FetchFailure: Error, Sendable {
    /// What kind of obstacle it was.
    package enum Code: Sendable {
        /// A file or folder of the cache could not be made.
        case cache
        /// Another fetch holds the cache.
        case locked
        /// apt-get is not there or could not be started.
        case missingProgram
        /// No package list could be obtained.
        case noIndex
        /// No source line that may be used.
        case noSources
    }

    package let code: Code
    package let reason: ReportText

    package init(_ code: Code, _ reason: ReportText) {
        self.code = code
        self.reason = reason
    }
}

/// The cache on the auditing machine: archives that were obtained, and apt's private world beside them.
///
/// `archives/` holds finished files named by content; `incoming/` and apt's `partial/` belong to `_apt`, to whom
/// apt-get drops its methods.
package final class FetchFolder: Sendable {
    package let path: String
    private let lock: Descriptor

    package var archives: String { path + "/archives" }
    package var lists: String { path + "/apt/lists" }
    var incoming: String { path + "/incoming" }
    var configuration: String { path + "/apt/apt.conf" }
    var sources: String { path + "/apt/sources.d" }

    /// Makes what is missing and takes the lock, which the process holds until it ends.
    ///
    /// - Parameter makingParents: for a cache that the operator did not name, whose parents may never have been made
    ///   (XDG base directory specification: mode 0700).
    package init(_ path: String, makingParents: Bool = false) throws(FetchFailure) {
        self.path = path
        // The path stands in apt's configuration, which knows no escape for these.
        if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") }) {
            throw FetchFailure(
                .cache, "cannot use \(UntrustedText(path.utf8)): a cache takes no quotes or control characters")
        }
        if makingParents { try Self.makeParents(of: path) }
        try Self.make(path, mode: 0o755)
        let number = unsafe open(path + "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if number < 0 { throw Self.failure(path + "/lock") }
        lock = Descriptor(owning: number)
        if flock(number, LOCK_EX | LOCK_NB) != 0 {
            throw FetchFailure(.locked, "another fetch is using \(UntrustedText(path.utf8))")
        }
        for folder in ["archives", "apt", "apt/state", "apt/lists", "apt/archives", "apt/sources.d"] {
            try Self.make("\(path)/\(folder)", mode: 0o755)
        }
        for folder in ["incoming", "apt/lists/partial", "apt/archives/partial"] {
            try Self.make("\(path)/\(folder)", mode: 0o755)
            Self.giveToApt("\(path)/\(folder)")
        }
    }

    private static func makeParents(of path: String) throws(FetchFailure) {
        var parts = path.split(separator: "/").dropLast()
        var missing: [String] = []
        while !parts.isEmpty {
            let parent = "/" + parts.joined(separator: "/")
            if unsafe access(parent, F_OK) == 0 { break }
            missing.append(parent)
            parts = parts.dropLast()
        }
        for parent in missing.reversed() { try make(parent, mode: 0o700) }
    }

    static func make(_ path: String, mode: mode_t) throws(FetchFailure) {
        if unsafe mkdir(path, mode) == 0 { return }
        var facts = stat()
        if errno == EEXIST, unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { return }
        throw failure(path)
    }

    /// Hands a folder to apt's download user; without root apt keeps the caller's own user.
    static func giveToApt(_ path: String) {
        guard geteuid() == 0, let user = unsafe getpwnam("_apt") else { return }
        _ = unsafe chown(path, user.pointee.pw_uid, 0)
    }

    static func failure(_ path: String) -> FetchFailure {
        let number = errno
        return FetchFailure(
            .cache, "cannot use \(UntrustedText(path.utf8)): \(ours: SystemMessage.text(for: number))")
    }

    /// Writes one small file of apt's private world anew.
    func write(_ bytes: [UInt8], to path: String) throws(FetchFailure) {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if number < 0 { throw Self.failure(path) }
        defer { close(number) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw Self.failure(path) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Regular files of a folder with size and modification time; an unreadable folder is empty.
    static func files(in folder: String) -> [(name: String, size: UInt64, modified: Int64)] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var files: [(name: String, size: UInt64, modified: Int64)] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var facts = stat()
            guard unsafe lstat("\(folder)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            files.append((name, UInt64(clamping: facts.st_size), Int64(facts.st_mtim.tv_sec)))
        }
        return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Removes the archives that were used longest ago until the rest fits, sparing those in `keeping`.
    ///
    /// - Returns: how many were removed.
    func prune(to limit: UInt64, keeping: Set<String>) -> Int {
        var files = Self.files(in: archives).filter { $0.name.utf8.reversed().starts(with: ".deb".utf8.reversed()) }
        var total = files.reduce(0) { $0 + $1.size }
        files.sort { $0.modified < $1.modified }
        var removed = 0
        for file in files where total > limit && !keeping.contains(file.name) {
            if unsafe unlink("\(archives)/\(file.name)") == 0 {
                total -= file.size
                removed += 1
            }
        }
        return removed
    }
}
