package import AuditModel

/// Sentences about one run of the scheduled check.
package enum CheckSentences {
    /// The verdict, and what is new since the last run, on one line.
    package static func summary(_ report: AuditReport, _ comparison: ReportComparison?) -> String {
        let drift = comparison.map { ComparisonText.summary($0) } ?? "the first report here"
        return "\(report.verdict.rawValue): \(Sentences.verdict(report)) Since the last report: \(drift). "
            + "Exit status \(report.exitStatus)."
    }
}
