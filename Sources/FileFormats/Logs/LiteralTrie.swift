import AuditModel

/// Many literals, looked for in a line all at once and in one go, however often they hold each other or themselves.
///
/// The automaton of Aho and Corasick (1975): where a literal breaks off, the search goes on with the longest start of a
/// literal that the line ends with there.
struct LiteralTrie: Sendable {
    /// One byte of one or more literals; children are a list through `sibling`, and 0 ends it.
    private struct Node: Sendable {
        let byte: UInt8
        /// Bytes from the start of the literal.
        let depth: Int32
        /// A literal that goes through here.
        let sample: Int32
        var child: Int32 = 0
        var sibling: Int32 = 0
        /// The literal that ends here; -1 for none.
        var literal: Int32 = -1
        /// The longest other start of a literal that this one ends with.
        var fallback: Int32 = 0
        /// The longest literal that this start ends with and in which it may begin.
        var inner: Int32 = 0
    }

    private var nodes = [Node(byte: 0, depth: 0, sample: 0)]
    private var literals: [[UInt8]] = []
    /// Whether a literal begins with a byte; nearly every byte of a log is passed over by this alone.
    private var isFirst = [Bool](repeating: false, count: 256)
    /// Whether a literal may begin with a byte behind another.
    private let mayStart: @Sendable (_ before: UInt8, _ first: UInt8) -> Bool

    /// The most bytes of all literals together.
    static let limit = 4 << 20

    /// One place of one literal.
    struct Match: Hashable {
        let literal: Int
        let start: Int
        let end: Int
    }

    /// - Parameter literals: their numbers are those of the matches; none is empty.
    init(
        _ literals: [[UInt8]], mayStart: @escaping @Sendable (_ before: UInt8, _ first: UInt8) -> Bool
    ) {
        self.literals = literals
        self.mayStart = mayStart
        for (index, literal) in literals.enumerated() { insert(literal, as: Int32(index)) }
        connect()
    }

    var isEmpty: Bool { literals.isEmpty }

    private mutating func insert(_ literal: [UInt8], as index: Int32) {
        if let first = literal.first { isFirst[Int(first)] = true }
        var node = 0
        for (depth, byte) in literal.enumerated() {
            if let next = child(of: node, byte) {
                node = next
            } else {
                var fresh = Node(byte: byte, depth: Int32(depth + 1), sample: index)
                fresh.sibling = nodes[node].child
                nodes.append(fresh)
                nodes[node].child = Int32(nodes.count - 1)
                node = nodes.count - 1
            }
        }
        nodes[node].literal = index
    }

    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var next = Int(nodes[node].child)
        while next != 0 {
            if nodes[next].byte == byte { return next }
            next = Int(nodes[next].sibling)
        }
        return nil
    }

    /// The node behind another and a byte, by as many fallbacks as it takes.
    private func step(from node: Int, _ byte: UInt8) -> Int {
        var node = node
        while true {
            if let next = child(of: node, byte) { return next }
            if node == 0 { return 0 }
            node = Int(nodes[node].fallback)
        }
    }

    /// Finds fallbacks, the short ones first, since the long ones are made of them.
    private mutating func connect() {
        var queue = [0]
        var first = 0
        while first < queue.count {
            let node = queue[first]
            first += 1
            var child = Int(nodes[node].child)
            while child != 0 {
                let fallback = node == 0 ? 0 : step(from: Int(nodes[node].fallback), nodes[child].byte)
                nodes[child].fallback = Int32(fallback)
                nodes[child].inner =
                    nodes[fallback].literal >= 0 && mayBegin(fallback, in: child)
                    ? Int32(fallback) : nodes[fallback].inner
                queue.append(child)
                child = Int(nodes[child].sibling)
            }
        }
    }

    /// Whether a literal may begin where it stands at the end of a longer start.
    private func mayBegin(_ literal: Int, in node: Int) -> Bool {
        let text = literals[Int(nodes[node].sample)]
        let start = Int(nodes[node].depth - nodes[literal].depth)
        return mayStart(text[start - 1], text[start])
    }

    /// Calls `found` with places of literals in a line, in the order of their ends.
    ///
    /// - Parameters:
    ///   - mayEnd: whether a literal may end before this place of the line.
    ///   - found: answers whether further places of the same literal are of no interest.
    func search(
        _ line: ArraySlice<UInt8>, mayEnd: (Int) -> Bool, _ found: (Match) -> Bool
    ) {
        var node = 0
        var done = FinishedNodes()
        for place in line.indices {
            let byte = line[place]
            if node == 0 {
                if !isFirst[Int(byte)] { continue }
                if place > line.startIndex, !mayStart(line[place - 1], byte) { continue }
            }
            node = step(from: node, byte)
            if node == 0 || (nodes[node].literal < 0 && nodes[node].inner == 0) || !mayEnd(place + 1) { continue }
            let start = place + 1 - Int(nodes[node].depth)
            let before = start > line.startIndex ? line[start - 1] : 0x20
            var next = nodes[node].literal >= 0 && mayStart(before, line[start]) ? node : Int(nodes[node].inner)
            while true {
                next = done.firstOpen(from: next)
                if next == 0 { break }
                let inner = Int(nodes[next].inner)
                let match = Match(
                    literal: Int(nodes[next].literal), start: place + 1 - Int(nodes[next].depth), end: place + 1)
                if found(match) { done.finish(next, next: inner) }
                next = inner
            }
        }
    }
}

/// Literals of which a line need not be searched any further, each with the next one to look at instead.
private struct FinishedNodes {
    private var successors: [Int: Int] = [:]

    mutating func finish(_ node: Int, next: Int) { successors[node] = next }

    mutating func firstOpen(from node: Int) -> Int {
        if successors.isEmpty { return node }
        var open = node
        var passed: [Int] = []
        while let next = successors[open] {
            passed.append(open)
            open = next
        }
        for node in passed { successors[node] = open }
        return open
    }
}
