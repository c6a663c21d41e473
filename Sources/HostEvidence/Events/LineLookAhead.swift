import CSimdJSON

/// Examines lines ahead of their reader, by threads, and says which of them nobody needs to see.
///
/// What it says does not depend on the threads: it only remembers what the reader would have found itself.
@safe
final class LineLookAhead {
    private let ahead: OpaquePointer
    /// Owns the words that the threads look for, and the parser for what no thread came to.
    private let decoder: EventDecoder

    /// Nil without words, where every line is to be seen, or without memory.
    init?(_ decoder: EventDecoder, limits: EventLimits, plan: ReadingPlan) {
        guard let words = unsafe decoder.words,
            let ahead = unsafe debvouch_ahead_new(
                words, limits.documentBytes, limits.depth, max(plan.blockBytes, 1), max(plan.threads, 0))
        else { return nil }
        unsafe self.ahead = unsafe ahead
        self.decoder = decoder
    }

    deinit {
        unsafe debvouch_ahead_free(ahead)
    }

    /// Has the start of a text of lines examined; how many bytes of it.
    ///
    /// These bytes and the padding of csimdjson.h behind them stay as they are until `clear`.
    ///
    /// - Parameter isLast: whether all lines are to be examined, or only full blocks.
    func add(_ text: UnsafeRawBufferPointer, isLast: Bool) -> Int {
        guard let start = text.baseAddress else { return 0 }
        return unsafe debvouch_ahead_add(
            ahead, start.assumingMemoryBound(to: UInt8.self), text.count, isLast ? 1 : 0)
    }

    /// How much from the start of a line on, within what was added, is sound and holds none of the words.
    ///
    /// No line before it may be asked for again.
    func pass(from line: UnsafeRawPointer) -> (bytes: Int, lines: Int, documents: Int) {
        var passed = debvouch_json_passed()
        unsafe debvouch_ahead_pass(
            ahead, decoder.parser, line.assumingMemoryBound(to: UInt8.self), &passed)
        return (passed.bytes, passed.lines, passed.documents)
    }

    /// Forgets what was added.
    func clear() {
        unsafe debvouch_ahead_clear(ahead)
    }
}
