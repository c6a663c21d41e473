package import AuditModel

/// How alerts are written, each on a line of its own.
package enum AlertFormat: String, CaseIterable, Sendable {
    /// Documents with the field names of ECS and of Kibana's alerts.
    case ndjson
    /// The rule's id, a tab, the event's id.
    case tsv

    /// One line with its line feed.
    ///
    package func line(for alert: Alert) -> [UInt8] {
        switch self {
        case .ndjson: AlertDocument(alert).line
        case .tsv:
            Array("\(Escaping.printable(alert.rule.ruleID))\t\(Escaping.printable(alert.event.identifier))\n".utf8)
        }
    }
}
