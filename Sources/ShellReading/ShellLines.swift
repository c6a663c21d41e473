import AuditModel

/// One logical line of a script: continuations joined, comments cut off.
package struct ShellLine: Hashable, Sendable {
    /// What a line is to the interpreter.
    package enum Kind: Hashable, Sendable {
        case code
        /// In the body of a here-document: data, or code for whatever reads it.
        case hereDocument
    }

    /// Of its first physical line, counted from 1.
    package let number: Int
    package let kind: Kind
    package let bytes: [UInt8]

    package init(number: Int, kind: Kind, bytes: [UInt8]) {
        self.number = number
        self.kind = kind
        self.bytes = bytes
    }
}

/// The one place that knows how a script falls into lines, comments and here-documents.
package struct ShellLines {
    /// A quoted text or list that goes on for longer is read line by line instead, so that one odd quote hides nothing.
    private static let joinLimit = 80
    /// Code behind so many lines, or so many bytes, is not read.
    ///
    /// Comments cost nothing and are not counted; no script
    /// of Debian has a tenth of it.
    private static let lineLimit = 100_000
    private static let codeLimit = 4 << 20

    /// In order, without comments.
    package private(set) var lines: [ShellLine] = []
    /// The first line that was left unread because there is too much code.
    package private(set) var cutAt: Int?

    private var scanner = ShellQuoteScanner()
    private var parts: [(number: Int, bytes: [UInt8], separator: UInt8?)] = []
    /// Whether an open quote has become too long to be joined.
    private var isOverlong = false
    private var delimiters: ArraySlice<[UInt8]> = []
    private var body: [UInt8] = []
    private var bodyNumber = 0
    private var codeSize = 0
    private var count = 0
    private let isBody: Bool
    private let base: Int

    private init(isBody: Bool, base: Int) {
        self.isBody = isBody
        self.base = base
    }

    /// The logical lines of a script.
    package init(of bytes: [UInt8], language: ScriptLanguage) {
        self.init(isBody: false, base: 0)
        switch language {
        case .compiled: return
        case .perl, .python, .other: readPlain(bytes)
        case .shell:
            read(bytes)
            lines.sort { $0.number < $1.number }
        }
    }

    /// For languages whose quoting is not followed: only a line that starts with `#` is a comment.
    private mutating func readPlain(_ bytes: [UInt8]) {
        for (index, line) in ByteLines(bytes).enumerated() where line.trimmingASCIISpace.first != 0x23 {
            emit(index + 1, Array(line))
        }
    }

    private mutating func read(_ bytes: [UInt8]) {
        var number = base
        for line in ByteLines(bytes) {
            number += 1
            if let delimiter = delimiters.first {
                takeBody(line, delimiter, number)
            } else {
                takeCode(line, number)
            }
            if cutAt != nil { return }
        }
        endBody()
        flush()
    }

    private mutating func takeBody(_ line: ArraySlice<UInt8>, _ delimiter: [UInt8], _ number: Int) {
        if line.drop(while: { $0 == 0x09 }).elementsEqual(delimiter) {
            delimiters = delimiters.dropFirst()
            if delimiters.isEmpty { endBody() }
            return
        }
        if body.isEmpty { bodyNumber = number - 1 }
        body.append(contentsOf: line)
        body.append(0x0A)
    }

    private mutating func endBody() {
        delimiters = []
        guard !body.isEmpty else { return }
        var reader = Self(isBody: true, base: bodyNumber)
        (reader.codeSize, reader.count) = (codeSize, count)
        reader.read(body)
        (codeSize, count) = (reader.codeSize, reader.count)
        lines.append(contentsOf: reader.lines)
        cutAt = cutAt ?? reader.cutAt
        body = []
    }

    private mutating func takeCode(_ line: ArraySlice<UInt8>, _ number: Int) {
        // Text that goes on for long may be code for another shell, to which a comment is a comment too.
        if isOverlong, line.trimmingShellSpace.first == 0x23 { return }
        let outcome = scanner.scan(line)
        let code = line[line.startIndex..<min(outcome.codeEnd, line.endIndex)]
        if outcome.hasComment, parts.isEmpty, code.trimmingShellSpace.isEmpty { return }
        if !isBody { delimiters = outcome.delimiters[...] }
        if isOverlong {
            takeOverlong(code, outcome, number)
            return
        }
        let goesOn = outcome.isContinued || scanner.isOpen || Self.endsOpen(code)
        let separator: UInt8? = outcome.isContinued ? nil : 0x0A
        parts.append((number, code.filter { $0 != 0 }, separator))
        if !goesOn {
            flush()
        } else if parts.count >= Self.joinLimit {
            flushSingly()
        }
    }

    /// A line of a quote that is too long to be joined: by itself, and what follows the quote's end as plain code.
    private mutating func takeOverlong(_ code: ArraySlice<UInt8>, _ outcome: ShellQuoteScanner.Outcome, _ number: Int) {
        emit(number, code.filter { $0 != 0 })
        guard let end = outcome.closedAt ?? (scanner.isOpen ? nil : code.endIndex) else { return }
        isOverlong = false
        let rest = code[min(end, code.endIndex)...]
        parts.append((number, rest.filter { $0 != 0 }, outcome.isContinued ? nil : 0x0A))
        if !(outcome.isContinued || scanner.isOpen || Self.endsOpen(rest)) { flush() }
    }

    /// Whether a line ends in `|`, `&&` or `||`, after which the shell reads on.
    private static func endsOpen(_ code: ArraySlice<UInt8>) -> Bool {
        let trimmed = code.trimmingShellSpace
        return trimmed.last == 0x7C || trimmed.suffix(2).elementsEqual([0x26, 0x26])
    }

    private mutating func flush() {
        guard let first = parts.first else { return }
        var joined: [UInt8] = []
        for (index, part) in parts.enumerated() {
            joined.append(contentsOf: part.bytes)
            if let separator = part.separator, index + 1 < parts.count { joined.append(separator) }
        }
        emit(first.number, joined)
        parts = []
    }

    private mutating func flushSingly() {
        for part in parts { emit(part.number, part.bytes) }
        parts = []
        isOverlong = scanner.isOpen
    }

    private mutating func emit(_ number: Int, _ bytes: [UInt8]) {
        guard cutAt == nil, !bytes[...].trimmingShellSpace.isEmpty else { return }
        codeSize += bytes.count
        count += 1
        guard count <= Self.lineLimit, codeSize <= Self.codeLimit else {
            cutAt = number
            return
        }
        lines.append(ShellLine(number: number, kind: isBody ? .hereDocument : .code, bytes: bytes))
    }
}
