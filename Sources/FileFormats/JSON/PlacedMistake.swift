package import AuditModel

/// What is wrong with a file, and on which line.
package protocol PlacedMistake: Error {
    /// Counted from 1; nil where the whole file is meant.
    var line: Int? { get }
    var reason: ReportText { get }
}

extension PlacedMistake {
    /// `file:line: reason`.
    package func text(in file: UntrustedText) -> ReportText {
        if let line { return "\(file):\(line): \(reason)" }
        return "\(file): \(reason)"
    }
}
