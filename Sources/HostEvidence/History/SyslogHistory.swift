import AuditModel
import FileFormats
import TreeReading

/// Reads auth.log, syslog and cron.log: sessions inside the windows, and lines that name something of interest.
struct SyslogHistory {
    let work: HistoryWork

    func read(_ files: [LogFile]) {
        work.forEachFile(files) { file in
            var startYear: Int64?
            for isLast in [false, true] {
                var pass = SyslogPass(work: work, file: file, startYear: startYear)
                guard let outcome = pass.run() else { return }
                // Without years in the file its age shows only at its end.
                if !isLast, let corrected = pass.year?.correctedStart {
                    startYear = corrected
                    continue
                }
                work.keep(pass.kept, of: file.source)
                work.conclude(file, outcome, span: pass.span, unusable: pass.unusable)
                return
            }
        }
    }
}

/// One reading of one file.
private struct SyslogPass {
    let work: HistoryWork
    let file: LogFile
    let startYear: Int64?
    private let room: Int
    private(set) var year: SyslogYear?
    private(set) var kept: [HistoryRecord] = []
    private(set) var span = TimeSpan()
    private(set) var unusable = 0

    init(work: HistoryWork, file: LogFile, startYear: Int64?) {
        self.work = work
        self.file = file
        self.startYear = startYear
        room = work.room(for: file.source)
    }

    /// Nil where the file cannot be opened.
    mutating func run() -> HistoryWork.Outcome? {
        guard let facts = try? file.folder.facts(of: file.name) else { return work.lines(of: file) { _, _ in } }
        year = SyslogYear(modified: facts.modified, zone: work.zone, startYear: startYear)
        return work.lines(of: file) { line, number in take(line, number) }
    }

    private mutating func take(_ line: ArraySlice<UInt8>, _ number: Int) {
        let line = line.first == 0 ? line.drop { $0 == 0 } : line
        if line.isEmpty { return }
        guard let time = time(of: line) else {
            unusable += 1
            return
        }
        span.extend(to: time)
        guard kept.count <= room, let (kind, subjects) = meaning(of: line, isInside: work.interest.includes(time))
        else {
            return
        }
        kept.append(
            HistoryRecord(
                time: time, position: SourcePosition(file: file.path, line: number), source: file.source, kind: kind,
                subjects: subjects, line: UntrustedText(line.prefix(HistoryRecord.lineLimit))))
    }

    private mutating func time(of line: ArraySlice<UInt8>) -> Timestamp? {
        switch SyslogLine.stamp(of: line)?.0 {
        case .absolute(let time): time
        case .yearless(let month, let day, let clock): year?.time(month: month, day: day, clock: clock)
        case nil: nil
        }
    }

    /// Outside the windows only what names a path of interest is kept.
    private func meaning(of line: ArraySlice<UInt8>, isInside: Bool) -> (HistoryKind, [HistorySubject])? {
        guard isInside else {
            let paths = work.matcher.paths(in: line)
            return paths.isEmpty ? nil : (kind(of: line) ?? .mention, paths.map { .path($0) })
        }
        let subjects = work.matcher.subjects(in: line)
        if let session = kind(of: line) { return (session, subjects) }
        return subjects.isEmpty ? nil : (.mention, subjects)
    }

    private func kind(of line: ArraySlice<UInt8>) -> HistoryKind? {
        guard let parsed = SyslogLine(line), parsed.beginsSession else { return nil }
        return .session(program: UntrustedText(parsed.program))
    }
}
