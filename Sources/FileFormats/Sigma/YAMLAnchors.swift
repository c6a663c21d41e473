import AuditModel

/// Finds the first anchor of a YAML text without building its nodes: a few lines of anchors can stand for more nodes than
/// memory holds.
///
/// Follows libyaml's scanner in what is a quoted text, a plain one, a block of text or a comment, where an ampersand means
/// itself. In what libyaml refuses it may find anchors or not.
struct YAMLAnchors {
    private let bytes: [UInt8]
    private var cursor = 0
    private var line = 1
    private var lineStart = 0
    /// Brackets and braces that are open.
    private var depth = 0
    /// Columns of the block mappings and sequences that are open, outermost first.
    private var collections: [Int] = []
    /// Where the node of this line starts that a colon would make a key.
    private var keyColumn: Int?
    private var found: Int?

    /// The line of the first anchor, counted from 1.
    static func firstLine(in text: [UInt8]) -> Int? {
        var scanner = YAMLAnchors(text)
        while scanner.found == nil, let byte = scanner.byte() { scanner.takeToken(byte) }
        return scanner.found
    }

    /// libyaml also takes a carriage return, NEL and the two separators of Unicode for the end of a line.
    private init(_ text: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...]
        while let first = rest.first {
            let length = Self.breakLength(rest)
            bytes.append(length > 0 ? 0x0A : first)
            rest = rest.dropFirst(max(length, 1))
        }
        self.bytes = bytes
    }

    private static func breakLength(_ rest: ArraySlice<UInt8>) -> Int {
        let breaks: [[UInt8]] = [[0x0D, 0x0A], [0x0D], [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9]]
        return breaks.first { rest.starts(with: $0) }?.count ?? 0
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        cursor + offset < bytes.count ? bytes[cursor + offset] : nil
    }

    /// Whether a space, a tab, the end of the line or of the text stands at an offset.
    private func isBlank(_ offset: Int) -> Bool {
        byte(offset).map { [0x20, 0x09, 0x0A].contains($0) } ?? true
    }

    private var column: Int { cursor - lineStart }

    /// Whether `---` or `...` stands here alone, between documents.
    private var isAtMarker: Bool {
        column == 0 && isBlank(3) && ["---", "..."].contains { bytes[cursor...].starts(with: $0.utf8) }
    }

    private mutating func takeToken(_ first: UInt8) {
        if first == 0x20 || first == 0x09 {
            cursor += 1
        } else if first == 0x0A {
            takeLineEnd()
        } else if first == UInt8(ascii: "#") || (first == UInt8(ascii: "%") && column == 0) {
            skipLine()
        } else if isAtMarker {
            collections = []
            cursor += 3
        } else {
            if depth == 0 { leaveCollections() }
            takeIndicator(first)
        }
    }

    private mutating func takeIndicator(_ first: UInt8) {
        switch first {
        case UInt8(ascii: "-") where isBlank(1), UInt8(ascii: "?") where depth > 0 || isBlank(1):
            openCollection(at: column)
        case UInt8(ascii: ":") where depth > 0 || isBlank(1):
            openCollection(at: keyColumn ?? column)
        case UInt8(ascii: ","): cursor += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            depth = max(depth - 1, 0)
            cursor += 1
        default:
            if depth == 0, keyColumn == nil { keyColumn = column }
            takeNode(first)
        }
    }

    private mutating func takeNode(_ first: UInt8) {
        switch first {
        case UInt8(ascii: "&"): found = line
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipQuoted(first)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            cursor += 1
        case UInt8(ascii: "|") where depth == 0, UInt8(ascii: ">") where depth == 0: skipBlock()
        case UInt8(ascii: "!"): skipTag()
        default: skipPlain()
        }
    }

    /// A token ends the collections that stand deeper than it does.
    private mutating func leaveCollections() {
        while let last = collections.last, last > column { collections.removeLast() }
    }

    /// Steps over the indicator of an entry, key or value of a collection.
    private mutating func openCollection(at column: Int) {
        if depth == 0, (collections.last ?? -1) < column { collections.append(column) }
        keyColumn = nil
        cursor += 1
    }

    private mutating func takeLineEnd() {
        cursor += 1
        line += 1
        lineStart = cursor
        keyColumn = nil
    }

    private mutating func skipLine() {
        while let next = byte(), next != 0x0A { cursor += 1 }
    }
}

extension YAMLAnchors {
    /// A doubled single quote closes one text and opens the next, which comes to the same.
    private mutating func skipQuoted(_ quote: UInt8) {
        cursor += 1
        let key = keyColumn
        while let next = byte(), next != quote {
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), byte(1) != 0x0A { cursor += 1 }
            if byte() == 0x0A { takeLineEnd() } else { cursor += 1 }
        }
        keyColumn = key
        cursor += 1
    }

    /// A block goes on as long as its lines are empty or deeper than the collection that it is in; where libyaml ends it
    /// earlier, what follows stands too deep for anything.
    private mutating func skipBlock() {
        let least = max((collections.last ?? -1) + 1, 1)
        skipLine()
        while byte() == 0x0A {
            takeLineEnd()
            let indent = bytes[cursor...].prefix { $0 == 0x20 }.count
            guard indent >= least || byte(indent) == 0x0A else { return }
            skipLine()
        }
    }

    /// Where a tag with more than a name ends is a matter of libyaml's version.
    private mutating func skipTag() {
        while !isBlank(0), let next = byte() {
            if Array("&'\"[]{},".utf8).contains(next) { found = line }
            cursor += 1
        }
    }

    private mutating func skipPlain() {
        let least = (collections.last ?? -1) + 1
        // Whatever stands first has been found to begin a plain text.
        cursor += 1
        while let next = byte() {
            if next == 0x0A {
                takeLineEnd()
            } else if next == 0x20 || next == 0x09 {
                cursor += 1
            } else if startsWord, next == UInt8(ascii: "#") || isAtMarker || (depth == 0 && column < least) {
                return
            } else if next == UInt8(ascii: ":"), isBlank(1) {
                return
            } else if depth > 0, Array(",[]{}".utf8).contains(next) {
                return
            } else {
                cursor += 1
            }
        }
    }

    private var startsWord: Bool { cursor > 0 && [0x20, 0x09, 0x0A].contains(bytes[cursor - 1]) }
}
