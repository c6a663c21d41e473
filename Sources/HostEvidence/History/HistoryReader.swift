package import AuditModel
import FileFormats
package import TreeReading

/// Reads what a tree recorded of its past: package logs, sessions, commands, logins, what starts programs, and what runs.
///
/// Only what somebody asked about is kept. Paths are compared as the logs spell them: on a tree with a merged /usr the
/// interest names both spellings.
package enum HistoryReader {
    /// Never fails: what cannot be read is a gap of the history, and a ceiling that was hit is one of its limits.
    package static func read(tree: HostTree, interest: HistoryInterest, limits: Limits) -> TreeHistory {
        let zone = TreeZone(tree)
        let work = HistoryWork(tree: tree, interest: interest, limits: limits.history, zone: zone.file)
        let reading = LogReading(work: work)
        reading.readPackageLogs()
        reading.readLogins()
        reading.readTextLogs()
        TriggerFiles(work: work).readAll()
        ProcessTable(work: work).read()
        if !work.history.logs.isEmpty { work.history.zone = zone.name }
        return work.finish()
    }
}

/// The logs below `var/log`, source by source.
private struct LogReading {
    let work: HistoryWork
    private let rotations: [HistorySource: LogRotations]

    init(work: HistoryWork) {
        self.work = work
        var rotations: [HistorySource: LogRotations] = [:]
        for (path, sources) in Self.places {
            guard let (folder, names) = Self.open(path, work) else { continue }
            for source in sources { rotations[source] = LogRotations(of: source, in: folder, names) }
        }
        self.rotations = rotations
    }

    private static let places: [(HostPath, [HistorySource])] = [
        ("/var/log", [.dpkgLog, .authLog, .syslog, .cronLog, .wtmp, .btmp]),
        (DebianPaths.aptLogs, [.aptHistory, .aptTerminal]),
        ("/var/log/audit", [.auditLog]),
    ]

    private static func open(_ path: HostPath, _ work: HistoryWork) -> (HostFolder, [UntrustedText])? {
        do throws(HostAccessError) {
            let folder = try work.tree.folder(path)
            let (names, isComplete) = try folder.names()
            if !isComplete {
                work.history.gaps.append(CoverageGap(path: path, reason: "more names than one folder may hold"))
            }
            return (folder, names)
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
            return nil
        }
    }

    private func files(of source: HistorySource) -> [LogFile] {
        rotations[source]?.files ?? []
    }

    /// The files of a log that is about to be read; what may be a part of it, and cannot be told, is a gap.
    private func read(_ source: HistorySource) -> [LogFile] {
        for path in rotations[source]?.others ?? [] {
            work.history.gaps.append(
                CoverageGap(path: path, reason: "its name is not that of a rotation, so it was not read as \(source)"))
        }
        return files(of: source)
    }

    func readPackageLogs() {
        let packages = PackageHistory(work: work)
        packages.readDpkgLog(read(.dpkgLog))
        packages.readAptHistory(read(.aptHistory))
        if hasWords { TerminalHistory(work: work).read(read(.aptTerminal)) }
    }

    func readLogins() {
        guard !work.interest.windows.isEmpty else { return }
        let logins = LoginHistory(work: work)
        logins.readLogins(read(.wtmp))
        logins.readFailures(read(.btmp))
        if files(of: .wtmp).isEmpty, exists("/var/lib/wtmpdb/wtmp.db") {
            work.history.limits.append("Logins are in /var/lib/wtmpdb/wtmp.db, which is not read.")
        }
    }

    func readTextLogs() {
        guard hasWords else { return }
        let lines = SyslogHistory(work: work)
        lines.read(read(.authLog))
        lines.read(read(.cronLog))
        AuditLogHistory(work: work).read(read(.auditLog))
        lines.read(read(.syslog))
        if files(of: .authLog).isEmpty, files(of: .syslog).isEmpty, exists("/var/log/journal") {
            work.history.limits.append("journal only: login and cron lines of the journal are not read")
        }
    }

    /// Whether a line of text could be kept at all.
    private var hasWords: Bool {
        work.matcher.hasPaths || !work.interest.windows.isEmpty
    }

    private func exists(_ path: HostPath) -> Bool {
        (try? work.tree.followedFacts(of: path)) != nil
    }
}
