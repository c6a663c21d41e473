package import AuditModel

/// Reads a file of exceptions, in our own form, as Kibana exports or answers with exception lists, or as the repository of
/// detection rules keeps them, whichever the content shows.
package enum ExceptionFile {
    /// Bytes of one file.
    package static let sizeLimit = 8 << 20
    /// Exceptions in one file, conditions of one exception, and values of one condition.
    static let countLimit = 10_000

    /// Every exception of the file, in its order.
    ///
    /// - Parameter name: what the file is called in positions and messages.
    package static func read(_ bytes: [UInt8], name: UntrustedText) throws(JSONMistake) -> [AuditException] {
        guard bytes.count <= sizeLimit else {
            throw JSONMistake(line: nil, reason: "larger than the limit of \(sizeLimit) bytes")
        }
        let exceptions = try exceptions(in: bytes, file: name)
        var lines: [UntrustedText: Int] = [:]
        for exception in exceptions {
            if let first = lines[exception.id] {
                throw JSONMistake(
                    line: exception.source.line,
                    reason: "the id \(exception.id) stands on line \(first) already")
            }
            lines[exception.id] = exception.source.line
        }
        return exceptions
    }

    private static func exceptions(in bytes: [UInt8], file: UntrustedText) throws(JSONMistake) -> [AuditException] {
        if RuleRepositoryExceptions.looksLike(bytes) { return try RuleRepositoryExceptions.read(bytes, file: file) }
        if KibanaExceptions.looksLike(bytes) { return try KibanaExceptions.read(bytes, file: file) }
        let root = try JSONNode.read(bytes[...])
        if let items = KibanaExceptions.items(of: root) { return try KibanaExceptions.read(items: items, file: file) }
        return try NativeExceptions.read(root, file: file)
    }
}

/// A value of an exception file with the way to it, such as `exceptions[2].all[0].field`, for messages.
struct ExceptionNode {
    let node: JSONNode
    let key: ReportText

    var line: Int { node.line }

    func mistake(_ reason: ReportText) -> JSONMistake {
        JSONMistake(line: line, reason: key.isEmpty ? reason : "\(key): \(reason)")
    }

    private func wrong(_ wanted: StaticString) -> JSONMistake {
        mistake("\(ours: wanted.description) is expected, not \(ours: node.kind.description)")
    }

    /// The members of an object, each with its key.
    func members() throws(JSONMistake) -> [(name: UntrustedText, value: ExceptionNode)] {
        guard let members = node.members else { throw wrong("an object") }
        return members.map { member in
            (member.key, ExceptionNode(node: member.value, key: key.isEmpty ? "\(member.key)" : "\(key).\(member.key)"))
        }
    }

    /// Refuses every key that is not among the names.
    func requireOnly(_ names: [String]) throws(JSONMistake) {
        for member in try members() where !names.contains(where: { member.name == $0 }) {
            throw member.value.mistake("is not known here; known are \(ours: names.joined(separator: ", "))")
        }
    }

    func member(_ name: StaticString) throws(JSONMistake) -> ExceptionNode? {
        try members().first { $0.name == name.description }?.value
    }

    func required(_ name: StaticString) throws(JSONMistake) -> ExceptionNode {
        guard let found = try member(name) else { throw mistake("needs the key \(ours: name.description)") }
        return found
    }

    func elements() throws(JSONMistake) -> [ExceptionNode] {
        guard let elements = node.elements else { throw wrong("an array") }
        guard elements.count <= ExceptionFile.countLimit else {
            throw mistake("more than \(ExceptionFile.countLimit) elements")
        }
        return elements.enumerated().map { ExceptionNode(node: $1, key: "\(key)[\($0)]") }
    }

    func text() throws(JSONMistake) -> UntrustedText {
        guard let text = node.text else { throw wrong("a text") }
        return text
    }

    func nonEmptyText() throws(JSONMistake) -> UntrustedText {
        let text = try text()
        if text.isEmpty { throw mistake("must not be empty") }
        return text
    }

    func texts() throws(JSONMistake) -> [UntrustedText] {
        var texts: [UntrustedText] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    func boolean() throws(JSONMistake) -> Bool {
        guard let value = node.boolean else { throw wrong("true or false") }
        return value
    }

    /// A name with dots, made of parts that are not empty.
    func field() throws(JSONMistake) -> FieldPath {
        let name = try nonEmptyText()
        let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isUsable = parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0 > 0x20 && $0 != 0x7F } }
        guard isUsable else { throw mistake("\(name) is no field name") }
        return FieldPath(name.bytes)
    }
}
