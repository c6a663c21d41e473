extension EventSource {
    /// A document with the fields of ECS, as Elastic Defend, Beats and Kibana's alerts have them.
    package static let elasticCommonSchema = EventSource(
        name: "an event in the Elastic Common Schema",
        marks: ["event", "process", "file", "host", "agent", "kibana", "signal", "data_stream", "ecs"])
}
