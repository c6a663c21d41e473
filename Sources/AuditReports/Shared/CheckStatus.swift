package import AuditModel

/// What there is to say of the last scheduled check.
package struct CheckStatus: Sendable {
    package let last: PastReport
    /// Nil where it was the first.
    package let comparison: ReportComparison?
    package let now: Timestamp
    /// Whether a check runs at this moment.
    package let isRunning: Bool
    /// What the newest run noted that has not come to its end; nil where it has.
    package let note: UntrustedText?
    /// Reports that cannot be read, one sentence each.
    package let problems: [ReportText]

    /// Days before their end in which exceptions are named.
    private static let notice: Int64 = 14

    package init(
        last: PastReport, comparison: ReportComparison?, now: Timestamp, isRunning: Bool, note: UntrustedText?,
        problems: [ReportText]
    ) {
        self.last = last
        self.comparison = comparison
        self.now = now
        self.isRunning = isRunning
        self.note = note
        self.problems = problems
    }

    /// Seconds since the last run ended; nil where its report does not say when.
    var age: Int64? { Formats.seconds(ofTime: last.finished).map { max(0, now.seconds - $0) } }

    /// Findings of the last run at one severity.
    func count(_ severity: Severity) -> Int { last.findings.count { $0.severity == severity } }

    /// Exceptions that end within two weeks, or have ended: times of reports sort as text.
    var expiring: [PastException] {
        let limit = Formats.time(Timestamp(seconds: now.seconds + Self.notice * 86_400))
        return last.exceptions.filter { exception in
            guard let end = exception.expires else { return false }
            return end.bytes.lexicographicallyPrecedes(limit.utf8)
        }
    }
}
