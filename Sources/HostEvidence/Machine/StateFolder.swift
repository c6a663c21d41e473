package import AuditModel
import Glibc
import TreeReading

/// The state directory of the scheduled check: its reports, and a lock that also says how the last run went.
///
/// `report-TIME.json` for each run, `latest.json` leading to the newest, and the other reports that the configuration
/// asks for. Each is put in place whole; a run that dies leaves what was there.
package final class StateFolder: Sendable {
    package let path: String
    private let lock: Int32
    private static let noteSize = 512

    /// Makes the folder where it is missing and takes the lock.
    ///
    /// - Throws: 73 where the folder or lock cannot be made, or where others could change what is in it; 75 where another
    ///   run has the lock.
    package init(locking path: String) throws(Failure) {
        let shown = UntrustedText(path.utf8)
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw Failure(
                .cannotCreate, "cannot make the state directory \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        try PrivateFolder.require(path, as: "the state directory")
        let number = unsafe open(path + "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if number < 0 {
            throw Failure(
                .cannotCreate, "cannot write to the state directory \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        if flock(number, LOCK_EX | LOCK_NB) != 0 {
            close(number)
            throw Failure(.locked, "another check is using the state directory \(shown)")
        }
        self.path = path
        lock = number
    }

    deinit {
        close(lock)
    }

    /// What an earlier run noted that did not come to its end; nil where it did.
    package var unfinished: UntrustedText? { StateReports.note(in: path) }

    /// Notes in the lock how far this run is; empty once it has come to its end.
    ///
    /// Always the same number of bytes, so that a full disk can be told of, too.
    package func note(_ words: String) {
        let text = words.utf8.prefix(Self.noteSize - 1)
        let bytes = Array(text) + [UInt8](repeating: 0x0A, count: Self.noteSize - text.count)
        _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(lock, $0.baseAddress, $0.count, 0) }
    }

    /// Removes what runs that died were writing.
    package func sweep() {
        for name in StateReports.names(in: path) where name.hasPrefix(".debvouch.") && name.hasSuffix(".tmp") {
            _ = unsafe unlink("\(path)/\(name)")
        }
    }

    /// Writes the JSON report of a run and lets `latest.json` lead to it.
    package func keep(_ report: [UInt8], finished: Timestamp) throws(Failure) {
        let name = StateReports.name(for: finished)
        try AtomicFile.write(report, to: UntrustedText("\(path)/\(name)".utf8))
        let temporary = "\(path)/.debvouch.\(getpid()).latest.tmp"
        _ = unsafe unlink(temporary)
        guard unsafe symlink(name, temporary) == 0, unsafe rename(temporary, path + "/latest.json") == 0 else {
            let number = errno
            _ = unsafe unlink(temporary)
            throw Failure(
                .cannotCreate,
                "cannot let \(UntrustedText((path + "/latest.json").utf8)) lead to the new report: \(ours: SystemMessage.text(for: number))"
            )
        }
    }

    /// Removes reports beyond the number and the age asked for, and never the newest.
    ///
    /// - Returns: how many were removed.
    package func prune(keeping count: Int, days: Int, now: Timestamp) -> Int {
        let oldest = StateReports.name(for: Timestamp(seconds: now.seconds - Int64(days) * 86_400))
        var removed = 0
        for (index, name) in StateReports.newestFirst(in: path).enumerated().dropFirst() {
            guard index >= count || name.utf8.lexicographicallyPrecedes(oldest.utf8) else { continue }
            if unsafe unlink("\(path)/\(name)") == 0 { removed += 1 }
        }
        return removed
    }
}

/// The reports in a state directory, which can be read without its lock.
package enum StateReports {
    /// `report-20261123T140000.123456Z.json`: names sort as times do.
    package static func name(for time: Timestamp) -> String {
        let text = time.rfc3339.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        return "report-\(String(decoding: text.dropLast(4), as: UTF8.self))Z.json"
    }

    /// What the last run noted in the lock; nil for nothing.
    package static func note(in folder: String) -> UntrustedText? {
        let bytes = (try? SmallFile.read(UntrustedText((folder + "/lock").utf8), limit: 4096)) ?? []
        let line = bytes.prefix { $0 != 0x0A }
        return line.isEmpty ? nil : UntrustedText(line)
    }

    /// Whether a run holds the lock now.
    package static func isLocked(_ folder: String) -> Bool {
        let number = unsafe open(folder + "/lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return false }
        defer { close(number) }
        return flock(number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Every name in the folder, in byte order; none where it cannot be read.
    package static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Names of the JSON reports, oldest first.
    package static func reports(in folder: String) -> [String] {
        names(in: folder).filter { name in
            let digits = name.utf8.dropFirst(7).dropLast(5)
            return name.hasPrefix("report-") && name.hasSuffix("Z.json")
                && digits.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: "T") || ".Z".utf8.contains($0) }
        }
    }

    /// Names of the JSON reports, newest first: whichever `latest.json` leads to, and then by their times.
    ///
    /// A clock that once ran ahead leaves a name that sorts before all others for years.
    package static func newestFirst(in folder: String) -> [String] {
        let names = Array(reports(in: folder).reversed())
        var room = [CChar](repeating: 0, count: 256)
        let count = unsafe readlink(folder + "/latest.json", &room, room.count - 1)
        let target = String(decoding: room.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard names.contains(target) else { return names }
        return [target] + names.filter { $0 != target }
    }

    /// The newest report of a folder that can still be read, before the one named; with what is wrong with newer ones.
    package static func newest(in folder: String, before name: String? = nil) -> (
        report: PastReport?, problems: [ReportText]
    ) {
        var problems: [ReportText] = []
        for candidate in newestFirst(in: folder) {
            if let name, !candidate.utf8.lexicographicallyPrecedes(name.utf8) { continue }
            do throws(PastReportError) {
                return (try PastReportReader.read(UntrustedText("\(folder)/\(candidate)".utf8)), problems)
            } catch {
                problems.append("\(UntrustedText(candidate.utf8)) is no report to compare with: \(error.reason)")
            }
        }
        return (nil, problems)
    }
}
