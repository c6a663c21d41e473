import AuditModel
import FileFormats

/// Reads the kernel's audit.log: every record of an event of which one record names something of interest.
struct AuditLogHistory {
    let work: HistoryWork

    func read(_ files: [LogFile]) {
        work.forEachFile(files) { file in
            var pass = AuditPass(work: work, file: file)
            let outcome = work.lines(of: file) { line, number in pass.take(line, number) }
            guard let outcome else { return }
            pass.finish()
            work.keep(pass.kept, of: .auditLog)
            work.conclude(file, outcome, span: pass.span, unusable: pass.unusable)
        }
    }
}

/// The reading of one file of audit.log.
private struct AuditPass {
    /// The records of one event so far.
    private struct Event {
        let serial: UInt64
        let time: Timestamp
        var isWanted = false
        var records: [HistoryRecord] = []
    }

    /// The most events that may be open: records of different events come mixed where several processors write them.
    private static let openLimit = 16
    /// The most records of one event.
    private static let recordLimit = 200

    let work: HistoryWork
    let file: LogFile
    private let room: Int
    private(set) var kept: [HistoryRecord] = []
    private(set) var span = TimeSpan()
    private(set) var unusable = 0
    /// Oldest first.
    private var open: [Event] = []

    init(work: HistoryWork, file: LogFile) {
        self.work = work
        self.file = file
        room = work.room(for: .auditLog)
    }

    mutating func take(_ line: ArraySlice<UInt8>, _ number: Int) {
        if line.allSatisfy({ $0 == 0 }) { return }
        guard let parsed = AuditLogLine(line) else {
            unusable += 1
            return
        }
        span.extend(to: parsed.time)
        let isInside = work.interest.includes(parsed.time)
        if !isInside, !work.matcher.hasPaths { return }
        let place = event(of: parsed)
        let detail = AuditLog.record(parsed)
        let subjects = subjects(in: line, detail, isInside: isInside)
        if !subjects.isEmpty { open[place].isWanted = true }
        if open[place].records.count < Self.recordLimit {
            open[place].records.append(
                HistoryRecord(
                    time: parsed.time, position: SourcePosition(file: file.path, line: number), source: .auditLog,
                    kind: .auditRecord(detail), subjects: subjects,
                    line: UntrustedText(line.prefix(HistoryRecord.lineLimit))))
        }
        if parsed.endsEvent { close(at: place) }
    }

    /// The place of a line's event among the open ones.
    private mutating func event(of line: AuditLogLine) -> Int {
        if let place = open.lastIndex(where: { $0.serial == line.serial && $0.time == line.time }) { return place }
        if open.count == Self.openLimit { close(at: 0) }
        open.append(Event(serial: line.serial, time: line.time))
        return open.count - 1
    }

    private mutating func close(at place: Int) {
        let event = open.remove(at: place)
        if event.isWanted, kept.count <= room { kept += event.records }
    }

    mutating func finish() {
        while !open.isEmpty { close(at: 0) }
    }

    /// What the line names as it stands or decoded.
    private func subjects(in line: ArraySlice<UInt8>, _ detail: AuditRecord, isInside: Bool) -> [HistorySubject] {
        var found: [HistorySubject] = []
        for text in [line] + detail.decoded.map({ $0.value.bytes[...] }) {
            let named = isInside ? work.matcher.subjects(in: text) : work.matcher.paths(in: text).map { .path($0) }
            for subject in named where !found.contains(subject) { found.append(subject) }
        }
        return found
    }
}
