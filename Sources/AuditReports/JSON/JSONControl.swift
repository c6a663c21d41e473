import AuditModel

/// One control of the compliance summary in the JSON report.
struct JSONControl: Encodable {
    let framework: String
    let id: String
    let title: String
    let checks: Int
    let findings: [String]

    static func all(in report: AuditReport) -> [JSONControl] {
        ControlSummary(of: report).frameworks.flatMap { framework, rows in
            rows.map { row in
                JSONControl(
                    framework: framework.name, id: row.control.id, title: row.control.title, checks: row.checks,
                    findings: row.findings.map(\.id))
            }
        }
    }
}
