import AuditModel

/// Whether an exception silences more than anybody can have meant.
enum ExceptionBreadth {
    /// The reason, for a sentence; nil for an exception that is narrow enough.
    static func reason(for exception: AuditException) -> ReportText? {
        let conditions = exception.conditions
        if conditions.isEmpty { return "it has no condition" }
        let narrowing = conditions.filter(isNarrowing)
        if narrowing.isEmpty {
            return conditions.allSatisfy { $0.test == .exists && !$0.isNegated }
                ? "it only asks whether fields exist" : "no condition says what a field has to be"
        }
        if narrowing.allSatisfy({ isChosenFreely($0.field) }) {
            return "any process can choose what it asks for: \(names(of: narrowing))"
        }
        return nil
    }

    /// A condition that says what a field has to be.
    private static func isNarrowing(_ condition: ExceptionCondition) -> Bool {
        if condition.isNegated { return false }
        switch condition.test {
        case .exists: return false
        case .oneOf: return true
        case .matches(let pattern):
            return pattern.tokens.isEmpty
                || pattern.tokens.contains { token in
                    if case .literal = token { return true }
                    return false
                }
        }
    }

    /// Names and arguments, which a process gives to itself (prctl(2), execve(2)) or a file has in any folder.
    private static func isChosenFreely(_ field: FieldPath) -> Bool {
        guard field.isInside("process") || field.isInside("file") else { return false }
        let last = field.bytes.split(separator: UInt8(ascii: ".")).last ?? []
        return ["name", "title", "args", "command_line", "extension"].contains { last.elementsEqual($0.utf8) }
    }

    private static func names(of conditions: [ExceptionCondition]) -> ReportText {
        conditions.enumerated().reduce(into: "" as ReportText) { text, item in
            text = item.offset == 0 ? "\(item.element.field.text)" : "\(text), \(item.element.field.text)"
        }
    }
}
