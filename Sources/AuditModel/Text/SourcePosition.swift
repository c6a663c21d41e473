/// Where in a file of the audited tree something stands.
package struct SourcePosition: Hashable, Comparable, Sendable {
    package let file: HostPath
    /// Counted from 1.
    package let line: Int

    package init(file: HostPath, line: Int) {
        self.file = file
        self.line = line
    }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        left.file == right.file ? left.line < right.line : left.file < right.file
    }

    package var text: ReportText { "\(file):\(line)" }
}

/// A place where a file departs from its format, with the reason; the reader went on after it.
package struct ParseProblem: Hashable, Sendable {
    package let file: HostPath
    /// Counted from 1; nil where the whole file is meant.
    package let line: Int?
    package let reason: ReportText

    package init(file: HostPath, line: Int?, reason: ReportText) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}
