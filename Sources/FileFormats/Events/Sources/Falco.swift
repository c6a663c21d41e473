import AuditModel

extension EventSource {
    /// Falco, which has the leaders.
    package static let falco = EventSource(
        name: "an event of Falco",
        sensor: NamedSensor(
            EventSensor(
                name: "falco",
                neverSent: NamedSensor.defendOnly + ["file.extension"]),
            words: ["falco"]))
}
