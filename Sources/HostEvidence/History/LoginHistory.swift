import AuditModel
import FileFormats

/// Reads wtmp and btmp: sessions that touch a window, boots and shutdowns inside one, and failed attempts.
struct LoginHistory {
    let work: HistoryWork

    /// Sessions are paired across rotations, so the oldest file is read first.
    func readLogins(_ files: [LogFile]) {
        var sessions = WtmpSessions()
        var kept: [HistoryRecord] = []
        let room = work.room(for: .wtmp)
        work.forEachFile(files.reversed()) { file in
            records(of: file) { record, position in
                for event in sessions.take(record, at: position) where kept.count <= room { keep(event, in: &kept) }
            }
        }
        for event in sessions.finish() where kept.count <= room { keep(event, in: &kept) }
        work.keep(kept, of: .wtmp)
        if sessions.dropped > 0 {
            work.history.limits.append(
                "\(sessions.dropped, "login") of wtmp left out: more sessions were open at one time than this reads.")
        }
    }

    func readFailures(_ files: [LogFile]) {
        work.forEachFile(files) { file in
            var kept: [HistoryRecord] = []
            let room = work.room(for: .btmp)
            records(of: file) { record, position in
                guard work.interest.includes(record.time), kept.count <= room else { return }
                let entry = WtmpSessions.Entry(record: record, position: position)
                kept.append(Self.record(entry, .btmp, .failedLogin(Self.login(record, end: nil))))
            }
            work.keep(kept, of: .btmp)
        }
    }

    private func keep(_ event: WtmpSessions.Event, in kept: inout [HistoryRecord]) {
        switch event {
        case .session(let entry, let end):
            if work.interest.includes(from: entry.record.time, to: end) {
                kept.append(Self.record(entry, .wtmp, .login(Self.login(entry.record, end: end))))
            }
        case .boot(let entry):
            if work.interest.includes(entry.record.time) { kept.append(Self.record(entry, .wtmp, .boot)) }
        case .shutdown(let entry):
            if work.interest.includes(entry.record.time) { kept.append(Self.record(entry, .wtmp, .shutdown)) }
        }
    }

    private static func login(_ record: WtmpRecord, end: Timestamp?) -> Login {
        Login(user: record.user, line: record.line, host: record.host, processID: record.processID, end: end)
    }

    private static func record(
        _ entry: WtmpSessions.Entry, _ source: HistorySource, _ kind: HistoryKind
    ) -> HistoryRecord {
        let words = [entry.record.user, entry.record.line, entry.record.host].map(\.bytes).filter { !$0.isEmpty }
        return HistoryRecord(
            time: entry.record.time, position: entry.position, source: source, kind: kind,
            line: UntrustedText(words.joined(separator: [0x20])))
    }

    /// Hands on every record of a file that is not empty; a bogus one is counted, and so is a cut one at the end.
    private func records(of file: LogFile, _ body: (WtmpRecord, SourcePosition) -> Void) {
        guard let (producer, facts) = work.open(file) else { return }
        var cutter = RecordCutter(ceiling: work.remainingBytes(of: file.source))
        var span = TimeSpan()
        var bogus = 0
        var failure: CoverageGap?
        do throws(ArchiveProblem) {
            try cutter.read(producer) { record, number in
                guard let record else {
                    bogus += 1
                    return
                }
                if record.kind == .empty { return }
                span.extend(to: record.time)
                body(record, SourcePosition(file: file.path, line: number))
            }
        } catch {
            failure = CoverageGap(path: file.path, reason: error.reason)
        }
        work.spend(cutter.byteCount, on: file.source)
        if cutter.leftover > 0, failure == nil {
            failure = CoverageGap(path: file.path, reason: "its last record is cut short")
        }
        if bogus > 0 {
            work.history.gaps.append(CoverageGap(path: file.path, reason: "\(bogus, "bogus record")"))
        }
        let outcome = HistoryWork.Outcome(facts: facts, failure: failure, isComplete: cutter.isComplete)
        work.conclude(file, outcome, span: span, unusable: 0)
    }
}

/// Cuts a stream into records of wtmp.
private struct RecordCutter {
    let ceiling: UInt64
    private(set) var byteCount: UInt64 = 0
    private(set) var isComplete = true
    private var buffer: [UInt8] = []
    private var layout: WtmpLayout?
    private var number = 1

    init(ceiling: UInt64) {
        self.ceiling = ceiling
    }

    /// Bytes behind the last whole record.
    var leftover: Int { buffer.count }

    mutating func read(
        _ producer: any ByteProducer, _ body: (WtmpRecord?, Int) -> Void
    ) throws(ArchiveProblem) {
        let scratch = ScratchBuffer()
        while true {
            let count = unsafe try producer.produce(into: scratch.room)
            byteCount += UInt64(count)
            unsafe buffer.append(contentsOf: scratch.room.prefix(count))
            // The layout is told from several records, unless the file has no more.
            if count > 0, buffer.count < 8_192 { continue }
            let layout = self.layout ?? WtmpLayout(guessing: buffer[...])
            self.layout = layout
            for record in Wtmp.records(in: buffer[...], layout) {
                body(record, number)
                number += 1
            }
            buffer.removeFirst(buffer.count / layout.size * layout.size)
            if count == 0 { return }
            if byteCount >= ceiling {
                isComplete = false
                buffer = []
                return
            }
        }
    }
}
