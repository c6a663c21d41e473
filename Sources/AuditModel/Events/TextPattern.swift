/// A text with wildcards, matched against a whole value.
package struct TextPattern: Hashable, Codable, Sendable {
    /// One part of a pattern.
    package enum Token: Hashable, Codable, Sendable {
        /// These bytes.
        case literal([UInt8])
        /// Any run of bytes, also none, `/` and line feeds included.
        case anyRun
        /// Exactly one code point.
        case oneScalar
    }

    /// Neighbouring literals are joined, neighbouring runs are one.
    package let tokens: [Token]
    /// Whether ASCII letters match in either case; other letters never do.
    package let foldsCase: Bool

    package init(_ tokens: [Token], foldsCase: Bool) {
        var tidy: [Token] = []
        for token in tokens {
            switch (tidy.last, token) {
            case (_, .literal([])), (.anyRun, .anyRun): continue
            case (.literal(let before), .literal(let more)): tidy[tidy.count - 1] = .literal(before + more)
            default: tidy.append(token)
            }
        }
        self.tokens = tidy
        self.foldsCase = foldsCase
    }

    /// A pattern without wildcards.
    package init(exactly text: some Sequence<UInt8>, foldsCase: Bool) {
        self.init([.literal(Array(text))], foldsCase: foldsCase)
    }

    package var hasWildcards: Bool {
        tokens.contains { token in
            if case .literal = token { return false }
            return true
        }
    }

    /// The literal bytes of a pattern without wildcards, else nil.
    package var exactText: [UInt8]? {
        switch tokens.count {
        case 0: return []
        case 1:
            if case .literal(let text) = tokens[0] { return text }
            return nil
        default: return nil
        }
    }
}
