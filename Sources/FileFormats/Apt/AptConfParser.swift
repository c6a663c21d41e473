import AuditModel

/// Reads one file by the rules of ReadConfigFile (apt-pkg/contrib/configuration.cc), and remembers where.
struct AptConfParser {
    /// Ends the reading as apt ends it.
    private struct SyntaxError: Error {
        let offset: Int
        let kind: ParseProblem.Kind
        let reason: ReportText
    }

    private let file: HostPath
    private let lineIndex: LineIndex
    private var lines: AptConfLines
    private var comments = AptConfComments()
    private var scope = AptConfScope()
    private var pending = TracedBytes()

    private(set) var statements: [AptConfStatement] = []
    private(set) var problems: [ParseProblem] = []
    private(set) var hasSyntaxError = false
    private var isStopped = false
    /// Offsets of the bytes that make apt open another file.
    private(set) var fileNamingBytes: [Int32] = []
    private var keptBytes = 0
    private var includes = 0

    /// Whether a statement was left out for its size.
    var isOverLimits: Bool { isStopped || scope.wasTooLong }
    var rescannedBytes: Int { comments.rescannedBytes }

    init(_ bytes: [UInt8], file: HostPath) {
        self.file = file
        lineIndex = LineIndex(bytes)
        lines = AptConfLines(bytes)
    }

    mutating func run() {
        do throws(SyntaxError) {
            while !isStopped, let line = lines.next() {
                note(line.irregularity)
                let fragment = comments.strip(line.text)
                if !fragment.isEmpty { try read(fragment) }
            }
            if isStopped { return }
            guard pending.isEmpty else {
                throw SyntaxError(
                    offset: pending.origin(at: 0), kind: .textBehindStatements,
                    reason: "text behind the last statement, up to the end")
            }
            noteOpenEnds()
        } catch {
            hasSyntaxError = true
            note(error.kind, error.reason, at: error.offset)
        }
    }

    /// Carries out every statement that ends on this line, and keeps the rest for the next one.
    private mutating func read(_ fragment: TracedBytes) throws(SyntaxError) {
        var start = 0
        var quoteOpenedAt: Int?
        for index in 0..<fragment.count {
            let byte = fragment.bytes[index]
            if byte == UInt8(ascii: "\"") { quoteOpenedAt = quoteOpenedAt == nil ? index : nil }
            guard quoteOpenedAt == nil, let end = Terminator(rawValue: byte) else { continue }
            collect(fragment, fragment.trimming(start..<index))
            start = index + 1
            try finish(at: fragment.origin(at: index), with: end)
            if isStopped { return }
        }
        if let quoteOpenedAt {
            note(.openQuote, "a quote is not closed on its line", at: fragment.origin(at: quoteOpenedAt))
        }
        // Here apt cuts by its older routine, which knows fewer kinds of white space (_strstrip in strutl.cc).
        let rest = fragment.trimming(start..<fragment.count) {
            $0 == 0x20
        } back: {
            $0 == 0x20 || $0 == 0x0A || $0 == 0x0D
        }
        collect(fragment, rest)
    }

    private mutating func collect(_ fragment: TracedBytes, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if !pending.isEmpty { pending.append(0x20, from: Int32(fragment.origin(at: range.lowerBound))) }
        pending.append(fragment, range)
    }

    private mutating func finish(at offset: Int, with end: Terminator) throws(SyntaxError) {
        if pending.isEmpty {
            if end == .open {
                throw SyntaxError(offset: offset, kind: .namelessScope, reason: "a block starts with no name")
            }
            if end == .close { leaveScope(at: offset) }
            return
        }
        try carryOut(at: offset, with: end)
        pending.removeAll()
        if end == .close { leaveScope(at: offset) }
    }

    private mutating func carryOut(at offset: Int, with end: Terminator) throws(SyntaxError) {
        guard let first = AptConfWords.plain(pending.bytes, from: 0) else {
            throw SyntaxError(offset: offset, kind: .malformedName, reason: "a malformed name")
        }
        let second =
            AptConfWords.quoted(pending.bytes, from: first.end) ?? AptConfWords.plain(pending.bytes, from: first.end)
        guard (second?.end ?? first.end) == pending.count else {
            throw SyntaxError(offset: offset, kind: .textBehindValue, reason: "text behind the value")
        }
        var tag = first.bytes
        var value = second?.bytes ?? []
        var hasValue = second != nil
        let valueAt = pending.origin(at: second == nil ? 0 : first.end)
        if end == .open {
            noteIfTooLong(scope.enter(tag, at: offset), at: offset)
            tag = []
        } else if !hasValue {
            (tag, value, hasValue) = ([], tag, true)
        }
        if tag.first == UInt8(ascii: "#") {
            try direct(Array(tag.dropFirst()), value, written: valueAt, at: offset, with: end)
        } else if tag.isEmpty, hasValue, value.elementsEqual("#clear".utf8) {
            throw SyntaxError(
                offset: offset, kind: .clearWithoutName, reason: "#clear without the name of an option tree")
        } else if hasValue {
            assign(scope.name(of: tag, opensScope: end == .open), value, written: valueAt, at: offset)
        }
    }

