package import AuditModel
import CSimdJSON
import Digests
import FileFormats

/// Reads endpoint events in every shape that `EventSources` knows: one document a line, an array, one answer to a search
/// over any number of lines, rows of CSV; as they are or compressed with gzip, xz or zstd, in UTF-8 or UTF-16.
///
/// Memory does not grow with the input. Every document is parsed and validated; what is unusable is counted with its
/// place, and the reading goes on behind it.
package enum EventReader {
    /// Hands every usable event to `body`, in the order of the input, and rethrows what `body` throws.
    ///
    /// - Parameters:
    ///   - input: a path of this machine, or `-` for standard input.
    ///   - words: an event that holds none of these, ASCII case ignored, need not be handed over; nil for all events.
    ///   - plan: changes how fast it goes, and nothing else.
    package static func read<Failure: Error>(
        _ input: UntrustedText, words: [[UInt8]]?, limits: EventLimits = EventLimits(),
        plan: ReadingPlan = ReadingPlan(), _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) -> EventReadSummary {
        var summary = EventReadSummary(input: input)
        let producer: any ByteProducer
        do throws(ArchiveProblem) {
            producer = try EventInput.text(of: try EventInput.open(input)).producer
        } catch {
            summary.failure = error.reason
            return summary
        }
        guard let decoder = EventDecoder(limits: limits, words: words) else {
            summary.failure = "no memory"
            return summary
        }
        let session = EventSession(input: input, decoder)
        let splitter = DocumentSplitter(
            producer, limit: limits.documentBytes, padding: DEBVOUCH_JSON_PADDING, plan: plan,
            ahead: LineLookAhead(decoder, limits: limits, plan: plan))
        _ = try drain(splitter, session, stop: { false }, body)
        session.finish(splitter)
        return session.summary
    }

    /// Documents between two questions whether to stop.
    private static let askingInterval = 256

    /// Whether an input can be read a second time: a FIFO would have nothing more to give, or never end.
    package static func canRepeat(_ input: UntrustedText) -> Bool {
        EventInput.isRegular(input)
    }

    /// Reads to the end of the stream; false where it was asked to stop before that.
    static func drain<Failure: Error>(
        _ splitter: DocumentSplitter, _ session: EventSession, stop: () -> Bool,
        _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var asked = 0
        while true {
            session.pass(splitter)
            guard let piece = session.next(splitter) else { return true }
            for event in session.events(of: piece, splitter) { try body(event) }
            if session.summary.documents - asked >= askingInterval {
                asked = session.summary.documents
                if stop() { return false }
            }
        }
    }
}
