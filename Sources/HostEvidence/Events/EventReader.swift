package import AuditModel
import CSimdJSON
import Digests
import FileFormats

/// Reads endpoint events in every shape that Elasticsearch, Kibana and shippers write: one document a line, bulk
/// requests, arrays, search responses, single documents; as they are or compressed with gzip, xz or zstd.
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
        let session = EventSession(input: input)
        let producer: any ByteProducer
        do throws(ArchiveProblem) {
            producer = try EventInput.text(of: try EventInput.open(input)).producer
        } catch {
            session.summary.failure = error.reason
            return session.summary
        }
        guard let decoder = EventDecoder(limits: limits, words: words) else {
            session.summary.failure = "no memory"
            return session.summary
        }
        let splitter = DocumentSplitter(
            producer, limit: limits.documentBytes, padding: DEBVOUCH_JSON_PADDING, plan: plan,
            ahead: LineLookAhead(decoder, limits: limits, plan: plan))
        _ = try drain(splitter, session, decoder, stop: { false }, body)
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
        _ splitter: DocumentSplitter, _ session: EventSession, _ decoder: EventDecoder, stop: () -> Bool,
        _ body: (HostEvent) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var asked = 0
        while true {
            session.pass(splitter)
            guard let piece = session.next(splitter) else { return true }
            for event in session.events(of: piece, splitter, decoder) { try body(event) }
            if session.summary.documents - asked >= askingInterval {
                asked = session.summary.documents
                if stop() { return false }
            }
        }
    }
}

/// The reading of one input.
final class EventSession {
    var summary: EventReadSummary
    private let input: UntrustedText
    /// What the action line of a bulk request says of the next document.
    private var action: (id: UntrustedText?, index: UntrustedText?)?
    /// Where that line starts.
    private var actionPlace: EventPlace?
    /// Whether what stands unusable on a last line without an end is left for a later reading.
    private let leavesUnfinished: Bool
    private var left: EventPlace?

    init(input: UntrustedText, leavesUnfinished: Bool = false) {
        self.input = input
        self.leavesUnfinished = leavesUnfinished
        summary = EventReadSummary(input: input)
    }

    func next(_ splitter: DocumentSplitter) -> DocumentSplitter.Piece? {
        do throws(ArchiveProblem) {
            return try splitter.next()
        } catch {
            summary.failure = error.reason
            return nil
        }
    }

    /// Passes over the documents at hand that are sound and concern no rule: nearly all of them, so that no value is made
    /// of each.
    func pass(_ splitter: DocumentSplitter) {
        // The document behind an action has to take its name.
        guard action == nil else { return }
        summary.documents += splitter.pass()
    }

    /// Where a later reading of the same text goes on: an action comes before what it names.
    func end(of splitter: DocumentSplitter) -> EventPlace { actionPlace ?? left ?? splitter.place }

    func finish(_ splitter: DocumentSplitter, allowsNothing: Bool = false) {
        summary.bytes = splitter.byteCount
        if summary.documents == 0, summary.failure == nil, !allowsNothing { summary.failure = "it holds no event" }
    }

    func events(
        of piece: DocumentSplitter.Piece, _ splitter: DocumentSplitter, _ decoder: EventDecoder
    ) -> [HostEvent] {
        summary.documents += 1
        switch piece {
        case .unusable(let reason, let place):
            forgetAction()
            summary.count(reason, at: position(of: place))
            return []
        case .document(let bytes, let place):
            let position = position(of: place)
            do throws(UnusableReason) {
                return unsafe try events(in: bytes, at: position, decoder)
            } catch {
                if leavesUnfinished, let place = splitter.unfinished {
                    left = place
                    summary.documents -= 1
                } else {
                    forgetAction()
                    summary.count(error, at: position)
                }
                return []
            }
        }
    }

    private func events(
        in bytes: UnsafeRawBufferPointer, at position: EventPosition, _ decoder: EventDecoder
    ) throws(UnusableReason) -> [HostEvent] {
        let shape = unsafe try decoder.parse(bytes)
        if shape == DEBVOUCH_JSON_ACTION {
            summary.documents -= 1
            action = EventUnwrapping.action(try decoder.value())
            actionPlace = EventPlace(line: position.line, offset: position.offset)
            return []
        }
        let named = action
        forgetAction()
        if shape == DEBVOUCH_JSON_OBJECT, unsafe !decoder.mayConcern(bytes) { return [] }
        let documents = EventUnwrapping.documents(in: try decoder.value())
        return documents.compactMap { document in
            guard var event = EventUnwrapping.unwrap(document) else {
                summary.count(.notAnObject, at: position)
                return nil
            }
            event.id = event.id ?? named?.id
            event.index = event.index ?? named?.index
            return Self.event(event, at: position)
        }
    }

    private func position(of place: EventPlace) -> EventPosition {
        EventPosition(input: input, line: place.line, offset: place.offset)
    }

    /// The document that an action names has come, usable or not.
    private func forgetAction() {
        action = nil
        actionPlace = nil
    }

    private static func event(_ unwrapped: EventUnwrapping.Unwrapped, at position: EventPosition) -> HostEvent {
        let event = HostEvent(
            body: unwrapped.body, documentID: unwrapped.id, index: unwrapped.index, position: position)
        guard event.deduplicationKeys.isEmpty else { return event }
        return HostEvent(
            body: unwrapped.body, position: position, digest: ContentHasher.sha256(unwrapped.body.canonicalBytes))
    }
}
