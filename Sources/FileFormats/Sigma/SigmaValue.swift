import AuditModel

/// How Sigma writes a text: `*` and `?` are wildcards, a backslash before one of them or before a backslash takes its
/// meaning away, and any other backslash stands for itself.
enum SigmaValue {
    static func tokens(_ text: [UInt8]) -> [TextPattern.Token] {
        let escape = UInt8(ascii: "\\")
        let special: [UInt8] = Array("*?\\".utf8)
        var tokens: [TextPattern.Token] = []
        var place = 0
        while place < text.count {
            let byte = text[place]
            place += 1
            switch byte {
            case UInt8(ascii: "*"): tokens.append(.anyRun)
            case UInt8(ascii: "?"): tokens.append(.oneScalar)
            case escape where place < text.count && special.contains(text[place]):
                tokens.append(.literal([text[place]]))
                place += 1
            default: tokens.append(.literal([byte]))
            }
        }
        return tokens
    }
}

/// The modifiers behind a field's name, `field|startswith|cased`.
struct SigmaModifiers {
    /// One modifier that rules may use.
    enum Word: String, CaseIterable {
        case all
        case cased
        case cidr
        case contains
        case endswith
        case exists
        case re
        case startswith
    }

    private let words: Set<Word>

    /// Throws for a modifier that is unknown, stands twice or contradicts another: a guess would be a wrong rule.
    init(_ names: [ArraySlice<UInt8>], line: Int) throws(SigmaMistake) {
        var words: Set<Word> = []
        for name in names {
            guard let word = Word.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else {
                throw SigmaMistake(
                    line: line,
                    reason: "unknown modifier \(UntrustedText(name)); known are \(ours: Self.known)")
            }
            guard words.insert(word).inserted else {
                throw SigmaMistake(line: line, reason: "the modifier \(word) stands twice")
            }
        }
        self.words = words
        let kinds: Set<Word> = [.cidr, .contains, .endswith, .exists, .re, .startswith]
        let alone: Set<Word> = [.cidr, .exists, .re]
        let isWrong =
            words.intersection(kinds).count > 1 || (words.contains(.cased) && !words.isDisjoint(with: alone))
            || (words.contains(.exists) && words.contains(.all))
        if isWrong { throw SigmaMistake(line: line, reason: "these modifiers do not go together") }
    }

    private static var known: String { Word.allCases.map(\.rawValue).joined(separator: ", ") }

    var wantsAll: Bool { words.contains(.all) }
    var asksExistence: Bool { words.contains(.exists) }
    /// Whether a value can be null: a null has no start, end or case.
    var allowNull: Bool { words.isEmpty }

    /// A value of the rule file as a pattern.
    func pattern(_ node: SigmaNode) throws(SigmaMistake) -> ValuePattern {
        guard case .text(let text) = node.content else {
            throw SigmaMistake(line: node.line, reason: "a value must be a text or a number here")
        }
        if words.contains(.re) { return .expression(try RegexParser.parse(text, line: node.line)) }
        if words.contains(.cidr) {
            guard let block = NetworkBlock(UntrustedText(text)) else {
                throw SigmaMistake(line: node.line, reason: "\(UntrustedText(text)) is no block of IP addresses")
            }
            return .network(block)
        }
        var tokens = SigmaValue.tokens(text)
        if words.contains(.contains) || words.contains(.endswith) { tokens.insert(.anyRun, at: 0) }
        if words.contains(.contains) || words.contains(.startswith) { tokens.append(.anyRun) }
        return .text(TextPattern(tokens, foldsCase: !words.contains(.cased)))
    }
}
