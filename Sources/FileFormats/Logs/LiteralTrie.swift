import AuditModel

/// Many literals, walked byte by byte, so that a line is compared with all of them at once and stops at the first byte
/// that none of them has.
struct LiteralTrie: Sendable {
    /// One byte of one or more literals; children are a list through `sibling`, and 0 ends it.
    private struct Node: Sendable {
        let byte: UInt8
        var child = 0
        var sibling = 0
        /// The literal that ends here; -1 for none.
        var literal = -1
    }

    private var nodes = [Node(byte: 0)]
    private(set) var isEmpty = true

    mutating func insert(_ literal: [UInt8], as index: Int) {
        guard !literal.isEmpty else { return }
        var node = 0
        for byte in literal {
            if let next = child(of: node, byte) {
                node = next
            } else {
                nodes.append(Node(byte: byte, sibling: nodes[node].child))
                nodes[node].child = nodes.count - 1
                node = nodes.count - 1
            }
        }
        nodes[node].literal = index
        isEmpty = false
    }

    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var next = nodes[node].child
        while next != 0 {
            if nodes[next].byte == byte { return next }
            next = nodes[next].sibling
        }
        return nil
    }

    /// Calls `found` with every literal that stands at `start` in a line, and with the place behind it.
    func walk(_ line: ArraySlice<UInt8>, from start: Int, _ found: (_ literal: Int, _ end: Int) -> Void) {
        var node = 0
        var place = start
        while place < line.endIndex, let next = child(of: node, line[place]) {
            node = next
            place += 1
            if nodes[node].literal >= 0 { found(nodes[node].literal, place) }
        }
    }
}
