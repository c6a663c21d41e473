import AuditModel
import FileFormats

/// Reads apt's term.log: of each run, the lines that name something of interest.
struct TerminalHistory {
    let work: HistoryWork

    /// The most lines of one run that are held until its end is known.
    private static let heldLimit = 5_000

    func read(_ files: [LogFile]) {
        work.forEachFile(files) { file in
            var pass = TerminalPass(work: work, file: file, heldLimit: Self.heldLimit)
            let outcome = work.lines(of: file) { line, number in pass.take(line, number) }
            guard let outcome else { return }
            pass.endRun(at: nil)
            work.keep(pass.kept, of: .aptTerminal, isCut: pass.isCut)
            work.conclude(file, outcome, span: pass.span, unusable: pass.unusable)
        }
    }
}

/// The reading of one file of term.log.
private struct TerminalPass {
    let work: HistoryWork
    let file: LogFile
    let heldLimit: Int
    private let log: AptTermLog
    private(set) var kept: [HistoryRecord] = []
    private(set) var span = TimeSpan()
    private(set) var unusable = 0
    private(set) var isCut = false
    private var started: Timestamp?
    /// Lines of the run whose end is not known yet, each with whether it is kept whenever it was.
    private var held: [(record: HistoryRecord, namesPath: Bool)] = []

    init(work: HistoryWork, file: LogFile, heldLimit: Int) {
        self.work = work
        self.file = file
        self.heldLimit = heldLimit
        log = AptTermLog(zone: work.zone)
    }

    mutating func take(_ line: ArraySlice<UInt8>, _ number: Int) {
        switch log.line(line) {
        case .started(let time):
            endRun(at: nil)
            started = time
            note(time)
        case .ended(let time):
            note(time)
            endRun(at: time)
        case .text:
            let subjects = work.matcher.subjects(in: line)
            guard !subjects.isEmpty else { return }
            guard held.count < heldLimit else {
                isCut = true
                return
            }
            let namesPath = subjects.contains { if case .path = $0 { true } else { false } }
            let record = HistoryRecord(
                time: started, position: SourcePosition(file: file.path, line: number), source: .aptTerminal,
                kind: .terminal(started: started), subjects: subjects, line: UntrustedText(line.trimmingASCIISpace))
            held.append((record, namesPath))
        }
    }

    private mutating func note(_ time: Timestamp?) {
        if let time { span.extend(to: time) } else { unusable += 1 }
    }

    /// Decides on the lines of a run, which lies between its two moments.
    mutating func endRun(at end: Timestamp?) {
        let isInside = started.map { work.interest.includes(from: $0, to: end ?? $0) } ?? false
        kept += held.filter { isInside || $0.namesPath }.map(\.record)
        held = []
        started = nil
    }
}
