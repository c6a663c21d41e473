package import AuditModel

/// Words of which at least one stands in every event that a rule can concern, so that other events need not be decoded.
package enum RequiredWords {
    /// Bytes that a word must have to be worth a search.
    private static let shortest = 4

    /// The words for a set of rules, in lower case, none inside another; nil where some rule concerns events without any
    /// such word.
    package static func words(for rules: [CompiledRule]) -> [[UInt8]]? {
        var words: Set<[UInt8]> = []
        for rule in rules {
            guard let needed = Self.words(for: rule.requirement) else { return nil }
            words.formUnion(needed)
        }
        // A word that holds another one is found by it.
        return words.filter { word in !words.contains { $0 != word && holds(word, $0) } }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func words(for predicate: Predicate) -> [[UInt8]]? {
        switch predicate {
        case .field(let condition): words(for: condition.test)
        case .all(let parts): parts.compactMap { words(for: $0) }.max { worth($0) < worth($1) }
        case .any(let parts): union(of: parts.map { words(for: $0) })
        case .not: nil
        }
    }

    private static func words(for test: FieldTest) -> [[UInt8]]? {
        switch test {
        case .missing, .present: nil
        case .anyOf(let patterns): union(of: patterns.map { word(in: $0).map { [$0] } })
        case .allOf(let patterns): patterns.compactMap { word(in: $0) }.max { $0.count < $1.count }.map { [$0] }
        }
    }

    /// What any of several statements needs; nil where one of them needs nothing.
    private static func union(of needs: [[[UInt8]]?]) -> [[UInt8]]? {
        guard !needs.isEmpty, needs.allSatisfy({ $0 != nil }) else { return nil }
        return Array(Set(needs.compactMap { $0 }.joined()))
    }

    /// Few and long is best, and a path or a suffix says more than a word: `linux` and `process` stand in nearly every
    /// event.
    private static func worth(_ words: [[UInt8]]) -> Int {
        let shortest = words.map(\.count).min() ?? 0
        return (words.allSatisfy(isRare) ? 1_000_000 : 0) + shortest * 1_000 - words.count
    }

    /// Whether a word is part of a path, or a suffix, and not of language.
    private static func isRare(_ word: some Collection<UInt8>) -> Bool {
        word.contains { !$0.isASCIILetter && !$0.isASCIIDigit && !$0.isASCIISpace }
    }

    /// The longest run of a pattern, a rare one if any is long enough, that JSON text shows as it is, but for escapes that spell ASCII characters.
    private static func word(in pattern: ValuePattern) -> [UInt8]? {
        guard case .text(let text) = pattern else { return nil }
        let runs = text.tokens.flatMap { token -> [ArraySlice<UInt8>] in
            guard case .literal(let bytes) = token else { return [] }
            return bytes.split { $0 < 0x20 || $0 > 0x7E || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        }
        let long = runs.filter { $0.count >= shortest }
        let rare = long.filter { isRare($0) }
        return (rare.isEmpty ? long : rare).max { $0.count < $1.count }?.map(\.asciiLowercased)
    }

    private static func holds(_ word: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= word.count else { return false }
        return (0...(word.count - part.count)).contains { word[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
