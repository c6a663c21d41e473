/// Finds the documents inside JSON text that is not one document a line.
///
/// Such text is printed over several lines, an array, or a search response with hits. Only brackets and strings are looked
/// at; what is found is parsed later.
struct ElementScanner {
    /// What a byte of the text means for the documents.
    enum Step {
        case nothing
        /// A document starts with this byte.
        case begin
        /// A document ends with this byte.
        case end
        /// What looked like a document is a response that holds documents.
        case container
        /// Something stands where a document should.
        case stray
    }

    private(set) var depth = 0
    private(set) var isInString = false
    private var isEscaped = false
    /// The depth at which documents stand: 0, 1 in an array, 3 in the hits of a response; nil behind those.
    private var documentDepth: Int? = 0
    /// How much of the last string equals `hits`; negative for none.
    private var matched = -1
    /// Whether the key before the value is `hits`, for an object at depth 1 and 2.
    private var keyIsHits = (outer: false, inner: false)
    private var isInHits = false

    /// Whether a document has started that no bracket has ended.
    var isInDocument: Bool { documentDepth.map { depth > $0 } ?? false }

    private static let word: [UInt8] = Array("hits".utf8)

    mutating func step(_ byte: UInt8) -> Step {
        if isInString {
            stepInString(byte)
            return .nothing
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            matched = 0
            return depth == documentDepth ? .stray : .nothing
        case UInt8(ascii: "{"), UInt8(ascii: "["): return open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return close()
        case UInt8(ascii: ":"):
            if depth == 1 { keyIsHits.outer = matched == Self.word.count }
            if depth == 2 { keyIsHits.inner = matched == Self.word.count }
        case UInt8(ascii: ","):
            if depth == 1 { keyIsHits.outer = false }
            if depth == 2 { keyIsHits.inner = false }
        case 0x20, 0x09, 0x0A, 0x0D: break
        default: return depth == documentDepth ? .stray : .nothing
        }
        return .nothing
    }

    private mutating func stepInString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
            matched = -1
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        } else if matched >= 0 {
            matched = matched < Self.word.count && byte == Self.word[matched] ? matched + 1 : -1
        }
    }

    private mutating func open(_ byte: UInt8) -> Step {
        let isArray = byte == UInt8(ascii: "[")
        defer { depth += 1 }
        if depth == 0, isArray {
            documentDepth = 1
            return .nothing
        }
        if depth == 1, documentDepth == 0, !isArray, keyIsHits.outer { isInHits = true }
        if depth == 2, documentDepth == 0, isArray, isInHits, keyIsHits.inner {
            documentDepth = 3
            return .container
        }
        return depth == documentDepth ? .begin : .nothing
    }

    private mutating func close() -> Step {
        guard depth > 0 else { return .stray }
        depth -= 1
        if depth == 1 { isInHits = false }
        if depth == documentDepth {
            if depth == 0 { self = ElementScanner() }
            return .end
        }
        if let documentDepth, depth < documentDepth { self.documentDepth = nil }
        if depth == 0 { self = ElementScanner() }
        return .nothing
    }
}
