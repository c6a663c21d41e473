import AuditModel

/// For a case that is explained: nothing to clean up, only noise to keep down.
enum ExplainedSteps {
    /// The most exceptions that one case suggests.
    private static let limit = 5

    static func steps(for view: CaseView) -> [CaseStep] {
        let step = GuidanceStep(
            id: "write-exception", phase: .harden, title: "If this is how work is done here, write an exception",
            why:
                "An exception with a reason, an owner and an expiry keeps the rule worth reading; an exclusion without them does not.",
            caution: """
                It silences the program on this host, started by that parent, and nothing else: leave out a condition only \
                where you mean every host or every parent.
                """,
            verify: .command("debvouch detect EVENTS --exceptions exception-*.json"))
        var told: [Set<Condition>] = []
        var commands: [CommandTemplate] = []
        for alert in view.alerts where commands.count < limit {
            let conditions = conditions(of: alert)
            if told.contains(Set(conditions)) { continue }
            told.append(Set(conditions))
            commands.append(command(for: alert, conditions))
        }
        return commands.isEmpty ? [] : [CaseStep(step: step, commands: commands)]
    }

    /// One field with the value that it has in the alert.
    private struct Condition: Hashable {
        let field: String
        let value: UntrustedText
    }

    /// What ran or was written and on which host, with the parent as something more; empty where nothing names the file.
    private static func conditions(of alert: AlertRecord) -> [Condition] {
        let facts = alert.facts
        let isScript = facts.process.executable.map(Judgement.isInScope) ?? false
        // An interpreter runs any script: which one stands in its arguments.
        let script = facts.process.arguments.first { Judgement.isInScope(HostPath($0.bytes)) }
        let named = isScript || facts.file != nil || script != nil
        if !named { return [] }
        let found: [(String, UntrustedText?)] = [
            ("file.path", facts.file?.text), ("process.executable", facts.process.executable?.text),
            ("process.args", isScript || facts.file != nil ? nil : script),
            facts.hostID == nil ? ("host.name", facts.hostName) : ("host.id", facts.hostID),
            ("process.parent.executable", facts.parent.executable?.text),
        ]
        return found.compactMap { field, value in value.map { Condition(field: field, value: $0) } }
    }

    private static func command(for alert: AlertRecord, _ conditions: [Condition]) -> CommandTemplate {
        let written = conditions.compactMap { condition in
            JSONWord.of(condition.value).map {
                "{\"field\": \"\(ours: condition.field)\", \"is\": '\($0)'}" as ReportText
            }
        }
        guard let rule = JSONWord.of(alert.rule.ruleID), !written.isEmpty, written.count == conditions.count else {
            return "# the event names no file or program that an exception could be narrowed to"
        }
        return """
            printf '%s\\n' '{"version": 1, "exceptions": [{"id": "known-\(ours: alert.id)", "rules": ['\(rule)'], \
            "reason": "WHY", "owner": "WHO", "expires": "YYYY-MM-DD", "scope": "alert", "all": [\(ReportText.list(written))]}]}' \
            > exception-\(ours: alert.id).json
            """
    }
}

/// A text as a string of JSON (RFC 8259, section 7).
enum JSONWord {
    /// With its quotes; nil for bytes that are not UTF-8, which no JSON text can hold.
    static func of(_ text: UntrustedText) -> UntrustedText? {
        guard String(validating: text.bytes, as: UTF8.self) != nil else { return nil }
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array((byte < 16 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        return UntrustedText(bytes + [UInt8(ascii: "\"")])
    }
}
