package import AuditModel

/// Our own form: one JSON object with `version` 1 and `exceptions`; a key that it does not know is an error, since a
/// misspelled condition would make an exception broader.
enum NativeExceptions {
    static func read(_ root: JSONNode, file: UntrustedText) throws(JSONMistake) -> [AuditException] {
        let root = ExceptionNode(node: root, key: "")
        try root.requireOnly(["version", "exceptions"])
        let version = try root.required("version")
        guard version.node.integer == 1 else { throw version.mistake("must be 1") }
        var exceptions: [AuditException] = []
        for item in try root.required("exceptions").elements() { exceptions.append(try exception(item, file)) }
        return exceptions
    }

    private static let keys = ["id", "scope", "rules", "all", "accepts", "programs", "reason", "owner", "expires"]

    private static func exception(_ item: ExceptionNode, _ file: UntrustedText) throws(JSONMistake) -> AuditException {
        try item.requireOnly(keys)
        let scope = try scope(item)
        var conditions: [ExceptionCondition] = []
        for condition in try item.required("all").elements() {
            conditions.append(try self.condition(condition, scope))
        }
        let accepts = try item.member("accepts")?.boolean() ?? false
        let programs = try item.member("programs").map { (node) throws(JSONMistake) in try self.programs(node) }
        if scope == .alert, accepts || programs != nil {
            throw item.mistake("only an exception for the disk has accepts and programs")
        }
        let exception = AuditException(
            id: try item.required("id").nonEmptyText(), scope: scope,
            rules: try item.member("rules")?.texts() ?? [], conditions: conditions,
            accepts: accepts, programs: programs, reason: try text("reason", of: item, scope),
            owner: try text("owner", of: item, scope),
            expiry: try item.member("expires").map { (node) throws(JSONMistake) in try expiry(node) },
            source: ExceptionSource(file: file, line: item.line))
        if scope == .disk, !conditions.contains(where: { $0.pinnedDigests != nil }) {
            throw item.mistake(
                "an exception for the disk must pin a content: file.hash.sha256 with is or is_one_of in all")
        }
        return exception
    }

    private static func programs(_ node: ExceptionNode) throws(JSONMistake) -> [PinnedProgram] {
        var programs: [PinnedProgram] = []
        for program in try node.elements() {
            try program.requireOnly(["path", "sha256"])
            let path = try program.required("path")
            let text = try path.text()
            guard text.hasPrefix("/") else { throw path.mistake("an absolute path is expected, not \(text)") }
            let value = try program.required("sha256")
            programs.append(PinnedProgram(path: HostPath(text.bytes), sha256: try sha256(value)))
        }
        return programs
    }

    private static func scope(_ item: ExceptionNode) throws(JSONMistake) -> ExceptionScope {
        guard let node = try item.member("scope") else { return .alert }
        let word = try node.text()
        guard let scope = ExceptionScope.allCases.first(where: { word == $0.rawValue }) else {
            throw node.mistake("alert or disk is expected, not \(word)")
        }
        return scope
    }

    /// Whoever lets a changed file pass has to say who he is and why.
    private static func text(
        _ key: StaticString, of item: ExceptionNode, _ scope: ExceptionScope
    ) throws(JSONMistake) -> UntrustedText {
        if let node = try item.member(key) {
            return scope == .disk ? try node.nonEmptyText() : try node.text()
        }
        if scope == .disk { throw item.mistake("an exception for the disk needs the key \(ours: key.description)") }
        return ""
    }

    private static func expiry(_ node: ExceptionNode) throws(JSONMistake) -> ExceptionExpiry {
        let written = try node.text()
        guard let expiry = ExceptionExpiry(written: written) else {
            throw node.mistake("a date (2026-06-30) or a time (2026-06-30T12:00:00Z) is expected, not \(written)")
        }
        return expiry
    }

    private static func condition(
        _ node: ExceptionNode, _ scope: ExceptionScope
    ) throws(JSONMistake) -> ExceptionCondition {
        try node.requireOnly(["field", "is", "is_one_of", "matches", "exists", "not"])
        let name = try node.required("field")
        let field = try name.field()
        if scope == .disk, !ExceptionField.ofDisk.contains(field) {
            let known = ExceptionField.ofDisk.map { String(decoding: $0.bytes, as: UTF8.self) }
            throw name.mistake("a finding has no such field; it has \(ours: known.joined(separator: ", "))")
        }
        let isNegated = try node.member("not")?.boolean() ?? false
        let test = try test(node, isDigest: scope == .disk && field == ExceptionField.sha256)
        return ExceptionCondition(field, test, isNegated: isNegated)
    }

    private static func test(_ node: ExceptionNode, isDigest: Bool) throws(JSONMistake) -> ExceptionTest {
        var tests: [ExceptionTest] = []
        if let value = try node.member("is") {
            tests.append(.oneOf([isDigest ? try digest(value) : try value.text()]))
        }
        if let value = try node.member("is_one_of") {
            var texts: [UntrustedText] = []
            for element in try value.elements() {
                texts.append(isDigest ? try digest(element) : try element.text())
            }
            if texts.isEmpty { throw value.mistake("must not be empty") }
            tests.append(.oneOf(texts))
        }
        if let value = try node.member("matches") { tests.append(.matches([wildcards(try value.text())])) }
        if let value = try node.member("exists") {
            guard try value.boolean() else { throw value.mistake("must be true; \"not\": true turns it around") }
            tests.append(.exists)
        }
        guard tests.count == 1, let test = tests.first else {
            throw node.mistake("needs exactly one of is, is_one_of, matches and exists")
        }
        return test
    }

    private static func digest(_ node: ExceptionNode) throws(JSONMistake) -> UntrustedText {
        UntrustedText(try sha256(node).hex.utf8)
    }

    private static func sha256(_ node: ExceptionNode) throws(JSONMistake) -> SHA256Digest {
        let text = try node.text()
        guard let digest = SHA256Digest(hex: text.bytes) else {
            throw node.mistake("a SHA-256 of 64 hexadecimal digits is expected, not \(text)")
        }
        return digest
    }

    /// `*` is any run, `?` one character; a backslash takes the meaning away from either.
    static func wildcards(_ text: UntrustedText) -> TextPattern {
        TextPattern(SigmaValue.tokens(text.bytes), foldsCase: false)
    }
}

extension ExceptionExpiry {
    /// Reads a date, which is the last day on which the exception holds, in UTC, or a time as RFC 3339 writes it.
    package init?(written: UntrustedText) {
        if let day = Timestamp(day: written.bytes) {
            self.init(end: Timestamp(seconds: day.seconds + 86_400), written: written)
        } else if written.bytes.contains(UInt8(ascii: "-")), let end = Timestamp(rfc3339: written.bytes) {
            self.init(end: end, written: written)
        } else {
            return nil
        }
    }
}
