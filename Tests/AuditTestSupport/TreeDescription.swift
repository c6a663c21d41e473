import Foundation

/// A plain-text description of a Debian tree, of the archives beside it, and of what was done to the tree afterwards.
///
/// `fixtures/README` describes the format. Git keeps no owner, mtime, set-id bit, hard link, FIFO or empty folder; a
/// description keeps them all, and reads as the story of one tampering.
package struct TreeDescription: Sendable {
    package let file: String
    package let statements: [TreeStatement]

    /// Verbs that say what a test expects and build nothing.
    package static let expectations: Set<String> = ["finding", "nothing", "exit", "arguments", "gap", "json", "case"]

    /// - Parameter file: the name for messages.
    package init(_ text: String, file: String) throws(TreeDescriptionError) {
        self.file = file
        var lines = TreeLines(text: text, file: file)
        var statements: [TreeStatement] = []
        var open: TreeStatement?
        while let statement = try lines.next() {
            if statement.verb == "end" {
                guard let package = open else { throw statement.failure("no package is open") }
                statements.append(package)
                open = nil
            } else if statement.verb == "package" {
                if open != nil { throw statement.failure("the package before it has no end") }
                open = statement
            } else if open != nil {
                open?.children.append(statement)
            } else {
                statements.append(statement)
            }
        }
        if let open { throw open.failure("has no end") }
        self.statements = statements
    }

    /// Reads a description below `fixtures`.
    package init(fixture path: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: Repository.root + "/fixtures/" + path))
        try self.init(String(decoding: bytes, as: UTF8.self), file: "fixtures/" + path)
    }

    /// Whether an index is made and signed for it, or for a tree that it starts from.
    package var needsSigning: Bool {
        get throws {
            if statements.contains(where: { $0.verb == "index" }) { return true }
            return try expectations("use").contains {
                try TreeDescription(fixture: "trees/\($0.text(0))/tree").needsSigning
            }
        }
    }

    /// What the description expects, by verb.
    package func expectations(_ verb: String) -> [TreeStatement] {
        statements.filter { $0.verb == verb }
    }

    /// Options that the audit of this tree is given.
    package var arguments: [String] {
        expectations("arguments").flatMap(\.words).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Cuts a description into statements.
private struct TreeLines {
    private let lines: [[UInt8]]
    private let file: String
    private var position = 0

    init(text: String, file: String) {
        lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        self.file = file
    }

    mutating func next() throws(TreeDescriptionError) -> TreeStatement? {
        while position < lines.count {
            let place = TreePlace(file: file, line: position + 1)
            let line = lines[position].drop { $0 == UInt8(ascii: " ") }
            position += 1
            if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
            var words = try TreeWords.split(line, at: place)
            let body = try takeBody(&words, at: place)
            guard let verb = words.first, verb.optionKey == nil else {
                throw TreeDescriptionError(place: place, reason: "a statement begins with its verb")
            }
            var options: [String: String] = [:]
            for word in words.dropFirst() {
                if let key = word.optionKey { options[key] = word.optionValue }
            }
            return TreeStatement(
                place: place, verb: String(decoding: verb.bytes, as: UTF8.self),
                words: words.dropFirst().filter { $0.optionKey == nil }.map(\.bytes), options: options, body: body)
        }
        return nil
    }

    private mutating func takeBody(
        _ words: inout [TreeWords.Word], at place: TreePlace
    ) throws(TreeDescriptionError) -> [UInt8]? {
        guard let last = words.last, !last.isQuoted, last.bytes.starts(with: "<<".utf8) else { return nil }
        words.removeLast()
        let tag = Array(last.bytes.dropFirst(2))
        var body: [UInt8] = []
        while position < lines.count {
            let line = lines[position]
            position += 1
            if line == tag { return body }
            body += line + [0x0A]
        }
        throw TreeDescriptionError(
            place: place, reason: "no line \(String(decoding: tag, as: UTF8.self)) ends the body")
    }
}
