import AuditModel
import HostEvidence

extension EvidenceSet {
    /// Takes a report as the state that later ones are measured by, and says so.
    mutating func accept(_ report: PastReport) {
        baseline = report
        coverage.limits.append(
            """
            The rung baseline means unchanged since the report \(report.location), whose audit ended \(report.finished): \
            it says nothing of where a file came from.
            """)
        if report.root != host.root || report.hostname != host.hostname {
            coverage.limits.append("That report is of another tree or host than this one.")
        }
    }
}
