package import AuditModel

/// The file in which `detect` keeps its state: JSON of our own, version 1.
package enum DetectionStateFile {
    private static let version: UInt64 = 1
    /// Seconds around 1970 that a time may have, some 35,000 years: what is computed with them cannot overflow.
    private static let times: ClosedRange<Int64> = -(1 << 40)...1 << 40
    /// Bytes that a file may have been read; `line` cannot be more than one for each of them.
    private static let offsets: ClosedRange<UInt64> = 0...1 << 62
    /// Bytes of a state file; a full window of events has some five million.
    package static let sizeLimit = 64 << 20

    /// - Throws: where anything is not as `bytes(of:)` writes it; a state that is guessed would repeat or lose alerts.
    package static func read(_ bytes: [UInt8]) throws(JSONMistake) -> DetectionState {
        guard bytes.count <= sizeLimit else {
            throw JSONMistake(line: nil, reason: "larger than the limit of \(sizeLimit) bytes")
        }
        let root = try JSONNode.read(bytes[...])
        guard let found = root.value("version")?.unsigned else {
            throw JSONMistake(line: root.line, reason: "it has no version")
        }
        guard found == version else {
            throw JSONMistake(line: root.line, reason: "its version is \(found), and only \(version) is known here")
        }
        try require(root, keys: ["version", "last_run", "inputs", "seen"])
        var state = DetectionState()
        state.lastRun = Timestamp(seconds: try time(root, "last_run"))
        for node in try list(root, "inputs") {
            let (name, cursor) = try input(node)
            guard state.inputs.updateValue(cursor, forKey: name) == nil else {
                throw JSONMistake(line: node.line, reason: "the input \(name) stands there twice")
            }
        }
        for node in try list(root, "seen") {
            guard let pair = node.elements, pair.count == 2, let key = pair[0].text,
                let digest = SHA256Digest(hex: key.bytes), let time = pair[1].integer, times.contains(time)
            else { throw JSONMistake(line: node.line, reason: "an element of seen is no digest with its time") }
            state.seen[digest] = time
        }
        return state
    }

    private static func input(_ node: JSONNode) throws(JSONMistake) -> (UntrustedText, InputCursor) {
        let isWhole = node.value("size") != nil
        let keys = ["path", "device", "inode", "offset", "line", "head_sha256", "head_bytes"]
        try require(node, keys: keys + (isWhole ? ["size", "modified", "modified_nanoseconds"] : []))
        guard let path = node.value("path")?.text, let head = node.value("head_sha256")?.text,
            let digest = SHA256Digest(hex: head.bytes)
        else { throw JSONMistake(line: node.line, reason: "an input has no path or no digest") }
        var whole: InputCursor.WholeFile?
        if isWhole {
            whole = InputCursor.WholeFile(
                size: try unsigned(node, "size"),
                modified: Timestamp(
                    seconds: try integer(node, "modified"),
                    nanoseconds: UInt32(clamping: try unsigned(node, "modified_nanoseconds"))))
        }
        let offset = try unsigned(node, "offset")
        guard offsets.contains(offset) else { throw wrong(node, "offset") }
        return (
            path,
            InputCursor(
                device: try unsigned(node, "device"), inode: try unsigned(node, "inode"),
                offset: offset, line: try count(node, "line", in: 1...Int(offset) + 1), head: digest,
                headLength: try count(node, "head_bytes", in: 0...InputCursor.headLimit), whole: whole)
        )
    }

    private static func require(_ node: JSONNode, keys: [String]) throws(JSONMistake) {
        let found = node.members?.map(\.key) ?? []
        guard found.count == keys.count, keys.allSatisfy({ key in found.contains { $0 == key } }) else {
            throw JSONMistake(line: node.line, reason: "its keys are not those of a state")
        }
    }

    private static func list(_ node: JSONNode, _ key: StaticString) throws(JSONMistake) -> [JSONNode] {
        guard let elements = node.value(key)?.elements else { throw wrong(node, key) }
        return elements
    }

    private static func time(_ node: JSONNode, _ key: StaticString) throws(JSONMistake) -> Int64 {
        let seconds = try integer(node, key)
        guard times.contains(seconds) else { throw wrong(node, key) }
        return seconds
    }

    private static func integer(_ node: JSONNode, _ key: StaticString) throws(JSONMistake) -> Int64 {
        guard let number = node.value(key)?.integer else { throw wrong(node, key) }
        return number
    }

    private static func unsigned(_ node: JSONNode, _ key: StaticString) throws(JSONMistake) -> UInt64 {
        guard let number = node.value(key)?.unsigned else { throw wrong(node, key) }
        return number
    }

    private static func count(
        _ node: JSONNode, _ key: StaticString, in range: ClosedRange<Int>
    ) throws(JSONMistake) -> Int {
        guard let number = Int(exactly: try unsigned(node, key)), range.contains(number) else { throw wrong(node, key) }
        return number
    }

    private static func wrong(_ node: JSONNode, _ key: StaticString) -> JSONMistake {
        JSONMistake(line: node.value(key)?.line ?? node.line, reason: "\(ours: key.description) is not as it should be")
    }
}

extension DetectionStateFile {
    /// The same bytes for the same state, with an input or an event on each line.
    package static func bytes(of state: DetectionState) -> [UInt8] {
        let inputs = state.inputs.sorted { $0.key < $1.key }.map { line(of: $0.value, path: $0.key) }
        let seen = state.seen.map { "[\"\($0.key.hex)\",\($0.value)]" }.sorted()
        let lists = [("inputs", inputs), ("seen", seen)].map { name, lines in
            "\"\(name)\":[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]"
        }
        return Array(
            "{\"version\":\(version),\"last_run\":\(state.lastRun?.seconds ?? 0),\n\(lists.joined(separator: ",\n"))}\n"
                .utf8)
    }

    private static func line(of cursor: InputCursor, path: UntrustedText) -> String {
        var parts = [
            "\"path\":\(quoted(path))", "\"device\":\(cursor.device)", "\"inode\":\(cursor.inode)",
            "\"offset\":\(cursor.offset)", "\"line\":\(cursor.line)", "\"head_sha256\":\"\(cursor.head.hex)\"",
            "\"head_bytes\":\(cursor.headLength)",
        ]
        if let whole = cursor.whole {
            parts += [
                "\"size\":\(whole.size)", "\"modified\":\(whole.modified.seconds)",
                "\"modified_nanoseconds\":\(whole.modified.nanoseconds)",
            ]
        }
        return "{" + parts.joined(separator: ",") + "}"
    }

    /// Paths come from the command line, which is UTF-8 by the time that it is read.
    private static func quoted(_ text: UntrustedText) -> String {
        let inner = String(decoding: text.bytes, as: UTF8.self).unicodeScalars.map { scalar in
            if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
            if scalar.value >= 0x20 { return String(scalar) }
            return "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
        }
        return "\"\(inner.joined())\""
    }
}
