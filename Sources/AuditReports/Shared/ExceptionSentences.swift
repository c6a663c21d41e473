package import AuditModel

/// What every format says about exceptions.
package enum ExceptionSentences {
    /// `proxy-dropin (ops, until 2026-06-30): behind the proxy`, escaped.
    static func line(of exception: AuditException) -> String {
        let until = exception.expiry.map { "until \(Escaping.printable($0.written))" }
        let owner = exception.owner.isEmpty ? nil : Escaping.printable(exception.owner)
        let facts = [owner, until].compactMap(\.self)
        let about = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
        let reason = exception.reason.isEmpty ? "" : ": \(Escaping.printable(exception.reason))"
        return "\(Escaping.printable(exception.id))\(about)\(reason)"
    }

    /// What is wrong with an exception, with its place; nil where nothing is.
    package static func concern(_ standing: ExceptionStanding) -> ReportText? {
        guard standing.needsReview else { return nil }
        let parts = standing.concerns.enumerated().reduce(into: "" as ReportText) { text, item in
            text = item.offset == 0 ? item.element : "\(text); \(item.element)"
        }
        return "\(standing.exception.source.text): exception \(standing.exception.id): \(parts)"
    }

    /// `3 exceptions, which silenced 1 finding and 2 alerts`.
    static func totals(of report: AuditReport) -> String {
        let alerts = report.exceptions.filter { $0.exception.scope == .alert }.reduce(0) { $0 + $1.useCount }
        let more = alerts > 0 ? " and \(Formats.count(alerts, "alert"))" : ""
        let findings = Formats.count(report.excepted.count, "finding")
        return "\(Formats.count(report.exceptions.count, "exception")), which silenced \(findings)\(more)"
    }

    /// How many alerts an exception silenced; nil for none.
    static func alerts(of standing: ExceptionStanding) -> String? {
        guard standing.exception.scope == .alert, standing.useCount > 0 else { return nil }
        return Formats.count(standing.useCount, "alert")
    }

    /// Findings that an exception silenced, in report order.
    static func findings(of standing: ExceptionStanding, in report: AuditReport) -> [JudgedFinding] {
        report.findings.filter { $0.exceptedBy == standing.exception.id }
    }
}
