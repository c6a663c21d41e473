/// A sentence whose untrusted parts stay marked until a renderer escapes them.
package struct ReportText: Hashable, Codable, Sendable, ExpressibleByStringInterpolation {
    /// One run of a sentence.
    package enum Piece: Hashable, Sendable {
        /// Words of ours.
        case ours(String)
        /// Bytes of the audited tree, to be escaped.
        case theirs(UntrustedText)
    }

    package var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = pieces
    }

    package init(stringLiteral value: String) {
        pieces = value.isEmpty ? [] : [.ours(value)]
    }

    package init(stringInterpolation: Interpolation) {
        pieces = stringInterpolation.pieces
    }

    package var isEmpty: Bool { pieces.isEmpty }

    package static func + (left: ReportText, right: ReportText) -> ReportText {
        ReportText(pieces: left.pieces + right.pieces)
    }

    /// Accepts only values that are ours by type, and untrusted values that stay marked.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.ours(literal)) }
        }

        package mutating func appendInterpolation(_ text: UntrustedText) {
            pieces.append(.theirs(text))
        }

        package mutating func appendInterpolation(_ path: HostPath) {
            pieces.append(.theirs(path.text))
        }

        package mutating func appendInterpolation(_ text: ReportText) {
            pieces.append(contentsOf: text.pieces)
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            pieces.append(.ours(String(number)))
        }

        package mutating func appendInterpolation<Word: RawRepresentable>(_ word: Word) where Word.RawValue == String {
            pieces.append(.ours(word.rawValue))
        }

        /// A count with its noun: `1 place`, `2 places`.
        package mutating func appendInterpolation(_ number: Int, _ noun: StaticString) {
            pieces.append(.ours("\(number) \(Plural.form(of: noun.description, for: number))"))
        }

        /// To the second, in UTC: `2025-03-04 08:16:40Z`; a moment that no calendar has as a number of seconds.
        package mutating func appendInterpolation(_ time: Timestamp) {
            pieces.append(.ours(time.calendarText))
        }

        /// For strings that this program made itself and that hold nothing read from the tree.
        package mutating func appendInterpolation(ours words: String) {
            if !words.isEmpty { pieces.append(.ours(words)) }
        }
    }
}

// What a file calls our words is printed as such and may stand in a command, so it has to look like them; the bytes of
// a tree are coded as bytes, and so they stay apart.
extension ReportText.Piece: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let words = try? container.decode(String.self) else {
            self = .theirs(try container.decode(UntrustedText.self))
            return
        }
        guard words.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "words of ours that are not plain")
        }
        self = .ours(words)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .ours(let words): try container.encode(words)
        case .theirs(let text): try container.encode(text)
        }
    }
}
