import AuditModel
import FileFormats
import Glibc
import TreeReading

/// Reads the processes of the running system; one that ends meanwhile is passed over in silence.
struct ProcessTable {
    let work: HistoryWork

    private static let folder: HostPath = "/proc"

    func read() {
        guard work.tree.isLive, !work.interest.paths.isEmpty || !work.interest.processIDs.isEmpty else { return }
        do throws(HostAccessError) {
            let names = try work.tree.folder(Self.folder).names().names
            let booted = bootTime()
            var denied = Denial()
            for number in names.compactMap({ Int(String(decoding: $0.bytes, as: UTF8.self)) }).sorted() {
                do throws(HostAccessError) {
                    if let process = try process(number, booted: booted, &denied) {
                        work.history.processes.append(process)
                    }
                } catch {
                    if !error.isGone { denied.note(error.errno) }
                }
            }
            if denied.count > 0 {
                work.history.gaps.append(
                    CoverageGap(
                        path: Self.folder, reason: "the programs of \(denied.count) processes could not be read",
                        errno: denied.errno))
            }
        } catch {
            work.history.gaps.append(error.gap)
        }
    }

    /// Nil for a process that has nothing to do with the interest, and for one of the kernel's own.
    private func process(
        _ number: Int, booted: Int64?, _ denied: inout Denial
    ) throws(HostAccessError) -> RunningProcess? {
        let folder = Self.folder.appending("\(number)".utf8)
        let program = try work.tree.facts(of: folder.appending("exe".utf8)).linkTarget
        let words = try read(folder.appending("cmdline".utf8), limit: work.limits.commandLineBytes)
            .split(separator: 0).map { UntrustedText($0) }
        if program == nil {
            // A process of the kernel's own, or one that has ended, has no words either.
            if words.isEmpty { return nil }
            denied.note(EACCES)
        }
        let suffix: StaticString = " (deleted)"
        let isDeleted = program?.hasSuffix(suffix) ?? false
        let executable = program.map {
            isDeleted ? UntrustedText($0.bytes.dropLast(suffix.utf8CodeUnitCount)) : $0
        }
        let workplace = try work.tree.facts(of: folder.appending("cwd".utf8)).linkTarget
        var reasons = reasons(
            executable: executable.map { HostPath($0.bytes) }, isDeleted: isDeleted, words: words,
            workplace: workplace.map { HostPath($0.bytes) })
        let isNamed = work.interest.processIDs.contains(number)
        if isNamed { reasons.append(.processID) }
        if reasons.isEmpty { return nil }
        let status = try status(folder)
        return RunningProcess(
            processID: number, parentID: status.parent, executable: executable, commandLine: words,
            started: try started(folder, booted: booted), uid: status.uid, reasons: reasons)
    }

    private func reasons(
        executable: HostPath?, isDeleted: Bool, words: [UntrustedText], workplace: HostPath?
    ) -> [ProcessReason] {
        var reasons: [ProcessReason] = []
        let paths = work.interest.paths
        if let executable, paths.contains(executable) {
            reasons.append(isDeleted ? .deletedExecutable(executable) : .executable(executable))
        }
        for word in words {
            guard let path = path(in: word, workplace), paths.contains(path) else { continue }
            if !reasons.contains(.argument(path)) { reasons.append(.argument(path)) }
        }
        if let workplace, paths.contains(workplace) { reasons.append(.workingFolder(workplace)) }
        return reasons
    }

    /// The path that an argument is, or that it assigns: `x.sh`, `./x.sh`, `--config=/etc/x`.
    private func path(in word: UntrustedText, _ workplace: HostPath?) -> HostPath? {
        let value = word.bytes.lastIndex(of: UInt8(ascii: "=")).map { word.bytes[($0 + 1)...] } ?? word.bytes[...]
        guard let first = value.first, first != UInt8(ascii: "-") else { return nil }
        if first == UInt8(ascii: "/") { return HostPath(value) }
        return workplace.map { $0.resolving(UntrustedText(value)) }
    }

    /// Parent and real user of proc_pid_status(5).
    private func status(_ folder: HostPath) throws(HostAccessError) -> (parent: Int, uid: UInt32) {
        let text = try read(folder.appending("status".utf8), limit: 64 << 10)
        return (Int(field("PPid:", in: text) ?? 0), UInt32(clamping: field("Uid:", in: text) ?? 0))
    }

    private func field(_ name: StaticString, in text: [UInt8]) -> Int64? {
        for line in ByteLines(text) where line.starts(with: name.description.utf8) {
            let digits = line.dropFirst(name.utf8CodeUnitCount).trimmingASCIISpace.prefix(while: \.isASCIIDigit)
            return Int64(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }

    /// Field 22 of proc_pid_stat(5), in ticks since the boot; the name before it may hold anything, even parentheses.
    private func started(_ folder: HostPath, booted: Int64?) throws(HostAccessError) -> Timestamp? {
        let text = try read(folder.appending("stat".utf8), limit: 64 << 10)
        let perSecond = Int64(sysconf(Int32(_SC_CLK_TCK)))
        guard let booted, perSecond > 0, let close = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = text[(close + 1)...].split(separator: 0x20)
        guard words.count > 19, let ticks = Int64(String(decoding: words[19], as: UTF8.self)) else { return nil }
        return Timestamp(
            seconds: booted + ticks / perSecond, nanoseconds: UInt32(ticks % perSecond * (1_000_000_000 / perSecond)))
    }

    /// Seconds since 1970 at which the system was started, proc_stat(5).
    private func bootTime() -> Int64? {
        (try? read(Self.folder.appending("stat".utf8), limit: 4 << 20)).flatMap { field("btime", in: $0) }
    }

    /// Reads a file of the kernel's, which says nothing of its size beforehand.
    private func read(_ path: HostPath, limit: Int) throws(HostAccessError) -> [UInt8] {
        let file = try work.tree.openRegular(path)
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < limit {
            let count = unsafe Glibc.read(file.number, &room, room.count)
            if count == 0 { break }
            if count < 0 {
                if Glibc.errno == EINTR { continue }
                throw HostAccessError(path: path, code: .system(Glibc.errno))
            }
            bytes += room.prefix(min(count, limit - bytes.count))
        }
        return bytes
    }
}

/// How many processes the kernel refused to tell about.
private struct Denial {
    private(set) var count = 0
    private(set) var errno: Int32?

    mutating func note(_ number: Int32?) {
        count += 1
        errno = errno ?? number
    }
}

extension HostAccessError {
    /// Whether a process ended while it was looked at, or is the kernel's own and has no program.
    fileprivate var isGone: Bool { isAbsence || code == .system(ESRCH) }
}
