import AuditModel

extension EventSource {
    /// Auditbeat, Auditd Manager and file integrity monitors of Elastic's.
    package static let auditbeat = EventSource(
        name: "an event of Auditbeat",
        sensor: NamedSensor(
            EventSensor(
                name: "auditbeat",
                neverSent: NamedSensor.leaders + NamedSensor.defendOnly
                    + ["process.parent.name", "process.parent.executable", "file.extension"]),
            words: ["auditbeat", "auditd", "auditd_manager", "file_integrity", "fim"]))
}