    private mutating func direct(
        _ word: [UInt8], _ value: [UInt8], written: Int, at offset: Int, with end: Terminator
    ) throws(SyntaxError) {
        guard scope.isTop else {
            throw SyntaxError(offset: offset, kind: .directiveInScope, reason: "a directive inside a scope")
        }
        if word.elementsEqual("clear".utf8) {
            keep(.clear, name: value, value: [], written: written, at: offset)
            return
        }
        let isInclude = word.elementsEqual("include".utf8)
        guard isInclude || word.elementsEqual("x-apt-configure-index".utf8) else {
            throw SyntaxError(
                offset: offset, kind: .unknownDirective, reason: "the unknown directive #\(excerpt(word))")
        }
        includes += 1
        if includes > AptConfLimits.includes {
            stop(.tooManyIncludes, "more than \(AptConfLimits.includes) #include statements", at: offset)
            return
        }
        fileNamingBytes.append(contentsOf: pending.origins)
        if end == .semicolon { fileNamingBytes.append(Int32(offset)) }
        if !isInclude { note(.optionIndex, "names a file of known options: \(excerpt(value))", at: written) }
        keep(isInclude ? .include : .configureIndex, name: [], value: value, written: written, at: offset)
    }

    private mutating func assign(_ name: [UInt8]?, _ value: [UInt8], written: Int, at offset: Int) {
        guard let name else {
            noteIfTooLong(true, at: offset)
            return
        }
        keep(.assign, name: name, value: value, written: written, at: offset)
    }

    private mutating func keep(
        _ effect: AptConfStatement.Effect, name: [UInt8], value: [UInt8], written: Int, at offset: Int
    ) {
        let name = Array(name.prefix { $0 != 0 })
        guard name.count <= AptConfLimits.keyBytes,
            AptConfName.components(of: name).count <= AptConfLimits.keyParts
        else {
            noteIfTooLong(true, at: offset)
            return
        }
        keptBytes += name.count + value.count
        guard statements.count < AptConfLimits.statements, keptBytes <= AptConfLimits.keptBytes else {
            stop(.tooManyEntries, "more statements than are kept; the rest of the file was not read", at: offset)
            return
        }
        statements.append(
            AptConfStatement(
                effect: effect, name: name, value: value, line: lineIndex.line(at: written), end: offset + 1))
    }
}

extension AptConfParser {
    /// What ends a statement.
    private enum Terminator: UInt8 {
        case semicolon = 0x3B
        case open = 0x7B
        case close = 0x7D
    }

    private mutating func leaveScope(at offset: Int) {
        if !scope.leave() { note(.strayBrace, "a } without its {", at: offset) }
    }

    private mutating func stop(_ kind: ParseProblem.Kind, _ reason: ReportText, at offset: Int) {
        isStopped = true
        note(kind, reason, at: offset)
    }

    /// A name above the limits is dropped, said once, and the reading goes on: apt has no option that long.
    private mutating func noteIfTooLong(_ isTooLong: Bool, at offset: Int) {
        guard isTooLong else { return }
        if !scope.wasTooLong {
            scope.wasTooLong = true
            problems.append(
                ParseProblem(
                    file: file, line: lineIndex.line(at: offset), kind: .tooLongName,
                    reason: """
                        names or scopes of more than \(AptConfLimits.keyBytes) bytes or \(AptConfLimits.keyParts) parts were \
                        left out
                        """))
        }
    }

    private mutating func note(_ kind: ParseProblem.Kind, _ reason: ReportText, at offset: Int) {
        if problems.count == AptConfLimits.problems {
            problems.append(
                ParseProblem(file: file, line: nil, kind: .tooManyProblems, reason: "more problems than are listed"))
        }
        guard problems.count < AptConfLimits.problems else { return }
        problems.append(ParseProblem(file: file, line: lineIndex.line(at: offset), kind: kind, reason: reason))
    }

    private mutating func note(_ irregularity: AptConfLines.Irregularity?) {
        switch irregularity {
        case nil: break
        case .cutAtNul(let offset): note(.nulByte, "a NUL byte hides the rest of the line from apt", at: offset)
        case .swallowedNext(let offset):
            note(.joinedLine, "apt joins this line to the one before, which has 4095 bytes", at: offset)
        case .lost(let offset):
            note(.lostLine, "apt drops the last line, which fills its buffer to the byte", at: offset)
        }
    }

    private mutating func noteOpenEnds() {
        if let offset = comments.openedAt { note(.openComment, "a comment is not closed", at: offset) }
        if let offset = scope.openedAt { note(.openScope, "a scope is not closed", at: offset) }
    }

    private func excerpt(_ bytes: [UInt8]) -> UntrustedText {
        UntrustedText(bytes.prefix(200))
    }
}
