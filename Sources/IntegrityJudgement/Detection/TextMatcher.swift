package import AuditModel

/// Matches values against wildcard patterns, byte by byte.
///
/// A run is only ever extended for the last `*` that was passed, so the time is at most the value's length times the
/// pattern's, whatever the value holds.
package enum TextMatcher {
    package static func matches(_ value: [UInt8], _ pattern: TextPattern) -> Bool {
        var cursor = Cursor(value: value, foldsCase: pattern.foldsCase)
        return cursor.run(pattern.tokens)
    }

    /// Equality of bytes; with `foldsCase`, `A` to `Z` equal `a` to `z` and nothing else is folded.
    static func equal(_ left: ArraySlice<UInt8>, _ right: [UInt8], foldsCase: Bool) -> Bool {
        guard left.count == right.count else { return false }
        if !foldsCase { return left.elementsEqual(right) }
        return zip(left, right).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }

    /// Where in a value and in a pattern the matcher stands.
    private struct Cursor {
        let value: [UInt8]
        let foldsCase: Bool
        var place = 0
        var token = 0
        /// The token behind the last run, and where the run ends so far.
        var retry: (token: Int, place: Int)?

        mutating func run(_ tokens: [TextPattern.Token]) -> Bool {
            while true {
                if token < tokens.count {
                    if tokens[token] == .anyRun {
                        token += 1
                        // What is last may stand anywhere.
                        if token == tokens.count { return true }
                        retry = (token, place)
                        continue
                    }
                    if advance(over: tokens[token]) {
                        token += 1
                        continue
                    }
                } else if place == value.count {
                    return true
                }
                guard let last = retry, last.place < value.count else { return false }
                retry = (last.token, last.place + 1)
                (token, place) = (last.token, last.place + 1)
            }
        }

        /// Takes a literal or one code point; false, and nothing taken, where the value does not go on that way.
        private mutating func advance(over token: TextPattern.Token) -> Bool {
            switch token {
            case .literal(let text):
                let end = place + text.count
                guard end <= value.count,
                    TextMatcher.equal(value[place..<end], text, foldsCase: foldsCase)
                else { return false }
                place = end
            case .oneScalar:
                guard place < value.count, let width = Scalars.width(value, at: place) else { return false }
                place += width
            case .anyRun:
                break
            }
            return true
        }
    }
}

/// UTF-8 code points of a value; a byte that is part of none counts as one of its own.
enum Scalars {
    /// Bytes of the code point that starts at `place`; nil inside a code point.
    static func width(_ value: [UInt8], at place: Int) -> Int? {
        let lead = value[place]
        if lead & 0xC0 == 0x80, place > 0 {
            // A continuation byte starts nothing where the bytes before it make it part of a code point.
            let start = (max(place - 3, 0)..<place).last { value[$0] & 0xC0 != 0x80 }
            if let start, let width = width(value, at: start), start + width > place { return nil }
        }
        let wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        let end = place + wanted
        guard end <= value.count, value[(place + 1)..<end].allSatisfy({ $0 & 0xC0 == 0x80 }) else { return 1 }
        return wanted
    }

    /// The code points in order; a stray byte as a number above all code points.
    static func values(_ value: [UInt8]) -> [UInt32] {
        var found: [UInt32] = []
        found.reserveCapacity(value.count)
        var place = 0
        while place < value.count {
            let width = width(value, at: place) ?? 1
            let lead = UInt32(value[place])
            switch width {
            case 1: found.append(lead < 0x80 ? lead : 0x11_0000 + lead)
            default:
                let head = lead & (0x7F >> UInt32(width))
                found.append(value[(place + 1)..<(place + width)].reduce(head) { $0 << 6 | UInt32($1 & 0x3F) })
            }
            place += width
        }
        return found
    }
}
