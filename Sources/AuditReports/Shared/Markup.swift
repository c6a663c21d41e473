import AuditModel

/// HTML or XML that is known to be well-formed: literals are markup, and every interpolated value is escaped.
///
/// `"<td>\(path)</td>"` cannot be broken out of, whatever bytes the path holds: there is no way to make markup of a value
/// but through one of the interpolations below.
struct Markup: ExpressibleByStringInterpolation {
    private(set) var source: String

    init() {
        source = ""
    }

    init(stringLiteral literal: String) {
        source = literal
    }

    init(stringInterpolation: Interpolation) {
        source = stringInterpolation.source
    }

    var isEmpty: Bool { source.isEmpty }
    var bytes: [UInt8] { Array(source.utf8) }

    static func += (left: inout Markup, right: Markup) {
        left.source += right.source
    }

    /// The text of a file that is part of this program; never anything else.
    init(ownFile bytes: [UInt8]) {
        source = String(decoding: bytes, as: UTF8.self)
    }

    /// Escapes on the way in.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var source: String

        init(literalCapacity: Int, interpolationCount: Int) {
            source = ""
            source.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) {
            source += literal
        }

        mutating func appendInterpolation(_ markup: Markup) {
            source += markup.source
        }

        mutating func appendInterpolation(_ markup: Markup?) {
            if let markup { source += markup.source }
        }

        mutating func appendInterpolation(_ parts: some Sequence<Markup>) {
            for part in parts { source += part.source }
        }

        mutating func appendInterpolation(_ words: String) {
            Markup.escape(words, into: &source)
        }

        mutating func appendInterpolation(_ number: some BinaryInteger) {
            source += String(number)
        }

        mutating func appendInterpolation(_ text: UntrustedText) {
            Markup.escape(Escaping.printable(text), into: &source)
        }

        mutating func appendInterpolation(_ path: HostPath) {
            Markup.escape(Escaping.printable(path), into: &source)
        }

        mutating func appendInterpolation(_ text: ReportText) {
            Markup.escape(Escaping.printable(text), into: &source)
        }
    }

    /// The five characters that mean something in text or in a quoted attribute; what XML forbids becomes U+FFFD.
    private static func escape(_ text: String, into output: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: output += "\u{FFFD}"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }
}
