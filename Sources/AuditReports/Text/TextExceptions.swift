import AuditModel

/// What exceptions silenced in a text report, and which of them somebody should look at.
struct TextExceptions {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        if report.exceptions.isEmpty { return }
        lines.heading("EXCEPTIONS  \(ExceptionSentences.totals(of: report))")
        for standing in report.exceptions {
            let findings = ExceptionSentences.findings(of: standing, in: report)
            let alerts = ExceptionSentences.alerts(of: standing)
            if alerts != nil || !findings.isEmpty {
                lines.wrapped(ExceptionSentences.line(of: standing.exception), lead: "  ")
            }
            if let alerts { lines.add("    \(alerts)") }
            for judged in findings {
                let finding = judged.finding
                lines.add("    \(finding.severity.rawValue)  \(Escaping.printable(finding.path))")
                lines.add("      \(judged.id)  \(finding.check.rawValue)")
            }
        }
        for concern in report.exceptions.compactMap({ ExceptionSentences.concern($0) }) {
            lines.wrapped(Escaping.printable(concern), lead: "  look at  ")
        }
    }
}
