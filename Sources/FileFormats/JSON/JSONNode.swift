package import AuditModel

/// A place where a JSON file of the operator's is wrong.
package struct JSONMistake: PlacedMistake, Hashable, Sendable {
    /// Counted from 1; nil where the whole file is meant.
    package let line: Int?
    package let reason: ReportText

    package init(line: Int?, reason: ReportText) {
        self.line = line
        self.reason = reason
    }
}

/// A JSON value (RFC 8259) with the line that it starts on.
package struct JSONNode: Sendable {
    /// What a value holds; texts are unescaped UTF-8.
    package enum Content: Sendable {
        case null
        case boolean(Bool)
        /// As it is written.
        case number([UInt8])
        case text([UInt8])
        case list([JSONNode])
        /// In the order of the file; no key stands twice.
        case map([JSONMember])
    }

    package let content: Content
    /// Counted from 1.
    package let line: Int

    init(content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    /// Reads one whole JSON text.
    ///
    /// - Parameter firstLine: the number of the line that the bytes start on.
    package static func read(_ bytes: ArraySlice<UInt8>, firstLine: Int = 1) throws(JSONMistake) -> JSONNode {
        var parser = JSONParser(bytes, line: firstLine)
        return try parser.document()
    }

    package var text: UntrustedText? {
        if case .text(let bytes) = content { return UntrustedText(bytes) }
        return nil
    }

    package var boolean: Bool? {
        if case .boolean(let value) = content { return value }
        return nil
    }

    /// A number without fraction and exponent.
    package var integer: Int64? {
        guard case .number(let digits) = content else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    /// A number from 0, without fraction and exponent.
    package var unsigned: UInt64? {
        guard case .number(let digits) = content else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    package var elements: [JSONNode]? {
        if case .list(let elements) = content { return elements }
        return nil
    }

    package var members: [JSONMember]? {
        if case .map(let members) = content { return members }
        return nil
    }

    /// The value of a member; nil where there is none or where this is no object.
    package func value(_ key: StaticString) -> JSONNode? {
        members?.first { $0.key == key.description }?.value
    }

    /// What stands here, for a message.
    package var kind: StaticString {
        switch content {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .list: "an array"
        case .map: "an object"
        }
    }
}

/// One key of a JSON object with its value.
package struct JSONMember: Sendable {
    package let key: UntrustedText
    /// The line of the key.
    package let line: Int
    package let value: JSONNode
}
