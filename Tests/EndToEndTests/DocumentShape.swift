import AuditModel
import AuditTestSupport

/// The shapes in which event documents come.
enum DocumentShape: String, CaseIterable {
    typealias Fields = [(field: String, values: [String])]

    case lines
    case mixedLines
    case array
    case response
    case fieldsResponse
    case bulk
    case alerts
    case eqlAnswer
    case sequences
    case columns
    case asynchronousAnswer
    case kibanaAnswer
    case multiSearch
    case textInMessage
    case objectInEvent
    case csv

    /// The events with the ids e0, e1 and so on.
    func text(of events: [[(field: String, values: [String])]]) -> [UInt8] {
        let named = events.enumerated().map { $0.element + [(field: "event.id", values: ["e\($0.offset)"])] }
        if let text = wrappedText(of: named) { return text }
        switch self {
        case .lines: return Self.joined(named.map { EventDocument.nested($0).json }, "\n")
        case .mixedLines: return Self.joined(named.map { EventDocument.mixed($0).json }, "\n")
        case .array: return Self.wrapped("[\n", Self.joined(named.map { EventDocument.nested($0).json }, ",\n"), "]\n")
        case .response: return Self.response(named, "_source") { EventDocument.mixed($0) }
        case .fieldsResponse: return Self.response(named, "fields") { EventDocument.dotted($0) }
        case .bulk:
            return Self.joined(
                named.enumerated().map { index, event in
                    Self.wrapped(
                        "{\"create\":{\"_id\":\"b\(index)\"}}\n", EventDocument.nested(event).json, "")
                }, "\n")
        case .alerts:
            return Self.joined(
                named.enumerated().map { index, event in
                    let source = EventDocument.mixed(
                        event + [("kibana.alert.rule.rule_id", ["x"]), ("event.kind", ["signal"])])
                    return Self.wrapped("{\"_id\":\"a\(index)\",\"_source\":", source.json, "}")
                }, "\n")
        default: return []
        }
    }

    /// The answers of other programming interfaces, and what collectors put around documents.
    private func wrappedText(of events: [Fields]) -> [UInt8]? {
        let hits = events.enumerated().map { index, event in
            Self.wrapped("{\"_id\":\"h\(index)\",\"_source\":", EventDocument.nested(event).json, "}")
        }
        let list = Self.joined(hits, ",")
        switch self {
        case .eqlAnswer: return Self.wrapped("{\"is_partial\":false,\"hits\":{\"total\":{},\"events\":[", list, "]}}")
        case .sequences:
            return Self.wrapped("{\"hits\":{\"sequences\":[{\"join_keys\":[1],\"events\":[", list, "]}]}}")
        case .columns: return Self.columns(events)
        case .asynchronousAnswer:
            return Self.wrapped("{\"id\":\"F\",\"response\":{\"took\":1,\"hits\":{\"hits\":[", list, "]}}}\n")
        case .kibanaAnswer:
            return Self.wrapped(
                "{\"id\":0,\"result\":{\"rawResponse\":{\"hits\":{\"hits\":[", list, "]}},\"isPartial\":false}}\n")
        case .multiSearch:
            return Self.wrapped(
                "{\"took\":1,\"responses\":[{\"hits\":{\"hits\":[]}},{\"hits\":{\"hits\":[", list,
                "]},\"status\":200}]}")
        case .textInMessage:
            return Self.joined(
                events.map { event in
                    let text = EventValue.string(EventDocument.mixed(event).json).json
                    return Self.wrapped(
                        "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"agent\":{\"type\":\"filebeat\"},\"message\":", text,
                        "}")
                }, "\n")
        case .objectInEvent:
            return Self.joined(
                events.map { event in
                    let body = EventDocument.nested(event + [("@timestamp", ["2026-01-01T00:00:00Z"])])
                    return Self.wrapped("{\"time\":1,\"host\":\"h\",\"event\":", body.json, "}")
                }, "\n")
        case .csv: return Self.csv(events)
        default: return nil
        }
    }

    private static func names(_ events: [Fields]) -> [String] {
        Set(events.flatMap { $0.map(\.field) }).sorted()
    }

    private static func values(_ event: Fields, _ name: String) -> EventValue {
        guard let field = event.first(where: { $0.field == name }) else { return .null }
        return .array(field.values.map { .string(Array($0.utf8)) })
    }

    private static func columns(_ events: [Fields]) -> [UInt8] {
        let names = names(events)
        let columns = names.map { Array("{\"name\":\"\($0)\",\"type\":\"keyword\"}".utf8) }
        let rows = events.map { event in EventValue.array(names.map { values(event, $0) }).json }
        return wrapped("{\"took\":1,\"columns\":[", joined(columns, ","), "],\"values\":[") + joined(rows, ",")
            + Array("]}".utf8)
    }

    private static func csv(_ events: [Fields]) -> [UInt8] {
        let names = names(events)
        let rows = events.map { event in
            let cells = names.map { name -> [UInt8] in
                let value = values(event, name)
                if value == .null { return Array("-".utf8) }
                let text = String(decoding: value.json, as: UTF8.self).replacing("\"", with: "\"\"")
                return Array("\"\(text)\"".utf8)
            }
            return joined(cells, ",")
        }
        return joined([Array(names.joined(separator: ",").utf8)] + rows, "\n")
    }

    private static func response(
        _ events: [[(field: String, values: [String])]], _ key: String,
        _ spell: ([(field: String, values: [String])]) -> EventValue
    ) -> [UInt8] {
        let hits = events.enumerated().map { index, event in
            wrapped("{\"_id\":\"h\(index)\",\"\(key)\":", spell(event).json, "}")
        }
        return wrapped(
            "{\"took\":3,\"hits\":{\"total\":{\"value\":1},\"hits\":[", joined(hits, ","), "]},\"timed_out\":false}")
    }

    private static func wrapped(_ before: String, _ text: [UInt8], _ after: String) -> [UInt8] {
        Array(before.utf8) + text + Array(after.utf8)
    }

    private static func joined(_ texts: [[UInt8]], _ separator: String) -> [UInt8] {
        Array(texts.joined(separator: Array(separator.utf8)))
    }
}
