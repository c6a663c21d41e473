import AuditModel

/// The findings of a text report, worst first; those at info are one line each.
struct TextFindings {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        write(report.standing, into: &lines)
    }

    func write(_ findings: [JudgedFinding], into lines: inout TextLines) {
        let told = findings.filter { $0.finding.severity > .info }
        if !told.isEmpty { lines.heading("FINDINGS") }
        var explained: Set<CheckID> = []
        for finding in told {
            write(finding, isFirstOfCheck: explained.insert(finding.finding.check).inserted, into: &lines)
        }
        let notes = findings.filter { $0.finding.severity == .info }
        if !notes.isEmpty { lines.heading("NOTES") }
        var rows: [[String]] = []
        for note in notes {
            let row = [Escaping.printable(note.finding.path), Escaping.printable(note.finding.title)]
            if rows.last != row { rows.append(row) }
        }
        lines.table(rows, indent: 2)
    }

    private func write(_ judged: JudgedFinding, isFirstOfCheck: Bool, into lines: inout TextLines) {
        let finding = judged.finding
        let style = lines.style
        let severity = finding.severity.rawValue.uppercased()
        lines.add()
        lines.add("  \(style.paint(severity, style.tone(of: finding.severity)))  \(Escaping.printable(finding.path))")
        lines.wrapped(Escaping.printable(finding.title), lead: "    ")
        for line in finding.evidence { lines.add("      \(Escaping.printable(line))") }
        if isFirstOfCheck { lines.wrapped(judged.why, lead: "    why   ") }
        lines.wrapped(Sentences.certainty(of: finding, in: report), lead: "    sure  ")
        if let next = judged.guidance.first {
            lines.wrapped(next.title + more(judged), lead: "    next  ")
        }
        lines.add(style.paint("    id    \(judged.id)  \(finding.check.rawValue)", .faint))
    }

    /// Where the other steps stand: what a reader need not hear of first has none in the report.
    private func more(_ judged: JudgedFinding) -> String {
        let others = judged.guidance.count - 1
        if others < 1 { return "" }
        let isBelow = report.notable.contains { $0.id == judged.id }
        let place = isBelow ? "below" : "by debvouch explain \(judged.finding.check.rawValue)"
        return " (then \(Formats.count(others, "step")) more, \(place))"
    }
}
