/// Sigma rule files for tests.
package enum RuleText {
    /// A whole rule file around a detection, whose lines are indented by four spaces here.
    package static func rule(_ detection: String) -> [UInt8] {
        let head = """
            title: Example
            id: 00000000-0000-4000-8000-000000000001
            level: low
            logsource:
                product: linux
            detection:

            """
        let lines = detection.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        return Array((head + lines.joined(separator: "\n") + "\n").utf8)
    }

    /// The line of the file on which the detection's first line stands.
    package static let firstDetectionLine = 7
}
