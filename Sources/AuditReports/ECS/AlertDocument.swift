import AuditModel
import Digests
import FileFormats

/// An alert in the shape of Kibana's own alert documents: the event's fields, `event.*` with dots at the top, and what
/// the rule says under `kibana.alert.*` and `rule.*`.
///
/// The time of the alert is that of the event, so that the same events always give the same bytes.
struct AlertDocument {
    private let rule: RuleMetadata
    private let event: HostEvent
    private let name: SHA256Digest

    init(_ alert: Alert) {
        rule = alert.rule
        event = alert.event
        name = alert.uuid
    }

    var line: [UInt8] {
        var output = JSONBytes()
        output.object { output in
            writeEvent(&output)
            writeAlert(&output)
            writeRule(&output)
            writeThreat(&output)
        }
        return output.bytes + [0x0A]
    }

    /// Kibana's keys of an alert that was read are replaced; its other fields are kept.
    private func writeEvent(_ output: inout JSONBytes) {
        if let time = event.first("kibana.alert.original_time") ?? event.first("signal.original_time")
            ?? event.first("@timestamp")
        {
            output.member("@timestamp", time)
            output.member("kibana.alert.original_time", time)
        }
        for member in event.body.members where !Self.isReplaced(member.key) {
            if member.key.elementsEqual("event".utf8), case .object(let inner) = member.value {
                for part in inner where !part.key.elementsEqual("kind".utf8) {
                    let key = Array("event.".utf8) + part.key
                    // Where the document holds both spellings, the dotted one stands there already.
                    guard !event.body.members.contains(where: { $0.key == key }) else { continue }
                    output.key(key)
                    output.value(part.value)
                }
            } else {
                output.key(member.key)
                output.value(member.value)
            }
        }
        output.member("event.kind", "signal")
    }

    private static func isReplaced(_ key: [UInt8]) -> Bool {
        let names: [String] = ["@timestamp", "event.kind", "kibana", "signal", "rule", "threat"]
        let prefixes: [String] = ["kibana.", "signal.", "rule.", "threat."]
        return names.contains { key.elementsEqual($0.utf8) } || prefixes.contains { key.starts(with: $0.utf8) }
    }

    private func writeAlert(_ output: inout JSONBytes) {
        output.member("kibana.alert.uuid", name.hex)
        output.member("kibana.alert.status", "active")
        output.member("kibana.alert.workflow_status", "open")
        output.member("kibana.alert.depth", 1)
        output.member("kibana.alert.severity", rule.level.severity.rawValue)
        output.member("kibana.alert.risk_score", rule.riskScore)
        if let kind = event.first("kibana.alert.original_event.kind") ?? event.first("signal.original_event.kind")
            ?? event.first("event.kind")
        {
            output.member("kibana.alert.original_event.kind", kind)
        }
        output.key("kibana.alert.ancestors".utf8)
        output.array { output in
            output.object { output in
                output.member("id", event.ancestorID ?? event.documentID ?? event.identifier)
                output.member("type", "event")
                if let index = event.index, !event.isAlert { output.member("index", index) }
                output.member("depth", 0)
            }
        }
        output.member("kibana.alert.rule.rule_id", rule.ruleID)
        output.member("kibana.alert.rule.uuid", rule.id)
        output.member("kibana.alert.rule.name", rule.alertName)
        output.member("kibana.alert.rule.version", rule.version)
        output.member("kibana.alert.rule.type", "eql")
        output.member("kibana.alert.rule.rule_type_id", "siem.eqlRule")
        output.member("kibana.alert.rule.producer", "debvouch")
    }

    private func writeRule(_ output: inout JSONBytes) {
        output.member("rule.id", rule.ruleID)
        output.member("rule.uuid", rule.id)
        output.member("rule.name", rule.alertName)
        output.member("rule.version", String(rule.version))
        output.member("rule.description", rule.description)
        output.member("rule.ruleset", "debvouch")
        if let author = rule.author { output.member("rule.author", author) }
        if let reference = rule.references.first { output.member("rule.reference", reference) }
    }

    private func writeThreat(_ output: inout JSONBytes) {
        let entries = rule.tags.compactMap { AttackCatalog.entry(for: $0) }
        let kinds: [(id: StaticString, name: StaticString, entries: [AttackCatalog.Entry])] = [
            ("threat.tactic.id", "threat.tactic.name", entries.filter { AttackCatalog.isTactic($0) }),
            (
                "threat.technique.id", "threat.technique.name",
                entries.filter { !AttackCatalog.isTactic($0) && !$0.id.utf8.contains(UInt8(ascii: ".")) }
            ),
            (
                "threat.technique.subtechnique.id", "threat.technique.subtechnique.name",
                entries.filter { $0.id.utf8.contains(UInt8(ascii: ".")) }
            ),
        ]
        if !entries.isEmpty { output.member("threat.framework", "MITRE ATT&CK") }
        for kind in kinds where !kind.entries.isEmpty {
            output.key(kind.id.description.utf8)
            output.array { output in kind.entries.forEach { output.string($0.id.utf8) } }
            output.key(kind.name.description.utf8)
            output.array { output in kind.entries.forEach { output.string($0.name.utf8) } }
        }
    }
}
