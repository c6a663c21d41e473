import AuditModel

extension EventSource {
    /// Sysmon for Linux.
    package static let sysmon = EventSource(
        name: "an event of Sysmon",
        sensor: NamedSensor(
            EventSensor(
                name: "sysmon",
                neverSent: NamedSensor.leaders + NamedSensor.defendOnly + ["file.extension"]),
            words: ["sysmon", "sysmon_linux"]))
}
