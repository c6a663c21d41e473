package import AuditModel

/// A place where a rule file is wrong.
package struct SigmaMistake: PlacedMistake, Hashable, Sendable {
    /// Counted from 1; nil where the whole file is meant.
    package let line: Int?
    package let reason: ReportText

    package init(line: Int?, reason: ReportText) {
        self.line = line
        self.reason = reason
    }
}

/// A rule file as read: a rule, or everything that keeps it from being one.
package struct SigmaReading: Sendable {
    /// Nil where there is any mistake.
    package let rule: CompiledRule?
    /// In the order of their lines.
    package let mistakes: [SigmaMistake]
}
