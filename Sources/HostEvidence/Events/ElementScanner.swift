/// Finds the documents inside JSON text that is not one document a line.
///
/// Such text is printed over several lines, an array, or an answer with documents somewhere in it. Only brackets, and the
/// strings on the way to those documents, are looked at; what is found is parsed later.
struct ElementScanner {
    /// What a byte of the text means for the documents.
    enum Step {
        case nothing
        /// A document starts with this byte.
        case begin
        /// A document ends with this byte.
        case end
        /// What looked like a document is an answer that holds documents.
        case container
        /// Something stands where a document should.
        case stray
    }

    private(set) var depth = 0
    private(set) var isInString = false
    private var isEscaped = false
    /// The depth at which documents stand: 0, 1 in an array, more in an answer; nil in an answer outside of those.
    private var documentDepth: Int? = 0
    /// The depth at which the text itself has documents: 0, or 1 in an array.
    private var topDepth = 0
    /// What is open from there on, as far as it leads to documents.
    private var trail: [Int] = []
    /// The string that was read last on the way, as far as it can be a key there.
    private var word: [UInt8] = []
    private var isWord = false
    /// Whether it is the key of the value that comes.
    private var isKey = false
    private let tree: ContainerTree

    init(tree: ContainerTree = .known) {
        self.tree = tree
    }

    /// Longer than any key on the way.
    private static let wordLimit = 32

    /// Whether a document has started that no bracket has ended.
    var isInDocument: Bool { documentDepth.map { depth > $0 } ?? false }

    /// Whether the value that is open last is on the way to documents.
    private var isOnTheWay: Bool { !trail.isEmpty && depth - topDepth == trail.count }

    mutating func step(_ byte: UInt8) -> Step {
        if isInString {
            stepInString(byte)
            return .nothing
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            isWord = isOnTheWay
            word.removeAll(keepingCapacity: true)
            return depth == documentDepth ? .stray : .nothing
        case UInt8(ascii: "{"), UInt8(ascii: "["): return open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return close()
        case UInt8(ascii: ":"): isKey = isWord && isOnTheWay
        case UInt8(ascii: ","): isKey = false
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
            isWord = false
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        } else if isWord {
            if word.count < Self.wordLimit { word.append(byte) } else { isWord = false }
        }
    }

    private mutating func open(_ byte: UInt8) -> Step {
        let isArray = byte == UInt8(ascii: "[")
        defer {
            depth += 1
            isKey = false
        }
        if depth == 0, isArray {
            documentDepth = 1
            topDepth = 1
            return .nothing
        }
        if depth == documentDepth {
            if depth == topDepth { trail = isArray ? [] : [ContainerTree.root] }
            return .begin
        }
        guard isOnTheWay, let parent = trail.last,
            let node = isKey ? tree.value(of: word, in: parent) : tree.element(of: parent)
        else { return .nothing }
        trail.append(node)
        guard isArray, tree.holdsDocuments(node) else { return .nothing }
        documentDepth = depth + 1
        return .container
    }

    private mutating func close() -> Step {
        guard depth > 0 else { return .stray }
        depth -= 1
        if trail.count > max(depth - topDepth, 0) { trail.removeLast(trail.count - max(depth - topDepth, 0)) }
        let isEnd = depth == documentDepth || depth == topDepth
        if depth == 0 {
            self = ElementScanner(tree: tree)
        } else if depth == topDepth {
            documentDepth = topDepth
        } else if let documentDepth, depth < documentDepth {
            self.documentDepth = nil
        }
        return isEnd ? .end : .nothing
    }
}
