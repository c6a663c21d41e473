import AuditModel
import FileFormats

/// Tells the documents of a text apart by their brackets, byte by byte, and says what is none.
struct BracketReading {
    /// What a byte, or the end of the text, brings.
    enum Step {
        case nothing
        /// A document starts with this byte.
        case begin
        /// The document that began at this place ends with this byte.
        case document(EventPlace)
        case unusable(UnusableReason, EventPlace)
    }

    private var scanner = ElementScanner()
    /// Where the document that is being scanned starts; `isTooLong` where its bytes were given up.
    private var pending: (start: EventPlace, isTooLong: Bool)?
    private var isAfterStray = false

    var isInString: Bool { scanner.isInString }

    /// Whether the bytes since the last `begin` are needed.
    var needsBytes: Bool { pending.map { !$0.isTooLong } ?? false }

    /// Says that the bytes of the document that is being scanned are too many to be kept.
    mutating func giveUp() {
        pending?.isTooLong = true
    }

    mutating func step(_ byte: UInt8, at place: EventPlace) -> Step {
        switch scanner.step(byte) {
        case .nothing: return .nothing
        case .begin:
            isAfterStray = false
            pending = (place, false)
            return .begin
        case .container:
            pending = nil
            return .nothing
        case .stray:
            guard !isAfterStray else { return .nothing }
            isAfterStray = true
            return .unusable(.notAnObject, place)
        case .end:
            guard let open = pending.take() else { return .nothing }
            return open.isTooLong ? .unusable(.tooLong, open.start) : .document(open.start)
        }
    }

    /// What is left open where the text or an over-long line ends; nothing is open from then on.
    mutating func end(at place: EventPlace) -> Step {
        defer { self = BracketReading() }
        if let open = pending { return .unusable(open.isTooLong ? .tooLong : .cutOff, open.start) }
        return scanner.depth > 0 || scanner.isInString ? .unusable(.cutOff, place) : .nothing
    }

    /// Whether the documents of a text are to be told apart by brackets, and not by lines.
    ///
    /// - Parameter isWhole: whether nothing follows the text.
    static func tells(apart text: some BidirectionalCollection<UInt8>, isWhole: Bool) -> Bool {
        let first = text.prefix { $0 != 0x0A }
        let goesOn = first.endIndex < text.endIndex && goesOn(first)
        guard text.first == UInt8(ascii: "[") || (text.first == UInt8(ascii: "{") && goesOn) else { return false }
        return !(goesOn && isCutOff(text, isWhole: isWhole))
    }

    /// Whether a first line leaves an object open behind a bracket, comma or colon, so that the next line goes on with it.
    private static func goesOn(_ line: some BidirectionalCollection<UInt8>) -> Bool {
        var scanner = ElementScanner()
        for byte in line { _ = scanner.step(byte) }
        let tail = line.last { !$0.isASCIISpace } ?? 0
        return scanner.depth > 0 && !scanner.isInString && Array("{[,:".utf8).contains(tail)
    }

    /// Whether a text that seems to go on over several lines has one document a line all the same, the first of them cut
    /// off: in JSON no line that is an object by itself stands right before another that begins with one, and none is the
    /// last where something is still open.
    private static func isCutOff(_ text: some BidirectionalCollection<UInt8>, isWhole: Bool) -> Bool {
        var whole = ElementScanner()
        var wasDocument = false
        for line in text.split(separator: 0x0A) {
            if wasDocument, whole.isInDocument, line.first == UInt8(ascii: "{") { return true }
            for byte in line { _ = whole.step(byte) }
            // A string that no line closes ends the reading by brackets anyway.
            if whole.isInString { return false }
            wasDocument = isDocument(line)
        }
        return isWhole && wasDocument && whole.isInDocument
    }

    private static func isDocument(_ line: some BidirectionalCollection<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "{"), line.last(where: { !$0.isASCIISpace }) == UInt8(ascii: "}") else {
            return false
        }
        var scanner = ElementScanner()
        for byte in line { _ = scanner.step(byte) }
        return scanner.depth == 0 && !scanner.isInString
    }
}
