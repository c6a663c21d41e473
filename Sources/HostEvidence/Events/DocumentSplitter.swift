import AuditModel
import FileFormats
import Glibc

/// Cuts a stream of text into documents, one at a time, in a buffer whose size does not depend on the stream's.
@safe
final class DocumentSplitter {
    /// One piece of the stream.
    @safe
    enum Piece {
        /// Bytes that should be a document, valid until the next call, with `padding` readable bytes behind them.
        case document(UnsafeRawBufferPointer, EventPlace)
        /// A row of CSV, the header first, likewise.
        case row(UnsafeRawBufferPointer, EventPlace)
        case unusable(UnusableReason, EventPlace)
    }

    /// How documents are told apart.
    private enum Mode {
        case unknown
        /// One a line.
        case lines
        /// By their brackets; `isOneLine` where the line ends the search.
        case brackets(isOneLine: Bool)
        /// Rows of CSV, whose cells may hold line feeds.
        case rows
    }

    private let producer: any ByteProducer
    private let limit: Int
    private let padding: Int
    /// Bytes that are read in one go.
    private let portion: Int
    private let room: UnsafeMutableRawBufferPointer
    private let capacity: Int
    private var mode = Mode.unknown
    private var isAtEnd = false
    /// The first byte that is still needed, the next one to look at, and the end of what was read.
    private var start = 0
    private var cursor = 0
    private var end = 0
    /// Of `room[0]`, in the stream.
    private var base: UInt64 = 0
    /// Of the byte at `cursor`, counted from 1.
    private var line = 1
    private var brackets = BracketReading()
    /// Where the last document starts, if the stream ended before its line did.
    private(set) var unfinished: EventPlace?
    /// Nil where every document is to be handed out.
    private let ahead: LineLookAhead?
    /// The end of what it was given.
    private var given = 0

    /// - Parameter start: where in a text of one document a line the stream begins; nil for the start of a text of any
    ///   form.
    init(
        _ producer: any ByteProducer, limit: Int, padding: Int, plan: ReadingPlan, ahead: LineLookAhead?,
        start: EventPlace? = nil
    ) {
        self.producer = producer
        self.limit = limit
        self.padding = padding
        self.ahead = ahead
        portion = max(plan.blockBytes, 1)
        if let start {
            mode = .lines
            line = start.line
            base = start.offset
        }
        capacity = max(plan.bufferBytes, limit * 2)
        unsafe room = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + padding, alignment: 64)
        unsafe room.baseAddress.map { unsafe _ = memset($0, 0x20, capacity + padding) }
    }

    deinit {
        ahead?.clear()
        unsafe room.deallocate()
    }

    /// Whether the text has one document a line, known once the first piece was asked for.
    var hasLines: Bool {
        switch mode {
        case .lines, .brackets(isOneLine: true): true
        case .unknown, .brackets(isOneLine: false), .rows: false
        }
    }

    /// The first byte that no piece has had, in a text of lines.
    var place: EventPlace { EventPlace(line: line, offset: base + UInt64(cursor)) }

    /// Bytes read so far.
    var byteCount: UInt64 { base + UInt64(end) }

    /// The next piece; nil at the end of the stream.
    func next() throws(ArchiveProblem) -> Piece? {
        if case .unknown = mode { try chooseMode() }
        while true {
            switch mode {
            case .unknown: return nil
            case .lines:
                if let piece = try nextLine() { return piece }
                if case .lines = mode { return nil }
            case .brackets(let isOneLine):
                if let piece = try nextElement(isOneLine: isOneLine) { return piece }
                if case .brackets = mode { return nil }
            case .rows: return try nextRow()
            }
        }
    }

    /// Passes over the lines at hand that nobody needs to see; the number of documents on them.
    func pass() -> Int {
        guard case .lines = mode, let ahead, start == cursor, start < end, let first = unsafe room.baseAddress else {
            return 0
        }
        if given <= start { lookAhead(isLast: true) }
        let passed = unsafe ahead.pass(from: first + start)
        skip(passed.bytes)
        line += passed.lines
        return passed.documents
    }

    /// Has the lines examined that were read since the last time.
    ///
    /// - Parameter isLast: whether no more is read before these lines are handed out.
    private func lookAhead(isLast: Bool) {
        guard case .lines = mode, let ahead else { return }
        given = max(given, start)
        let stop = isLast ? end : end - padding
        guard given < stop else { return }
        given += unsafe ahead.add(UnsafeRawBufferPointer(rebasing: room[given..<stop]), isLast: isLast)
    }

    /// Reads more behind what is still needed; false at the end of the stream.
    private func refill() throws(ArchiveProblem) -> Bool {
        guard !isAtEnd else { return false }
        ahead?.clear()
        given = 0
        if start > 0 {
            unsafe room.baseAddress.map { unsafe _ = memmove($0, $0 + start, end - start) }
            base += UInt64(start)
            cursor -= start
            end -= start
            start = 0
        }
        while end < capacity {
            let count = unsafe try producer.produce(
                into: UnsafeMutableRawBufferPointer(rebasing: room[end..<min(end + portion, capacity)]))
            if count == 0 {
                isAtEnd = true
                break
            }
            end += count
            lookAhead(isLast: false)
            if end >= capacity / 2 { break }
        }
        lookAhead(isLast: true)
        return cursor < end
    }

    /// Lines, unless the text starts with an array or with an object that goes on behind its first line.
    private func chooseMode() throws(ArchiveProblem) {
        _ = try refill()
        while end <= limit, !isAtEnd { _ = try refill() }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if end >= 3, unsafe room.prefix(3).elementsEqual(mark) { skip(3) }
        while cursor < end, unsafe room[cursor].isASCIISpace {
            if unsafe room[cursor] == 0x0A { line += 1 }
            skip(1)
        }
        mode = .lines
        guard cursor < end else { return }
        if unsafe RowReading.tells(apart: room[cursor..<end]) { mode = .rows }
        guard unsafe BracketReading.tells(apart: room[cursor..<end], isWhole: isAtEnd) else { return }
        mode = .brackets(isOneLine: false)
    }

    private func skip(_ count: Int) {
        cursor += count
        start = cursor
    }

    private func nextLine() throws(ArchiveProblem) -> Piece? {
        while true {
            let stop = endOfLine()
            if (stop ?? end) - start > limit {
                mode = .brackets(isOneLine: true)
                return nil
            }
            if stop == nil, !isAtEnd {
                cursor = end
                _ = try refill()
                cursor = start
                continue
            }
            guard start < end else { return nil }
            let (first, here) = (start, place)
            var last = stop ?? end
            skip((stop.map { $0 + 1 } ?? end) - cursor)
            if stop != nil { line += 1 } else { unfinished = here }
            while last > first, unsafe room[last - 1].isASCIISpace { last -= 1 }
            if last == first { continue }
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: room[first..<last])
            return unsafe .document(bytes, here)
        }
    }

    private func endOfLine() -> Int? {
        guard let base = unsafe room.baseAddress, let found = unsafe memchr(base + start, 0x0A, end - start) else {
            return nil
        }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}

