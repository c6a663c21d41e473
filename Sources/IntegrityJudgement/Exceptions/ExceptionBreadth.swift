import AuditModel

/// Whether an exception silences more than anybody can have meant.
enum ExceptionBreadth {
    /// The reason, for a sentence; nil for an exception that is narrow enough.
    static func reason(for exception: AuditException) -> ReportText? {
        let conditions = exception.conditions
        if conditions.isEmpty { return "it has no condition" }
        let stating = conditions.filter { !$0.isNegated && $0.test != .exists }
        if stating.isEmpty {
            return conditions.contains(where: \.isNegated)
                ? "no condition says what a field has to be" : "it only asks whether fields exist"
        }
        let narrowing = stating.filter { !isCommon($0) && !PatternBreadth.isWide($0.test) }
        if narrowing.isEmpty {
            return "what it asks for holds for most events or for a whole folder: \(names(of: stating))"
        }
        if narrowing.allSatisfy(isChosenFreely) {
            return "any process can choose what it asks for: \(names(of: narrowing))"
        }
        return nil
    }

    /// What the rules ask for themselves, what every event of a sensor has, and the user that all packaging runs as.
    private static func isCommon(_ condition: ExceptionCondition) -> Bool {
        let field = condition.field
        // These two name one event.
        if field == "event.id" || field == "event.hash" { return false }
        let kinds: [FieldPath] = ["event", "host.os", "agent.type", "agent.version", "data_stream", "ecs"]
        if kinds.contains(where: field.isInside) { return true }
        guard let texts = condition.test.exactTexts else { return false }
        let parts = field.bytes.split(separator: UInt8(ascii: "."))
        guard parts.dropLast().last?.elementsEqual("user".utf8) ?? false else { return false }
        return texts.allSatisfy { $0 == "root" || $0 == "0" }
    }

    /// Names and arguments, which a process gives to itself (prctl(2), execve(2)) or a file has in any folder.
    private static func isChosenFreely(_ condition: ExceptionCondition) -> Bool {
        let field = condition.field
        guard field.isInside("process") || field.isInside("file") else { return false }
        let last = field.bytes.split(separator: UInt8(ascii: ".")).last ?? []
        let names = ["name", "title", "args", "command_line", "extension"]
        if names.contains(where: { last.elementsEqual($0.utf8) }) { return true }
        guard ["path", "executable"].contains(where: { last.elementsEqual($0.utf8) }) else { return false }
        return PatternBreadth.isInAnyFolder(condition.test)
    }

    private static func names(of conditions: [ExceptionCondition]) -> ReportText {
        conditions.enumerated().reduce(into: "" as ReportText) { text, item in
            text = item.offset == 0 ? "\(item.element.field.text)" : "\(text), \(item.element.field.text)"
        }
    }
}
