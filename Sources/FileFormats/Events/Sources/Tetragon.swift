import AuditModel

extension EventSource {
    /// Tetragon.
    package static let tetragon = EventSource(
        name: "an event of Tetragon",
        sensor: NamedSensor(
            EventSensor(
                name: "tetragon",
                neverSent: NamedSensor.leaders + NamedSensor.defendOnly + ["file.extension"]),
            words: ["tetragon"]))
}
