import AuditModel

/// Follows quotes and substitutions of the shell from line to line (POSIX.1-2017, XCU 2.2 and 2.6.3).
struct ShellQuoteScanner {
    /// What is open at a place.
    private enum Context {
        case single
        case double
        /// `$'...'`, where a backslash hides a quote.
        case ansi
        case backtick
        /// `$(`, `<(` or `>(`, and plain parentheses inside one.
        case substitution
        /// `${`
        case brace
    }

    /// What one physical line did.
    struct Outcome {
        /// End of the code: the start of a comment, of a joining backslash, or of the line.
        var codeEnd: Int
        var hasComment = false
        var isContinued = false
        /// Delimiters of here-documents that start after this line, in order.
        var delimiters: [[UInt8]] = []
        /// Where a quote that was open before the line was closed, and plain code goes on.
        var closedAt: Int?
        /// Behind the last backslash and what it hides: such a space starts no comment.
        fileprivate var escapedEnd = -1
    }

    /// Deeper nesting is no longer followed, so that comments after it are read as code.
    private static let depthLimit = 64
    private var stack: [Context] = []

    /// Whether a quote or substitution goes on past the line.
    var isOpen: Bool { !stack.isEmpty }

    mutating func scan(_ line: ArraySlice<UInt8>) -> Outcome {
        var outcome = Outcome(codeEnd: line.endIndex)
        let wasOpen = isOpen
        var at = line.startIndex
        while at < line.endIndex {
            if wasOpen, stack.isEmpty, outcome.closedAt == nil { outcome.closedAt = at }
            let byte = line[at]
            switch stack.last {
            case .single:
                if byte == 0x27 { stack.removeLast() }
                at += 1
            case .ansi:
                if byte == 0x27 { stack.removeLast() }
                at += byte == 0x5C ? 2 : 1
            case .double, .brace:
                at = quotedStep(line, at, &outcome)
            case .backtick, .substitution, nil:
                if byte == 0x23, at != outcome.escapedEnd, Self.startsWord(line, at) {
                    outcome.codeEnd = at
                    outcome.hasComment = true
                    return outcome
                }
                at = plainStep(line, at, &outcome)
            }
        }
        return outcome
    }

    private mutating func push(_ context: Context) {
        if stack.count < Self.depthLimit { stack.append(context) }
    }

    /// One step inside double quotes or `${...}`.
    private mutating func quotedStep(_ line: ArraySlice<UInt8>, _ at: Int, _ outcome: inout Outcome) -> Int {
        let inBrace = stack.last == .brace
        switch line[at] {
        case 0x5C: return backslash(line, at, &outcome)
        case 0x22:
            if inBrace { push(.double) } else { stack.removeLast() }
        case 0x7D where inBrace: stack.removeLast()
        case 0x27 where inBrace && !stack.contains(.double): push(.single)
        case 0x60: backtick()
        case 0x24: return dollar(line, at)
        default: break
        }
        return at + 1
    }

    /// One step of plain code.
    private mutating func plainStep(_ line: ArraySlice<UInt8>, _ at: Int, _ outcome: inout Outcome) -> Int {
        switch line[at] {
        case 0x5C: return backslash(line, at, &outcome)
        case 0x27: push(.single)
        case 0x22: push(.double)
        case 0x60: backtick()
        case 0x24: return dollar(line, at)
        case 0x28 where stack.last == .substitution: push(.substitution)
        case 0x29 where stack.last == .substitution: stack.removeLast()
        case 0x3C:
            if let (delimiter, end) = Self.hereDocument(line, at) {
                if !delimiter.isEmpty { outcome.delimiters.append(delimiter) }
                return end
            }
            if at + 1 < line.endIndex, line[at + 1] == 0x28 {
                push(.substitution)
                return at + 2
            }
        default: break
        }
        return at + 1
    }

    private func backslash(_ line: ArraySlice<UInt8>, _ at: Int, _ outcome: inout Outcome) -> Int {
        if at + 1 == line.endIndex {
            outcome.codeEnd = at
            outcome.isContinued = true
        }
        outcome.escapedEnd = at + 2
        return at + 2
    }

    private mutating func backtick() {
        if let last = stack.lastIndex(of: .backtick) {
            stack.removeSubrange(last...)
        } else {
            push(.backtick)
        }
    }

    private mutating func dollar(_ line: ArraySlice<UInt8>, _ at: Int) -> Int {
        guard at + 1 < line.endIndex else { return at + 1 }
        switch line[at + 1] {
        case 0x28: push(.substitution)
        case 0x7B: push(.brace)
        case 0x27 where stack.last != .double && stack.last != .brace: push(.ansi)
        case 0x24, 0x23: break
        default: return at + 1
        }
        return at + 2
    }

    private static func startsWord(_ line: ArraySlice<UInt8>, _ at: Int) -> Bool {
        guard at > line.startIndex else { return true }
        let before = line[at - 1]
        return before.isShellSpace || before == 0x3B || before == 0x26 || before == 0x7C || before == 0x28
    }

    /// The delimiter after `<<` and where it ends; an empty one for a here-string, nil where neither stands here.
    private static func hereDocument(_ line: ArraySlice<UInt8>, _ at: Int) -> ([UInt8], Int)? {
        guard line[at...].starts(with: [0x3C, 0x3C]) else { return nil }
        var cursor = at + 2
        if cursor < line.endIndex, line[cursor] == 0x3C { return ([], cursor + 1) }
        if cursor < line.endIndex, line[cursor] == 0x2D { cursor += 1 }
        while cursor < line.endIndex, line[cursor] == 0x20 || line[cursor] == 0x09 { cursor += 1 }
        var delimiter: [UInt8] = []
        while cursor < line.endIndex, !ShellParser.endsWord(line[cursor]), line[cursor] != 0x60 {
            let byte = line[cursor]
            if byte != 0x27, byte != 0x22, byte != 0x5C { delimiter.append(byte) }
            cursor += 1
        }
        guard let first = delimiter.first, !first.isASCIIDigit else { return nil }
        return (delimiter, cursor)
    }
}
