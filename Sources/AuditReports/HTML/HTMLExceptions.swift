import AuditModel

/// What exceptions silenced, and which of them somebody should look at; nothing where none were given.
struct HTMLExceptions {
    let report: AuditReport

    var markup: Markup {
        if report.exceptions.isEmpty { return "" }
        return HTMLParts.section(
            "exceptions", "Exceptions",
            "\(ExceptionSentences.totals(of: report)). What is silenced fails nothing.",
            "<div class=\"card\"><table><thead><tr><th>Exception</th><th>Silenced</th><th>Look at</th></tr></thead><tbody>\(report.exceptions.map(row))</tbody></table></div>"
        )
    }

    private func row(_ standing: ExceptionStanding) -> Markup {
        let items = ExceptionSentences.findings(of: standing, in: report).map { judged -> Markup in
            let finding = judged.finding
            return """
                <li id="\(judged.id)">\(finding.severity.rawValue) <code>\(finding.path)</code>: \(HTMLParts.sentence(finding.title)) <small>\(finding.check.rawValue)</small></li>

                """
        }
        let alerts: Markup? = ExceptionSentences.alerts(of: standing).map { "\($0)" }
        let silenced: Markup = items.isEmpty ? "\(alerts)" : "<ul>\(items)</ul>"
        let concern = ExceptionSentences.concern(standing).map { HTMLParts.sentence($0) }
        return """
            <tr><td>\(ExceptionSentences.line(of: standing.exception))</td><td data-label="silenced">\(silenced)</td><td data-label="look at">\(concern)</td></tr>

            """
    }
}
