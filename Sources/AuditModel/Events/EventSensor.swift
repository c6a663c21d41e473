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

    package init(of event: HostEvent) {
        let names = Self.naming.flatMap { event.scalars(of: $0) }.map { UntrustedText($0).asciiLowercased.bytes }
        let known = Self.allCases.first { sensor in
            sensor != .defend && names.contains { sensor.words.contains($0.prefix { $0 != UInt8(ascii: ".") }) }
        }
        self = known ?? .defend
    }

    private static let naming: [FieldPath] = [
        "agent.type", "event.module", "event.provider", "event.dataset", "data_stream.dataset",
    ]

    private var words: [ArraySlice<UInt8>] {
        let words: [String] =
            switch self {
            case .defend: ["endpoint"]
            case .auditbeat: ["auditbeat", "auditd", "auditd_manager", "file_integrity", "fim"]
            case .osquery: ["osquery", "osquery_manager", "osquerybeat"]
            case .sysmon: ["sysmon", "sysmon_linux"]
            case .falco: ["falco"]
            case .tetragon: ["tetragon"]
            case .kunai: ["kunai"]
            }
        return words.map { Array($0.utf8)[...] }
    }

    /// Fields, with all that stand below them, that the sensor never sends.
    package var neverSent: [FieldPath] {
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

    /// Whether the sensor can send the field.
    package func sends(_ field: FieldPath) -> Bool {
        !neverSent.contains { field.isInside($0) }
    }
}
