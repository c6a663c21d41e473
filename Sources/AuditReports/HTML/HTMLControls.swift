import AuditModel

/// The report seen from the controls of compliance frameworks.
struct HTMLControls {
    let report: AuditReport

    var markup: Markup {
        let frameworks = ControlSummary(of: report).frameworks
        if frameworks.isEmpty { return "" }
        let tables = frameworks.map { framework, rows -> Markup in
            let hit = rows.count { !$0.findings.isEmpty }
            let note = hit == 0 ? "no finding" : "findings behind \(hit) of \(Formats.count(rows.count, "control"))"
            return HTMLParts.folded(framework.name, note, table(rows))
        }
        let lead = "\(ControlSummary.reservation) \(ControlCatalog.shared.note)"
        return HTMLParts.section("controls", "Controls", lead, "\(tables)")
    }

    private func table(_ rows: [ControlSummary.Row]) -> Markup {
        let head: Markup = """
            <thead><tr><th>Control</th><th>Title</th><th class="n">Checks</th><th class="n">Findings</th><th>Worst</th></tr></thead>
            """
        let body = rows.map { row -> Markup in
            let worst = row.worst.map { HTMLParts.severity($0) } ?? "none"
            return """
                <tr><td><b>\(row.control.id)</b></td><td>\(row.control.title)</td><td class="n" data-label="checks">\(row.checks)</td><td class="n" data-label="findings">\(row.findings.count)</td><td data-label="worst">\(worst)</td></tr>

                """
        }
        return "<table>\(head)<tbody>\(body)</tbody></table>"
    }
}
