import AuditModel

extension ParseProblem {
    /// Place and reason in one line.
    var sentence: ReportText {
        guard let line else { return "\(file): \(reason)" }
        return "\(file):\(line): \(reason)"
    }
}
