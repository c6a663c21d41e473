import AuditModel

extension RuleMetadata {
    /// The rule of which a document of Kibana's is an alert, of this form or the one before 8.0; nil for anything else.
    init?(ofAlert event: HostEvent) {
        let prefixes: [String] = ["kibana.alert.rule.", "signal.rule."]
        func first(_ prefix: String, _ leaf: String) -> UntrustedText? {
            event.first(FieldPath((prefix + leaf).utf8))
        }
        guard let prefix = prefixes.first(where: { first($0, "rule_id") != nil }), let id = first(prefix, "rule_id")
        else { return nil }
        let severity = event.first("kibana.alert.severity") ?? first(prefix, "severity")
        let level = severity.flatMap { RuleLevel(rawValue: String(decoding: $0.bytes, as: UTF8.self)) } ?? .medium
        let name = first(prefix, "name") ?? id
        self.init(id: id, title: name, level: level)
        let version = first(prefix, "version").flatMap { Int(decimal: $0.bytes) } ?? 1
        published = PublishedRule(id: id, version: version, name: name)
    }
}
