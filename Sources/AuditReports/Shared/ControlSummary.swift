import AuditModel

/// A report seen from the controls: what the checks behind each one found.
struct ControlSummary {
    /// One control with what speaks for or against it.
    struct Row {
        let control: ControlCatalog.Control
        /// Checks that ran and give evidence for the control.
        let checks: Int
        /// In report order.
        let findings: [JudgedFinding]

        /// Findings come worst first.
        var worst: Severity? { findings.first?.finding.severity }
    }

    /// Only controls behind which at least one check ran; frameworks without one are left out.
    let frameworks: [(framework: ControlCatalog.Framework, rows: [Row])]

    init(of report: AuditReport, catalog: ControlCatalog = .shared) {
        let findings = Dictionary(grouping: report.standing, by: \.finding.check)
        frameworks = catalog.frameworks.compactMap { framework in
            var checks: [String: [CheckID]] = [:]
            for check in report.checks.map(\.id) {
                for control in catalog.controls(of: framework, for: check) {
                    checks[control.id, default: []].append(check)
                }
            }
            let rows = framework.controls.compactMap { control -> Row? in
                guard let ids = checks[control.id] else { return nil }
                let found = ids.flatMap { findings[$0] ?? [] }
                    .sorted { Finding.reportOrder($0.finding, $1.finding) }
                return Row(control: control, checks: ids.count, findings: found)
            }
            return rows.isEmpty ? nil : (framework, rows)
        }
    }

    /// What the table does not say.
    static let reservation = """
        A control without a finding is not thereby satisfied: debvouch looks only at the code and the settings by which \
        apt and dpkg run as root.
        """
}
