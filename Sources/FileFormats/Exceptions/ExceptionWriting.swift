package import AuditModel

/// Writes exceptions in our own form into a file of that form, whose text stays as it is but for what is added.
package enum ExceptionWriting {
    /// The whole file with the new exceptions behind those that stand in it.
    ///
    /// - Parameters:
    ///   - file: what stands there now; nil where there is no such file.
    ///   - name: what the file is called in messages.
    /// - Throws: for a file that has a mistake or another form, and for exceptions that cannot be written in JSON.
    package static func appending(
        _ new: [AuditException], to file: [UInt8]?, name: UntrustedText
    ) throws(JSONMistake) -> [UInt8] {
        let entries = new.map { entry($0) }.joined(separator: ",\n")
        let written: [UInt8]
        let kept: [AuditException]
        if let file {
            kept = try ExceptionFile.read(file, name: name)
            guard let end = endOfList(in: file) else {
                throw JSONMistake(
                    line: nil, reason: "not in debvouch's own form, to which alone something can be added")
            }
            let before = file[..<end].reversed().drop(while: \.isASCIISpace).reversed()
            let comma = kept.isEmpty ? "\n" : ",\n"
            written = before + Array((comma + entries + "\n  ").utf8) + file[end...]
        } else {
            kept = []
            written = Array("{\n  \"version\": 1,\n  \"exceptions\": [\n\(entries)\n  ]\n}\n".utf8)
        }
        // Whatever else is wrong with the text above, no exception that stood there may be lost or changed by it.
        let read = try ExceptionFile.read(written, name: name)
        guard Array(read.prefix(kept.count)) == kept,
            read.dropFirst(kept.count).elementsEqual(new, by: { $0.saysTheSame(as: $1) })
        else { throw JSONMistake(line: nil, reason: "what stands in it or is added to it would not stay as it is") }
        return written
    }

    /// The place of the bracket that closes `exceptions` in a JSON text that has been read: the last one before the
    /// member that follows, or before the end.
    private static func endOfList(in file: [UInt8]) -> Int? {
        var depth = 0
        var isText = false
        var isEscaped = false
        var start = 0
        var lastText: ArraySlice<UInt8> = []
        var opened = false
        for (place, byte) in file.enumerated() {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                    if depth == 1 { lastText = file[start..<place] }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isText = true
                start = place + 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth == 1, byte == UInt8(ascii: "[") { opened = lastText.elementsEqual("exceptions".utf8) }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 1, opened { return place }
            default: break
            }
        }
        return nil
    }

    private static func entry(_ exception: AuditException) -> String {
        var members = [
            "\"id\": \(quoted(exception.id))", "\"scope\": \"\(exception.scope.rawValue)\"",
        ]
        if exception.accepts { members.append("\"accepts\": true") }
        if !exception.rules.isEmpty { members.append("\"rules\": [\(list(exception.rules))]") }
        let conditions = exception.conditions.map { condition(of: $0) }.joined(separator: ",\n")
        members.append("\"all\": [\n\(conditions)\n      ]")
        if let programs = exception.programs {
            let lines = programs.map {
                "        {\"path\": \(quoted($0.path.text)), \"sha256\": \"\($0.sha256.hex)\"}"
            }
            members.append(
                lines.isEmpty ? "\"programs\": []" : "\"programs\": [\n\(lines.joined(separator: ",\n"))\n      ]")
        }
        members += ["\"reason\": \(quoted(exception.reason))", "\"owner\": \(quoted(exception.owner))"]
        if let expiry = exception.expiry { members.append("\"expires\": \(quoted(expiry.written))") }
        return "    {\n      \(members.joined(separator: ",\n      "))\n    }"
    }

    private static func condition(of condition: ExceptionCondition) -> String {
        var members = ["\"field\": \(quoted(UntrustedText(condition.field.bytes)))"]
        switch condition.test {
        case .oneOf(let texts):
            members.append(
                texts.count == 1 ? "\"is\": \(list(texts))" : "\"is_one_of\": [\(list(texts))]")
        // Wildcards are not written here, and the comparison above refuses what was left out.
        case .matches, .exists: members.append("\"exists\": true")
        }
        if condition.isNegated { members.append("\"not\": true") }
        return "        {\(members.joined(separator: ", "))}"
    }

    private static func list(_ texts: [UntrustedText]) -> String { texts.map(quoted).joined(separator: ", ") }

    /// Everything but printable ASCII is escaped, so that a name cannot look like another in the file.
    private static func quoted(_ text: UntrustedText) -> String {
        var written = "\""
        for unit in String(decoding: text.bytes, as: UTF8.self).utf16 {
            switch unit {
            case 0x22: written += "\\\""
            case 0x5C: written += "\\\\"
            case 0x20...0x7E: written.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
            default:
                let digits = String(unit, radix: 16)
                written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return written + "\""
    }
}

extension AuditException {
    /// Whether two are equal but for the place where they stand.
    fileprivate func saysTheSame(as other: AuditException) -> Bool {
        id == other.id && scope == other.scope && rules == other.rules && conditions == other.conditions
            && accepts == other.accepts && programs == other.programs && reason == other.reason
            && owner == other.owner && expiry == other.expiry
    }
}
