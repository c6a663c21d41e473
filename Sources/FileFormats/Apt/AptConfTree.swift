package import AuditModel

/// The tree that apt keeps its settings in (Configuration in apt-pkg/contrib/configuration.cc), with positions.
package struct AptConfTree: Sendable {
    /// One node; a node without position stands only because something is below it, or was cleared.
    private struct Node: Sendable {
        let tag: [UInt8]
        let parent: Int
        var value: [UInt8] = []
        var position: SourcePosition?
        var children: [Int] = []
    }

    /// A named child; names are compared with ASCII letters folded.
    private struct ChildName: Hashable {
        let parent: Int
        let tag: [UInt8]
    }

    private var nodes = [Node(tag: [], parent: 0)]
    private var named: [ChildName: Int] = [:]

    package init() {}

    /// Every node in tree order, the empty ones between included, as libapt-pkg lists them.
    package var settings: [AptSetting] {
        var settings: [AptSetting] = []
        var key: [UInt8] = []
        var open: [(node: Int, next: Int, keyLength: Int)] = [(0, 0, 0)]
        while let (node, next, keyLength) = open.last {
            key.removeLast(key.count - keyLength)
            guard next < nodes[node].children.count else {
                open.removeLast()
                continue
            }
            open[open.count - 1].next = next + 1
            let child = nodes[node].children[next]
            if node != 0 { key.append(contentsOf: [0x3A, 0x3A]) }
            key.append(contentsOf: nodes[child].tag)
            settings.append(
                AptSetting(
                    key: UntrustedText(key), value: UntrustedText(nodes[child].value),
                    position: nodes[child].position))
            open.append((child, 0, key.count))
        }
        return settings
    }

    /// Sets the node of that name, made if missing; an empty part always makes a new node, which is how lists grow.
    package mutating func set(_ name: [UInt8], to value: [UInt8], at position: SourcePosition) {
        var node = 0
        for part in AptConfName.components(of: name) {
            node = child(of: node, named: part) ?? addChild(of: node, named: part)
        }
        nodes[node].value = value
        nodes[node].position = position
    }

    /// Empties the node of that name and drops everything below it; nothing where there is none.
    package mutating func clear(_ name: [UInt8]) {
        var node = 0
        for part in AptConfName.components(of: name) {
            guard let next = child(of: node, named: part) else { return }
            node = next
        }
        nodes[node].value = []
        nodes[node].position = nil
        var doomed = nodes[node].children
        nodes[node].children = []
        while let next = doomed.popLast() {
            doomed.append(contentsOf: nodes[next].children)
            named[ChildName(parent: nodes[next].parent, tag: nodes[next].tag.map(\.asciiLowercased))] = nil
            nodes[next].children = []
            nodes[next].value = []
        }
    }

    private func child(of parent: Int, named tag: ArraySlice<UInt8>) -> Int? {
        tag.isEmpty ? nil : named[ChildName(parent: parent, tag: tag.map(\.asciiLowercased))]
    }

    private mutating func addChild(of parent: Int, named tag: ArraySlice<UInt8>) -> Int {
        let index = nodes.count
        nodes.append(Node(tag: Array(tag), parent: parent))
        nodes[parent].children.append(index)
        if !tag.isEmpty { named[ChildName(parent: parent, tag: tag.map(\.asciiLowercased))] = index }
        return index
    }
}