extension DocumentSplitter {
    private func nextRow() throws(ArchiveProblem) -> Piece? {
        var reading = RowReading()
        var isTooLong = false
        let here = place
        while true {
            if cursor == end, try !refill() {
                if isTooLong { return .unusable(.tooLong, here) }
                guard start < end else { return nil }
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: room[start..<end])
                return unsafe row(bytes, here, isWhole: reading.isAtEnd)
            }
            let byte = unsafe room[cursor]
            cursor += 1
            if byte == 0x0A { line += 1 }
            if reading.ends(with: byte) {
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: room[start..<(cursor - 1)])
                start = cursor
                if isTooLong { return .unusable(.tooLong, here) }
                if unsafe bytes.allSatisfy(\.isASCIISpace) { return try nextRow() }
                return unsafe .row(bytes, here)
            }
            if cursor - start > limit {
                isTooLong = true
                start = cursor
            }
        }
    }

    /// The last row, which no line feed ends.
    private func row(_ bytes: UnsafeRawBufferPointer, _ place: EventPlace, isWhole: Bool) -> Piece {
        start = cursor
        return isWhole ? unsafe .row(bytes, place) : .unusable(.cutOff, place)
    }

    private func nextElement(isOneLine: Bool) throws(ArchiveProblem) -> Piece? {
        while true {
            if cursor == end {
                if !brackets.needsBytes { start = cursor }
                guard try refill() else { return piece(brackets.end(at: place)) }
            }
            let byte = unsafe room[cursor]
            let here = place
            cursor += 1
            if byte == 0x0A {
                line += 1
                guard isOneLine || brackets.isInString else { continue }
                mode = .lines
                let piece = piece(brackets.end(at: here))
                start = cursor
                return piece
            }
            if let piece = piece(brackets.step(byte, at: here)) { return piece }
            if brackets.needsBytes, cursor - start > limit {
                brackets.giveUp()
                start = cursor
            }
        }
    }

    private func piece(_ step: BracketReading.Step) -> Piece? {
        switch step {
        case .nothing: return nil
        case .begin:
            start = cursor - 1
            return nil
        case .document(let place):
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: room[start..<cursor])
            return unsafe .document(bytes, place)
        case .unusable(let reason, let place): return .unusable(reason, place)
        }
    }
}
