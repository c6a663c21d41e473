/// Where in a file of the audited tree something stands.
package struct SourcePosition: Hashable, Comparable, Codable, Sendable {
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
