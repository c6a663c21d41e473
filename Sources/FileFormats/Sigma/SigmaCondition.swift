import AuditModel

/// A rule's condition: names of selections with `and`, `or`, `not`, `1 of` and `all of`.
indirect enum SigmaCondition: Hashable {
    case selection([UInt8])
    /// The pattern as written: a name with `*`, or `them`.
    case oneOf([UInt8])
    case allOf([UInt8])
    case and([SigmaCondition])
    case or([SigmaCondition])
    case not(SigmaCondition)

    /// Deeper nesting is nobody's rule.
    private static let depthLimit = 40

    static func parse(_ text: [UInt8], line: Int) throws(SigmaMistake) -> SigmaCondition {
        var parser = Parser(words: words(text)[...], line: line)
        let condition = try parser.alternatives(depth: 0)
        if let rest = parser.words.first {
            throw SigmaMistake(line: line, reason: "\(UntrustedText(rest)) is not expected in the condition")
        }
        return condition
    }

    /// Whether a selection can be called this.
    static func isName(_ word: [UInt8]) -> Bool {
        !word.isEmpty && word.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || Array("_-.".utf8).contains($0) }
    }

    private static func words(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for byte in text + [0x20] {
            let isBracket = byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
            if isBracket || byte.isASCIISpace {
                if !word.isEmpty { words.append(word) }
                word = []
                if isBracket { words.append([byte]) }
            } else {
                word.append(byte)
            }
        }
        return words
    }

    /// Reads words from left to right; `not` binds closer than `and`, `and` closer than `or`.
    private struct Parser {
        var words: ArraySlice<[UInt8]>
        let line: Int

        mutating func alternatives(depth: Int) throws(SigmaMistake) -> SigmaCondition {
            var parts = [try conjunction(depth: depth)]
            while take("or") { parts.append(try conjunction(depth: depth)) }
            return parts.count == 1 ? parts[0] : .or(parts)
        }

        private mutating func conjunction(depth: Int) throws(SigmaMistake) -> SigmaCondition {
            var parts = [try negation(depth: depth)]
            while take("and") { parts.append(try negation(depth: depth)) }
            return parts.count == 1 ? parts[0] : .and(parts)
        }

        private mutating func negation(depth: Int) throws(SigmaMistake) -> SigmaCondition {
            guard depth < SigmaCondition.depthLimit else {
                throw SigmaMistake(line: line, reason: "the condition is nested too deep")
            }
            if take("not") { return .not(try negation(depth: depth + 1)) }
            if take("(") {
                let inner = try alternatives(depth: depth + 1)
                guard take(")") else { throw SigmaMistake(line: line, reason: "the condition lacks a closing bracket") }
                return inner
            }
            return try name()
        }

        private mutating func name() throws(SigmaMistake) -> SigmaCondition {
            guard let word = words.popFirst() else {
                throw SigmaMistake(line: line, reason: "the condition ends where a selection's name is expected")
            }
            let text = UntrustedText(word)
            if words.first?.elementsEqual("of".utf8) ?? false {
                words.removeFirst()
                guard let target = words.popFirst() else {
                    throw SigmaMistake(line: line, reason: "the condition ends behind \"of\"")
                }
                switch text {
                case "1", "any": return .oneOf(target)
                case "all": return .allOf(target)
                default: throw SigmaMistake(line: line, reason: "\(text) of is not supported; use 1 of or all of")
                }
            }
            guard SigmaCondition.isName(word), !["and", "or", "of", "not", "them"].contains(text) else {
                throw SigmaMistake(line: line, reason: "\(text) is not supported in a condition")
            }
            return .selection(word)
        }

        private mutating func take(_ word: StaticString) -> Bool {
            guard words.first?.elementsEqual(word.description.utf8) ?? false else { return false }
            words.removeFirst()
            return true
        }
    }
}

extension SigmaCondition {
    /// The condition as a rule file would write it; names an exclusion that is more than one selection.
    var source: [UInt8] {
        func joined(_ parts: [SigmaCondition], _ word: StaticString) -> [UInt8] {
            let sources = parts.map { $0.isCompound ? Array("(".utf8) + $0.source + Array(")".utf8) : $0.source }
            return Array(sources.joined(separator: word.description.utf8))
        }
        switch self {
        case .selection(let name): return name
        case .oneOf(let target): return Array("1 of ".utf8) + target
        case .allOf(let target): return Array("all of ".utf8) + target
        case .and(let parts): return joined(parts, " and ")
        case .or(let parts): return joined(parts, " or ")
        case .not(let part): return Array("not ".utf8) + joined([part], "")
        }
    }

    private var isCompound: Bool {
        switch self {
        case .and, .or: true
        case .selection, .oneOf, .allOf, .not: false
        }
    }
}
