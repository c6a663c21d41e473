package import AuditModel
import CSimdJSON
import FileFormats

/// What a reading that goes on where another ended found.
package struct ResumedReading: Sendable {
    /// One for each file that was read: also the one that an input's name stood for before.
    package fileprivate(set) var summaries: [EventReadSummary] = []
    /// Where the next reading goes on; nil for an input that is no regular file.
    package fileprivate(set) var cursor: InputCursor?
    /// What came to the input and is not read, or may have, for the operator.
    package fileprivate(set) var losses: [ReportText] = []
}

extension EventReader {
    /// Hands the events that came to an input since a cursor was made to `body`, and rethrows what `body` throws.
    ///
    /// A file with a document on each line is read on from the cursor, and from its start where it was replaced or cut.
    /// Before that comes what its folder has of the time between: the rest of the file before it, also compressed or as a
    /// copy, and the rotations that were written since. Any other file is read whole whenever it has changed. A last line
    /// that has no end yet and is no whole document is left for the next reading.
    ///
    /// - Parameters:
    ///   - since: when the reading that made the cursor began.
    ///   - stop: asked now and then; true ends the reading, and the cursor stands where it ended.
    package static func resume<Failure: Error>(
        _ input: UntrustedText, from cursor: InputCursor?, since: Timestamp, words: [[UInt8]]?,
        limits: EventLimits = EventLimits(),
        plan: ReadingPlan = ReadingPlan(), stop: () -> Bool, _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) -> ResumedReading {
        var reading = ResumedReading()
        reading.cursor = cursor
        let file: TracedInput
        do throws(ArchiveProblem) {
            file = try TracedInput(input)
        } catch {
            var summary = EventReadSummary(input: input)
            summary.failure = error.reason
            reading.summaries.append(summary)
            return reading
        }
        var work = ResumedWork(words: words, limits: limits, plan: plan, reading: reading)
        switch file.change(since: cursor) {
        case .none:
            return reading
        case .grown(let place):
            try work.read(file, from: place, isLast: false, stop: stop, body)
        case .cut:
            try work.catchUp(file, since: since, as: "it was cut or begins otherwise than before", stop: stop, body)
        case .replaced:
            try work.catchUp(file, since: since, as: "it was replaced", stop: stop, body)
        case .new:
            try work.read(file, from: nil, isLast: false, stop: stop, body)
        }
        return work.reading
    }
}

/// The reading of one input's files.
private struct ResumedWork {
    let words: [[UInt8]]?
    let limits: EventLimits
    let plan: ReadingPlan
    var reading: ResumedReading
    var wasStopped = false

    init(words: [[UInt8]]?, limits: EventLimits, plan: ReadingPlan, reading: ResumedReading) {
        self.words = words
        self.limits = limits
        self.plan = plan
        self.reading = reading
    }

    /// Reads what came between the cursor and the file that is there now, and then that.
    ///
    /// - Parameter event: what happened to the file, for a sentence.
    mutating func catchUp<Failure: Error>(
        _ file: TracedInput, since: Timestamp, as event: StaticString, stop: () -> Bool,
        _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) {
        guard let cursor = reading.cursor else { return }
        let rotated = RotatedFiles(of: file, cursor, since: since)
        reading.losses += rotated.losses
        if let old = rotated.old {
            let place = cursor.offset == 0 ? nil : EventPlace(line: cursor.line, offset: cursor.offset)
            if old.isCompressed || old.size > cursor.offset {
                try read(old, from: place, isLast: true, stop: stop, body)
            }
        } else if cursor.whole == nil {
            reading.losses.append(
                "\(file.name): \(ours: event.description), and the text before it is no longer in its folder; what may have come to that one since is not read"
            )
        }
        for later in rotated.later where !wasStopped { try read(later, from: nil, isLast: true, stop: stop, body) }
        if !wasStopped { try read(file, from: nil, isLast: false, stop: stop, body) }
    }

    /// - Parameters:
    ///   - place: where to go on; nil for the start of a text of any form.
    ///   - isLast: whether nothing more can come to the file, so that no cursor is needed and nothing left.
    mutating func read<Failure: Error>(
        _ file: TracedInput, from place: EventPlace?, isLast: Bool, stop: () -> Bool,
        _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) {
        var summary = EventReadSummary(input: file.name)
        defer { reading.summaries.append(summary) }
        let (producer, isCompressed): (any ByteProducer, Bool)
        do throws(ArchiveProblem) {
            (producer, isCompressed) = try file.content(from: place?.offset)
        } catch {
            summary.failure = error.reason
            return
        }
        guard let decoder = EventDecoder(limits: limits, words: words) else {
            summary.failure = "no memory"
            return
        }
        let session = EventSession(input: file.name, decoder, leavesUnfinished: !isLast && file.isRegular)
        defer { summary = session.summary }
        let splitter = DocumentSplitter(
            producer, limit: limits.documentBytes, padding: DEBVOUCH_JSON_PADDING, plan: plan,
            ahead: LineLookAhead(decoder, limits: limits, plan: plan), start: place)
        wasStopped = try !EventReader.drain(splitter, session, stop: stop, body)
        session.finish(splitter, allowsNothing: file.isRegular)
        if isLast || !file.isRegular { return }
        if splitter.hasLines, !isCompressed {
            reading.cursor = file.cursor(at: session.end(of: splitter))
        } else if !wasStopped, session.summary.failure == nil {
            reading.cursor = file.wholeCursor
        }
    }
}
