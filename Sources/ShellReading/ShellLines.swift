import AuditModel

/// One logical line of a script: continuations joined, a trailing comment cut off.
package struct ShellLine: Hashable, Sendable {
    /// What a line is to the interpreter.
    package enum Kind: Hashable, Sendable {
        case code
        case comment
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

    private var lines: [ShellLine] = []
    private var scanner = ShellQuoteScanner()
    private var parts: [(number: Int, bytes: [UInt8], separator: UInt8?)] = []
    private var delimiters: [[UInt8]] = []
    private var body: [UInt8] = []
    private var bodyNumber = 0
    private let isBody: Bool
    private let base: Int

    private init(isBody: Bool, base: Int) {
        self.isBody = isBody
        self.base = base
    }

    /// The logical lines of a script, in order.
    package static func lines(of bytes: [UInt8], language: ScriptLanguage) -> [ShellLine] {
        switch language {
        case .compiled: return []
        case .perl, .python, .other: return plainLines(of: bytes)
        case .shell:
            var reader = Self(isBody: false, base: 0)
            reader.read(bytes)
            return reader.lines.sorted { $0.number < $1.number }
        }
    }

    /// For languages whose quoting is not followed: only a line that starts with `#` is a comment.
    private static func plainLines(of bytes: [UInt8]) -> [ShellLine] {
        ByteLines(bytes).enumerated().map { index, line in
            let isComment = line.trimmingASCIISpace.first == 0x23
            return ShellLine(number: index + 1, kind: isComment ? .comment : .code, bytes: Array(line))
        }
    }

    private mutating func read(_ bytes: [UInt8]) {
        var number = base
        for raw in ByteLines(bytes) {
            number += 1
            let line = raw.last == 0x0D ? raw.dropLast() : raw
            if let delimiter = delimiters.first {
                takeBody(line, delimiter, number)
            } else {
                takeCode(line, number)
            }
        }
        endBody()
        flush()
    }

    private mutating func takeBody(_ line: ArraySlice<UInt8>, _ delimiter: [UInt8], _ number: Int) {
        if line.drop(while: { $0 == 0x09 }).elementsEqual(delimiter) {
            delimiters.removeFirst()
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
        reader.read(body)
        lines.append(contentsOf: reader.lines)
        body = []
    }

    private mutating func takeCode(_ line: ArraySlice<UInt8>, _ number: Int) {
        let outcome = scanner.scan(line)
        let code = line[line.startIndex..<min(outcome.codeEnd, line.endIndex)]
        if outcome.hasComment, parts.isEmpty, code.trimmingASCIISpace.isEmpty {
            lines.append(ShellLine(number: number, kind: .comment, bytes: Array(line)))
            return
        }
        if !isBody { delimiters = outcome.delimiters }
        let goesOn = outcome.isContinued || scanner.isOpen || Self.endsOpen(code)
        let separator: UInt8? = outcome.isContinued ? nil : 0x0A
        parts.append((number, code.filter { $0 != 0 }, separator))
        if !goesOn {
            flush()
        } else if parts.count >= Self.joinLimit {
            flushSingly()
        }
    }

    /// Whether a line ends in `|`, `&&` or `||`, after which the shell reads on.
    private static func endsOpen(_ code: ArraySlice<UInt8>) -> Bool {
        let trimmed = code.trimmingASCIISpace
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
        scanner.reset()
    }

    private mutating func emit(_ number: Int, _ bytes: [UInt8]) {
        guard !bytes[...].trimmingASCIISpace.isEmpty else { return }
        lines.append(ShellLine(number: number, kind: isBody ? .hereDocument : .code, bytes: bytes))
    }
}
