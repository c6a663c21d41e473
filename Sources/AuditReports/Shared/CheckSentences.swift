package import AuditModel

/// Sentences about one run of the scheduled check.
package enum CheckSentences {
    /// The verdict, what is new since the last run, and how many scripts nothing vouches for, on one line.
    package static func summary(_ report: AuditReport, _ comparison: ReportComparison?) -> String {
        let drift = comparison.map { ComparisonText.summary($0) } ?? "the first report here"
        let unproven = report.artifacts.count { artifact in
            artifact.role == .maintainerScript && (artifact.assessment.map { $0.rung < .archiveOnly } ?? false)
        }
        return "\(report.verdict.rawValue): \(Sentences.verdict(report)) Since the last report: \(drift). "
            + "\(Formats.count(unproven, "maintainer script")) unproven. Exit status \(report.exitStatus)."
    }
}
