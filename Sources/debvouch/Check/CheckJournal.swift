import AuditModel
import AuditReports
import HostEvidence

/// What one run of the check tells the journal: an entry for each finding, and one for the whole.
struct CheckJournal {
    let report: AuditReport
    let comparison: ReportComparison?

    func write(to journal: Journal) {
        let isNew = Set((comparison?.added ?? []).map(\.id))
        for judged in report.standing {
            let state = comparison == nil || isNew.contains(UntrustedText(judged.id.utf8)) ? "new" : "unchanged"
            journal.write(entry(for: judged, state: state))
        }
        for finding in comparison?.resolved ?? [] { journal.write(entry(forResolved: finding)) }
        for standing in report.exceptions {
            guard let concern = ExceptionSentences.concern(standing) else { continue }
            journal.write(JournalEntry(kind: .trouble, priority: .notice, message: Escaping.printable(concern)))
        }
        journal.write(summary)
    }

    private func entry(for judged: JudgedFinding, state: String) -> JournalEntry {
        let finding = judged.finding
        let path = Escaping.printable(finding.path)
        return JournalEntry(
            kind: .finding, priority: Self.priority(of: finding.severity),
            message:
                "\(state) \(finding.severity.rawValue) \(path): \(Escaping.printable(finding.title)) (\(judged.id))",
            fields: Self.fields(
                id: judged.id, check: finding.check.rawValue, severity: finding.severity.rawValue, path: path,
                state: state))
    }

    private func entry(forResolved finding: PastFinding) -> JournalEntry {
        let (path, id) = (Escaping.printable(finding.path), Escaping.printable(finding.id))
        return JournalEntry(
            kind: .finding, priority: .info,
            message: "resolved \(finding.severity.rawValue) \(path): \(Escaping.printable(finding.title)) (\(id))",
            fields: Self.fields(
                id: id, check: Escaping.printable(finding.check), severity: finding.severity.rawValue, path: path,
                state: "resolved"))
    }

    private static func fields(
        id: String, check: String, severity: String, path: String, state: String
    ) -> [(name: String, value: String)] {
        [
            ("DEBVOUCH_FINDING_ID", id), ("DEBVOUCH_CHECK", check), ("DEBVOUCH_SEVERITY", severity),
            ("DEBVOUCH_PATH", path), ("DEBVOUCH_STATE", state),
        ]
    }

    private var summary: JournalEntry {
        let words = CheckSentences.summary(report, comparison)
        return JournalEntry(
            kind: .summary, priority: report.exitStatus == 0 ? .info : .warning, message: words,
            fields: [
                ("DEBVOUCH_VERDICT", report.verdict.rawValue), ("DEBVOUCH_EXIT_STATUS", String(report.exitStatus)),
                ("DEBVOUCH_NEW", String(comparison?.added.count ?? report.standing.count)),
                ("DEBVOUCH_RESOLVED", String(comparison?.resolved.count ?? 0)),
                ("DEBVOUCH_UNCHANGED", String(comparison?.unchanged.count ?? 0)),
            ])
    }

    private static func priority(of severity: Severity) -> JournalEntry.Priority {
        switch severity {
        case .critical: .critical
        case .high: .error
        case .medium: .warning
        case .low: .notice
        case .info: .info
        }
    }
}
