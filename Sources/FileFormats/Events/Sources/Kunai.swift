import AuditModel

extension EventSource {
    /// Kunai.
    package static let kunai = EventSource(
        name: "an event of Kunai",
        sensor: NamedSensor(
            EventSensor(
                name: "kunai",
                neverSent: NamedSensor.leaders + NamedSensor.defendOnly + ["file.extension"]),
            words: ["kunai"]))
}
