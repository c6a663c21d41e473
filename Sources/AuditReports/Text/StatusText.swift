import AuditModel

/// The last scheduled check for a person.
package enum StatusText {
    /// New findings that are named one by one.
    private static let mostNamed = 10

    package static func bytes(of status: CheckStatus, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        let last = status.last
        let verdict = Escaping.printable(last.verdict)
        let tone: TextStyle.Tone = last.verdict == "clean" ? .good : last.verdict == "findings" ? .alarm : .warning
        lines.add(style.paint("VERDICT  \(verdict.uppercased())", tone))
        let exit = last.exitStatus.map { ", exit status \($0)" } ?? ""
        lines.add("last run  \(Escaping.printable(last.finished)), \(age(status.age))\(exit)")
        lines.add("report    \(Escaping.printable(last.location))")
        lines.add("tree      \(Escaping.printable(last.root))")
        lines.add("findings  \(counts(status))")
        if let required = last.required {
            let runs = "\(Formats.grouped(required.unproven)) unproven, \(Formats.grouped(required.accepted)) accepted"
            lines.add("runs      as root or decides that: \(Formats.grouped(required.proven)) proven, \(runs)")
        }
        lines.add(
            "drift     \(status.comparison.map { ComparisonText.summary($0) } ?? "no earlier report to compare with")")
        named(status.comparison, into: &lines)
        exceptions(status.expiring, into: &lines)
        if let note = status.note {
            let words = status.isRunning ? "a check runs" : "a later check did not come to its end"
            lines.add("note      \(words): \(Escaping.printable(note))")
        }
        for problem in status.problems { lines.add("note      \(Escaping.printable(problem))") }
        return lines.bytes
    }

    private static func counts(_ status: CheckStatus) -> String {
        let parts = Severity.allCases.filter { status.count($0) > 0 }.map { "\(status.count($0)) \($0.rawValue)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private static func age(_ seconds: Int64?) -> String {
        guard let seconds else { return "at an unknown time" }
        if seconds < 3_600 { return "\(seconds / 60) minutes ago" }
        if seconds < 172_800 { return "\(seconds / 3_600) hours ago" }
        return "\(seconds / 86_400) days ago"
    }

    private static func named(_ comparison: ReportComparison?, into lines: inout TextLines) {
        guard let comparison else { return }
        let parts = [("new", comparison.added), ("resolved", comparison.resolved)]
        for (word, findings) in parts {
            for finding in findings.prefix(mostNamed) {
                lines.add(
                    "          \(word) \(finding.severity.rawValue) \(Escaping.printable(finding.check)) "
                        + "\(Escaping.printable(finding.path))")
            }
            if findings.count > mostNamed { lines.add("          and \(findings.count - mostNamed) more \(word)") }
        }
    }

    private static func exceptions(_ exceptions: [PastException], into lines: inout TextLines) {
        for exception in exceptions {
            let end = exception.expires.map { Escaping.printable($0) } ?? ""
            lines.add("exception \(Escaping.printable(exception.id)) ends \(end)")
        }
    }
}
