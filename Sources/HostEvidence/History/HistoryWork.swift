import AuditModel
import FileFormats
import TreeReading

/// What the readers of the several logs share: the interest, the ceilings, and the history that they add to.
final class HistoryWork {
    let tree: HostTree
    let interest: HistoryInterest
    let matcher: MentionMatcher
    let limits: HistoryLimits
    let zone: TimeZoneFile
    var history = TreeHistory()
    /// Bytes that were read of each log, after decompression.
    private var spent: [HistorySource: UInt64] = [:]
    private var counts: [HistorySource: Int] = [:]
    private var shortened = 0

    init(tree: HostTree, interest: HistoryInterest, limits: HistoryLimits, zone: TimeZoneFile) {
        self.tree = tree
        self.interest = interest
        self.limits = limits
        self.zone = zone
        matcher = MentionMatcher(interest)
    }

    /// What came of reading one file.
    struct Outcome {
        let facts: FileFacts
        let failure: CoverageGap?
        /// False where the allowance ended inside the file.
        let isComplete: Bool
    }

    /// Hands the files of a source to `body`, as long as the log's allowance lasts.
    func forEachFile(_ files: [LogFile], _ body: (LogFile) -> Void) {
        for (index, file) in files.enumerated() {
            if remainingBytes(of: file.source) == 0 {
                let others = files.count - index - 1
                let more: ReportText = others == 0 ? "" : " and \(others, "other file") of the same log"
                history.limits.append(
                    "\(file.path)\(more) was not read: the log is larger than the limit of \(limits.logBytes) bytes.")
                return
            }
            body(file)
        }
    }

    /// Streams the lines of a file; nil, with the gap said, where it cannot be opened.
    func lines(
        of file: LogFile, limit: Int? = nil, _ body: (ArraySlice<UInt8>, Int) -> Void
    ) -> Outcome? {
        guard let (producer, facts) = open(file) else { return nil }
        var lines = LogLines(lineLimit: limit ?? limits.lineBytes)
        var failure: CoverageGap?
        do throws(ArchiveProblem) {
            try lines.read(producer, ceiling: remainingBytes(of: file.source), body)
        } catch {
            failure = CoverageGap(path: file.path, reason: error.reason)
        }
        spend(lines.byteCount, on: file.source)
        shortened += lines.shortened
        return Outcome(facts: facts, failure: failure, isComplete: lines.isComplete)
    }

    /// The decompressed bytes of a file and its facts; nil, with the gap said, where it cannot be opened.
    func open(_ file: LogFile) -> (any ByteProducer, FileFacts)? {
        do throws(HostAccessError) {
            let descriptor = try file.folder.openRegular(file.name)
            let facts = try descriptor.facts(for: file.path)
            if facts.size > limits.holeBytes, facts.allocated < facts.size / 64 {
                history.gaps.append(
                    CoverageGap(
                        path: file.path,
                        reason:
                            "\(facts.allocated) of \(facts.size) bytes are stored, the rest is holes; it was not read"))
                return nil
            }
            do throws(ArchiveProblem) {
                return (try Self.text(of: descriptor, file.name), facts)
            } catch {
                history.gaps.append(CoverageGap(path: file.path, reason: error.reason))
            }
        } catch {
            if !error.isAbsence { history.gaps.append(error.gap) }
        }
        return nil
    }

    /// Two ways to compress that only a name tells.
    private static func text(
        of descriptor: consuming Descriptor, _ name: UntrustedText
    ) throws(ArchiveProblem) -> any ByteProducer {
        if name.hasSuffix(".bz2") { return FilterProducer(DescriptorProducer(descriptor), filter: .bzip2) }
        if name.hasSuffix(".lz4") { return FilterProducer(DescriptorProducer(descriptor), filter: .lz4) }
        return try EventInput.text(of: descriptor).producer
    }

    func spend(_ bytes: UInt64, on source: HistorySource) {
        let (sum, isTooMuch) = spent[source, default: 0].addingReportingOverflow(bytes)
        spent[source] = isTooMuch ? .max : sum
    }

    /// Bytes of a log that may still be read.
    func remainingBytes(of source: HistorySource) -> UInt64 {
        limits.logBytes - min(spent[source, default: 0], limits.logBytes)
    }

    /// Says what a file covers and what in it could not be read.
    func conclude(_ file: LogFile, _ outcome: Outcome, span: TimeSpan, unusable: Int, what: StaticString = "line") {
        history.logs.append(
            LogSpan(file: file.path, source: file.source, first: span.first, last: span.last))
        if let failure = outcome.failure { history.gaps.append(failure) }
        if unusable > 0 {
            history.gaps.append(
                CoverageGap(path: file.path, reason: "\(unusable, what) without a readable time"))
        }
        if !outcome.isComplete {
            history.limits.append(
                "\(file.path) was read only as far as the limit of \(limits.logBytes) bytes for one log allows.")
        }
    }

    /// How many more records of a source may be kept.
    func room(for source: HistorySource) -> Int {
        max(0, limits.recordsPerSource - counts[source, default: 0])
    }

    /// Keeps records as far as there is room; `isCut` says that there were more already.
    func keep(_ records: [HistoryRecord], of source: HistorySource, isCut: Bool = false) {
        let room = room(for: source)
        history.records += records.prefix(room)
        counts[source, default: 0] += min(records.count, room)
        if isCut || records.count > room {
            let limit: ReportText =
                "Of \(source) more than \(limits.recordsPerSource) records fit; the rest was left out."
            if !history.limits.contains(limit) { history.limits.append(limit) }
        }
    }

    /// The history, sorted; nothing may be added afterwards.
    func finish() -> TreeHistory {
        if shortened > 0 {
            history.limits.append(
                "\(shortened, "line") of logs longer than the limit for a line; the rest of each was passed over.")
        }
        if matcher.omitted > 0 {
            history.limits.append(
                "\(matcher.omitted, "name") of paths, packages or programs, longer than the kernel allows or too many, were not looked for in logs."
            )
        }
        history.records.sort(by: HistoryRecord.inReportOrder)
        history.logs.sort()
        history.triggers.sort()
        history.gaps.sort()
        return history
    }
}

/// The earliest and the latest of the times seen so far.
struct TimeSpan {
    private(set) var first: Timestamp?
    private(set) var last: Timestamp?

    mutating func extend(to time: Timestamp) {
        if first.map({ time < $0 }) ?? true { first = time }
        if last.map({ $0 < time }) ?? true { last = time }
    }
}
