/// Cuts comments out of one line at a time, in apt's order: `//`, then `#`, then `/* */`.
///
/// A mark counts where an even number of quotes stands before it on the line, comments included, so `/* a // b */`
/// does not close: `//` has cut the `*/` away (apt-pkg/contrib/configuration.cc, ReadConfigFile).
struct AptConfComments {
    /// Offset in the file of the `/*` that is still open.
    private(set) var openedAt: Int?
    /// Bytes that libapt-pkg will look at again, since it counts the quotes from the start for each mark.
    private(set) var rescannedBytes = 0

    /// A `#` before one of these words, matched as a prefix, is no comment.
    private static let directives: [[UInt8]] = ["clear", "include", "x-apt-configure-index"].map { Array($0.utf8) }

    /// What is left of `line`.
    mutating func strip(_ line: TracedBytes) -> TracedBytes {
        var lower = 0
        if openedAt != nil {
            guard let close = line.firstIndex(of: (0x2A, 0x2F), from: 0, before: line.count) else {
                return TracedBytes()
            }
            lower = close + 2
            openedAt = nil
        }
        let slashes = cut(line, lower..<line.count) { index, end in
            line.bytes[index] == 0x2F && index + 1 < end && line.bytes[index + 1] == 0x2F
        }
        let upper = cut(line, lower..<slashes) { index, end in
            line.bytes[index] == 0x23 && !Self.isDirective(line.bytes[(index + 1)..<end])
        }
        return withoutBlocks(line, lower..<upper)
    }

    private static func isDirective(_ rest: ArraySlice<UInt8>) -> Bool {
        directives.contains { rest.starts(with: $0) }
    }

    /// The index of the first mark outside quotes, or the end of `range`.
    private mutating func cut(_ line: TracedBytes, _ range: Range<Int>, isMark: (Int, Int) -> Bool) -> Int {
        var quoted = false
        for index in range {
            if line.bytes[index] == 0x22 {
                quoted.toggle()
            } else if isMark(index, range.upperBound) {
                if !quoted { return index }
                rescannedBytes += index - range.lowerBound
            }
        }
        return range.upperBound
    }

    /// Joins what stands between the `/* */` comments; quotes are counted anew behind each.
    private mutating func withoutBlocks(_ line: TracedBytes, _ range: Range<Int>) -> TracedBytes {
        var kept = TracedBytes()
        var lower = range.lowerBound
        var index = lower
        var quoted = false
        while index < range.upperBound {
            if line.bytes[index] == 0x22 {
                quoted.toggle()
            } else if line.bytes[index] == 0x2F, index + 1 < range.upperBound, line.bytes[index + 1] == 0x2A {
                if quoted {
                    rescannedBytes += index - lower
                } else {
                    kept.append(line, lower..<index)
                    guard let close = line.firstIndex(of: (0x2A, 0x2F), from: index + 2, before: range.upperBound)
                    else {
                        openedAt = line.origin(at: index)
                        return kept
                    }
                    lower = close + 2
                    index = lower
                    continue
                }
            }
            index += 1
        }
        kept.append(line, lower..<range.upperBound)
        return kept
    }
}
