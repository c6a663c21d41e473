/// What the operator wants of the scheduled check; the values here are those of a configuration that says nothing.
package struct CheckConfiguration: Hashable, Sendable {
    /// One report beside the JSON report, which is always written.
    package struct Output: Hashable, Sendable {
        package let format: UntrustedText
        /// A name in the state directory.
        package let name: UntrustedText

        package init(format: UntrustedText, name: UntrustedText) {
            self.format = format
            self.name = name
        }
    }

    package var audit = AuditRequest.scheduled
    /// What `debvouch fetch` fills; used where it is there.
    package var cache: UntrustedText = "/var/cache/debvouch"
    package var outputs: [Output] = []
    /// Reports that are kept at most, the newest among them.
    package var keepReports = 30
    /// Days after which a report is removed.
    package var keepDays = 90

    /// The mildest verdict that makes the unit fail.
    package var unitFailsOn = AuditVerdict.findings

    package init() {}

    /// What the scheduled run ends with: the audit's status, of which systemd takes 2 for success, with bit 1 also where
    /// the verdict is one that the configuration wants to hear of.
    package func exitStatus(of report: AuditReport) -> Int32 {
        let isOpen = report.exitStatus & 2 != 0
        let isIncomplete = report.isIncomplete
        return switch unitFailsOn {
        case .unproven where isOpen, .incomplete where isIncomplete: report.exitStatus | 1
        default: report.exitStatus
        }
    }
}
