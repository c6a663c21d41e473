import AuditModel
import Yams

/// A YAML value of a rule file with the line that it starts on.
struct SigmaNode {
    /// What a value holds.
    enum Content {
        case null
        case text([UInt8])
        case list([SigmaNode])
        case map([(key: SigmaNode, value: SigmaNode)])
    }

    let content: Content
    /// Counted from 1.
    let line: Int

    /// Bytes of a rule file; the published rules have three thousand.
    static let sizeLimit = 256 << 10
    private static let depthLimit = 20

    /// Reads the one YAML document of a rule file.
    ///
    /// Anchors are refused before libyaml sees them: a few lines of them can stand for more nodes than memory holds.
    static func read(_ bytes: [UInt8]) throws(SigmaMistake) -> SigmaNode {
        guard bytes.count <= sizeLimit else {
            throw SigmaMistake(line: nil, reason: "larger than the limit of \(sizeLimit) bytes")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.elementsEqual(bytes) else {
            throw SigmaMistake(line: firstBadLine(bytes), reason: "not UTF-8")
        }
        if let line = YAMLAnchors.firstLine(in: bytes) {
            throw SigmaMistake(line: line, reason: "YAML anchors are not supported")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw mistake(error)
        }
        guard let root else { throw SigmaMistake(line: nil, reason: "the file holds no rule") }
        return try SigmaNode(root, line: 1, depth: 0)
    }

    private init(_ node: Node, line above: Int, depth: Int) throws(SigmaMistake) {
        line = node.mark?.line ?? above
        guard depth < Self.depthLimit else {
            throw SigmaMistake(line: line, reason: "nested deeper than \(Self.depthLimit) levels")
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            content = isPlain && Self.nulls.contains(scalar.string) ? .null : .text(Array(scalar.string.utf8))
        case .sequence(let sequence):
            var elements: [SigmaNode] = []
            for element in sequence { elements.append(try SigmaNode(element, line: line, depth: depth + 1)) }
            content = .list(elements)
        case .mapping(let mapping):
            var members: [(SigmaNode, SigmaNode)] = []
            for (key, value) in mapping {
                let key = try SigmaNode(key, line: line, depth: depth + 1)
                members.append((key, try SigmaNode(value, line: key.line, depth: depth + 1)))
            }
            content = .map(members)
        case .alias:
            throw SigmaMistake(line: line, reason: "YAML aliases are not supported")
        }
    }

    /// The spellings of null in YAML's core schema.
    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]

    private static func firstBadLine(_ bytes: [UInt8]) -> Int? {
        ByteLines(bytes).enumerated().first { _, line in
            !String(decoding: line, as: UTF8.self).utf8.elementsEqual(line)
        }.map { $0.offset + 1 }
    }

    private static func mistake(_ error: any Error) -> SigmaMistake {
        guard let error = error as? YamlError else {
            return SigmaMistake(line: nil, reason: "not YAML")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SigmaMistake(line: mark.line, reason: "not YAML: \(UntrustedText(problem.utf8))")
        case .reader(let problem, _, _, _):
            return SigmaMistake(line: nil, reason: "not YAML: \(UntrustedText(problem.utf8))")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            return SigmaMistake(
                line: context.mark.line, reason: "a key stands twice in one mapping: \(UntrustedText(names.utf8))")
        default:
            return SigmaMistake(line: nil, reason: "not one YAML document")
        }
    }
}

extension SigmaNode {
    var text: UntrustedText? {
        if case .text(let bytes) = content { return UntrustedText(bytes) }
        return nil
    }

    var members: [(key: SigmaNode, value: SigmaNode)] {
        if case .map(let members) = content { return members }
        return []
    }

    /// The value at a key of a mapping.
    func value(_ key: StaticString) -> SigmaNode? {
        members.first { $0.key.text?.bytes.elementsEqual(key.description.utf8) ?? false }?.value
    }

    /// The elements of a list; a value alone counts as a list of one.
    var elements: [SigmaNode] {
        if case .list(let elements) = content { return elements }
        return [self]
    }
}
