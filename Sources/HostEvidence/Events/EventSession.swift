import AuditModel
import CSimdJSON
import Digests
import FileFormats

/// The reading of one input.
final class EventSession {
    var summary: EventReadSummary
    private let input: UntrustedText
    /// What the action line of a bulk request says of the next document.
    private var action: BulkAction?
    /// Where that line starts.
    private var actionPlace: EventPlace?
    /// Whether what stands unusable on a last line without an end is left for a later reading.
    private let leavesUnfinished: Bool
    private var left: EventPlace?

    private let decoder: EventDecoder
    private let unwrapper: EventUnwrapper
    /// The header of CSV, once it was read.
    private var table: CSVTable?

    init(input: UntrustedText, _ decoder: EventDecoder, leavesUnfinished: Bool = false) {
        self.input = input
        self.decoder = decoder
        unwrapper = EventUnwrapper { text throws(UnusableReason) in try decoder.value(of: text) }
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

    func events(of piece: DocumentSplitter.Piece, _ splitter: DocumentSplitter) -> [HostEvent] {
        summary.documents += 1
        switch piece {
        case .unusable(let reason, let place):
            forgetAction()
            summary.count(reason, at: position(of: place))
            return []
        case .row(let bytes, let place):
            return unsafe events(inRow: bytes, at: place)
        case .document(let bytes, let place):
            let position = position(of: place)
            do throws(UnusableReason) {
                return unsafe try events(in: bytes, at: position)
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
        in bytes: UnsafeRawBufferPointer, at position: EventPosition
    ) throws(UnusableReason) -> [HostEvent] {
        let shape = unsafe try decoder.parse(bytes)
        if shape == DEBVOUCH_JSON_ACTION {
            summary.documents -= 1
            action = BulkAction(try decoder.value())
            actionPlace = EventPlace(line: position.line, offset: position.offset)
            return []
        }
        let named = action
        forgetAction()
        let mayConcern = unsafe decoder.mayConcern(bytes)
        if shape == DEBVOUCH_JSON_OBJECT, !mayConcern { return [] }
        let events = events(in: try decoder.value(), at: position, named)
        return mayConcern ? events : []
    }

    private func events(in value: EventValue, at position: EventPosition, _ named: BulkAction?) -> [HostEvent] {
        let contents = unwrapper.contents(of: value)
        for fault in contents.faults { summary.count(fault.reason, at: position, shape: fault.shape) }
        return contents.events.map { event in
            Self.event(event, id: event.id ?? named?.id, index: event.index ?? named?.index, at: position)
        }
    }

    /// The header names the columns and is no document.
    private func events(inRow bytes: UnsafeRawBufferPointer, at place: EventPlace) -> [HostEvent] {
        guard let table else {
            let decoder = decoder
            table = unsafe CSVTable(header: Array(bytes)) { text throws(UnusableReason) in
                try decoder.value(of: text)
            }
            summary.documents -= 1
            return []
        }
        do throws(UnusableReason) {
            return events(in: unsafe try table.document(of: Array(bytes)), at: position(of: place), nil)
        } catch {
            summary.count(error, at: position(of: place))
            return []
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

    private static func event(
        _ event: EventUnwrapper.Event, id: UntrustedText?, index: UntrustedText?, at position: EventPosition
    ) -> HostEvent {
        let named = HostEvent(
            body: event.body, documentID: id, index: index, position: position, sensor: event.sensor)
        guard named.deduplicationKeys.isEmpty else { return named }
        return HostEvent(
            body: event.body, position: position, digest: ContentHasher.sha256(event.body.canonicalBytes),
            sensor: event.sensor)
    }
}

/// The id and index in an action line of a bulk request, which name the document behind it.
private struct BulkAction {
    let id: UntrustedText?
    let index: UntrustedText?

    init(_ line: EventValue) {
        let names = line.members.first?.value
        id = names?.member("_id")?.scalar.map { UntrustedText($0) }
        index = names?.member("_index")?.scalar.map { UntrustedText($0) }
    }
}
