import AuditModel

extension EventSource {
    /// osquery, by any of its shippers.
    package static let osquery = EventSource(
        name: "an event of osquery",
        sensor: NamedSensor(
            EventSensor(
                name: "osquery",
                neverSent: NamedSensor.leaders + NamedSensor.defendOnly
                    + ["process.parent.name", "process.parent.executable", "file.extension"]),
            words: ["osquery", "osquery_manager", "osquerybeat"]))
}
