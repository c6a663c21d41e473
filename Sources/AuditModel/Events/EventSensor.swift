/// What kind of program recorded an event, told by the event's own fields.
package enum EventSensor: String, CaseIterable, Sendable {
    /// Elastic Defend, or a document that names no sensor: a field that is missing is missing.
    case defend
    case auditbeat
    case osquery
    case sysmon
    case falco
    case tetragon
    case kunai

    /// - Parameter names: what an event holds in the fields of `naming`, in any order.
    package init(names: [[UInt8]]) {
        let known = names.compactMap { name in
            Self.words[UntrustedText(name.prefix { $0 != UInt8(ascii: ".") }).asciiLowercased]
        }
        // Where several are named the order of the cases decides.
        self = Self.allCases.first { $0 != .defend && known.contains($0) } ?? .defend
    }

    /// The fields in which events name their sensor.
    package static let naming: [FieldPath] = [
        "agent.type", "event.module", "event.provider", "event.dataset", "data_stream.dataset",
    ]

    /// What stands in front of the first dot of such a name.
    private static let words: [UntrustedText: EventSensor] = [
        "auditbeat": .auditbeat, "auditd": .auditbeat, "auditd_manager": .auditbeat, "file_integrity": .auditbeat,
        "fim": .auditbeat, "osquery": .osquery, "osquery_manager": .osquery, "osquerybeat": .osquery,
        "sysmon": .sysmon, "sysmon_linux": .sysmon, "falco": .falco, "tetragon": .tetragon, "kunai": .kunai,
    ]

    /// Fields, with all that stand below them, that the sensor never sends.
    private var neverSent: [FieldPath] {
        let leaders: [FieldPath] = ["process.session_leader", "process.group_leader", "process.entry_leader"]
        let defendOnly: [FieldPath] = ["process.Ext", "file.Ext", "process.previous"]
        switch self {
        case .defend: return []
        case .auditbeat:
            return leaders + defendOnly + ["process.parent.name", "process.parent.executable", "file.extension"]
        case .osquery:
            return leaders + defendOnly + ["process.parent.name", "process.parent.executable", "file.extension"]
        case .sysmon, .tetragon, .kunai: return leaders + defendOnly + ["file.extension"]
        case .falco: return defendOnly + ["file.extension"]
        }
    }

    /// Whether no field is missing for the sensor's sake.
    package var sendsAll: Bool { self == .defend }

    /// Whether the sensor can send the field.
    package func sends(_ field: FieldPath) -> Bool {
        !neverSent.contains { field.isInside($0) }
    }
}
