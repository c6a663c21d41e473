import FileFormats

/// Where in a text of any length arrays of documents stand, as the sources of events say.
struct ContainerTree {
    /// A value on the way to such an array.
    private struct Node {
        var keys: [(name: [UInt8], node: Int)] = []
        /// What each element of an array is.
        var element: Int?
        var isDocument = false
    }

    private var nodes = [Node()]

    /// The value that is looked into.
    static let root = 0

    static let known = ContainerTree(EventSources.all)

    init(_ sources: [EventSource]) {
        for path in sources.flatMap(\.arrays) { add(path) }
    }

    /// The value of a key, where it is on the way.
    func value(of key: [UInt8], in node: Int) -> Int? {
        nodes[node].keys.first { $0.name == key }?.node
    }

    func element(of node: Int) -> Int? { nodes[node].element }

    /// Whether the elements of this array are documents.
    func holdsDocuments(_ node: Int) -> Bool {
        nodes[node].element.map { nodes[$0].isDocument } ?? false
    }

    private mutating func add(_ path: StaticString) {
        var node = Self.root
        for part in path.description.utf8.split(separator: UInt8(ascii: ".")) {
            let name = Array(part.prefix { $0 != UInt8(ascii: "[") })
            if let known = value(of: name, in: node) {
                node = known
            } else {
                nodes.append(Node())
                nodes[node].keys.append((name, nodes.count - 1))
                node = nodes.count - 1
            }
            guard part.count > name.count else { continue }
            if nodes[node].element == nil {
                nodes.append(Node())
                nodes[node].element = nodes.count - 1
            }
            node = nodes[node].element ?? node
        }
        nodes[node].isDocument = true
    }
}
