package import AuditModel

/// Makes endpoint events that are close to what rules look for; the same seed makes the same events.
package struct EventGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A field of an event with the values that it is drawn from; an empty list leaves the field out.
    package typealias Choices = [(field: String, values: [[String]])]

    /// A document with a value for each field, or without the field, drawn from the choices.
    package mutating func fields(from choices: Choices) -> [(field: String, values: [String])] {
        choices.compactMap { choice in
            let drawn = choice.values[below(choice.values.count)]
            return drawn.isEmpty ? nil : (choice.field, drawn)
        }
    }

    /// One NDJSON document about a process or a file of a busy host, with its line feed; a few in a hundred are of a kind
    /// that rules look at.
    package mutating func busyHostLine() -> [UInt8] {
        let programs = ["/usr/bin/bash", "/usr/bin/ls", "/usr/sbin/cron", "/usr/bin/python3.11", "/usr/bin/grep"]
        let program = programs[below(programs.count)]
        let number = String(below(1 << 30))
        var fields: [(String, [String])] = [
            ("@timestamp", ["2026-01-1\(below(10))T0\(below(10)):1\(below(10)):2\(below(10)).003Z"]),
            ("agent.type", ["endpoint"]), ("agent.version", ["8.17.3"]), ("agent.id", ["6f1c-" + number]),
            ("data_stream.dataset", ["endpoint.events.process"]), ("event.id", ["Nx3k" + number]),
            ("event.kind", ["event"]), ("event.module", ["endpoint"]), ("host.id", ["c0ffee"]),
            ("host.name", ["bench"]), ("host.os.type", ["linux"]), ("host.os.platform", ["debian"]),
            ("host.ip", ["127.0.0.1", "192.0.2.\(below(255))"]), ("user.name", ["root"]),
            ("process.entity_id", ["E" + number]), ("process.command_line", [program + " -l /home/user/" + number]),
            ("process.args", [program, "-l", "/home/user/" + number]), ("process.working_directory", ["/root"]),
            ("process.hash.sha256", [String(repeating: "9f", count: 32)]),
            ("process.parent.executable", ["/usr/bin/bash"]), ("process.parent.name", ["bash"]),
            ("process.session_leader.name", ["sshd"]), ("process.group_leader.name", ["bash"]),
        ]
        let isRare = below(100) == 0
        if below(3) == 0 {
            let path = isRare ? "/etc/apt/apt.conf.d/\(below(100))x" : "/var/log/f" + number
            fields += [
                ("event.category", ["file"]), ("event.action", ["creation"]), ("event.type", ["creation"]),
                ("file.path", [path]), ("process.executable", [program]),
            ]
        } else {
            let script = "/var/lib/dpkg/info/p\(below(500)).postinst"
            fields += [
                ("event.category", ["process"]), ("event.action", ["exec"]), ("event.type", ["start"]),
                ("process.executable", [isRare ? script : program]),
            ]
        }
        return EventDocument.nested(fields).json + [0x0A]
    }

    package mutating func below(_ bound: Int) -> Int {
        Int(draw() % UInt64(max(bound, 1)))
    }

    /// SplitMix64, which needs no state but a counter.
    private mutating func draw() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Spells the fields of an event in the ways in which documents do.
package enum EventDocument {
    /// Objects inside objects; a single value as a scalar, several as an array.
    package static func nested(_ fields: [(field: String, values: [String])]) -> EventValue {
        var root: [EventMember] = []
        for field in fields {
            insert(value(field.values), at: field.field.split(separator: ".").map(String.init)[...], into: &root)
        }
        return .object(root)
    }

    /// Every field with its dots at the top and its values in an array, as the `fields` option of a search gives them.
    package static func dotted(_ fields: [(field: String, values: [String])]) -> EventValue {
        .object(
            fields.map { field in
                EventMember(
                    key: Array(field.field.utf8), value: .array(field.values.map { .string(Array($0.utf8)) }))
            })
    }

    /// Some fields dotted at the top, some below their first word, as in Kibana's alerts.
    package static func mixed(_ fields: [(field: String, values: [String])]) -> EventValue {
        var root: [EventMember] = []
        for (index, field) in fields.enumerated() {
            let parts = field.field.split(separator: ".").map(String.init)
            let cut = index % 3 == 0 ? parts.count - 1 : index % 3 == 1 ? 0 : min(1, parts.count - 1)
            let path = parts[..<cut] + [parts[cut...].joined(separator: ".")]
            insert(value(field.values), at: path[...], into: &root)
        }
        return .object(root)
    }

    private static func value(_ values: [String]) -> EventValue {
        let texts = values.map { EventValue.string(Array($0.utf8)) }
        return texts.count == 1 ? texts[0] : .array(texts)
    }

    private static func insert(_ value: EventValue, at path: ArraySlice<String>, into members: inout [EventMember]) {
        guard let first = path.first else { return }
        let key = Array(first.utf8)
        if path.count == 1 {
            members.append(EventMember(key: key, value: value))
        } else if let index = members.firstIndex(where: { $0.key == key }),
            case .object(var inner) = members[index].value
        {
            insert(value, at: path.dropFirst(), into: &inner)
            members[index] = EventMember(key: key, value: .object(inner))
        } else {
            var inner: [EventMember] = []
            insert(value, at: path.dropFirst(), into: &inner)
            members.append(EventMember(key: key, value: .object(inner)))
        }
    }
}

extension EventValue {
    /// JSON text on one line.
    package var json: [UInt8] {
        switch self {
        case .null: Array("null".utf8)
        case .boolean(let value): Array((value ? "true" : "false").utf8)
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let elements):
            Array("[".utf8) + elements.map(\.json).joined(separator: ",".utf8) + Array("]".utf8)
        case .object(let members):
            Array("{".utf8)
                + members.map { Self.quoted($0.key) + Array(":".utf8) + $0.value.json }.joined(separator: ",".utf8)
                + Array("}".utf8)
        }
    }

    private static func quoted(_ text: [UInt8]) -> [UInt8] {
        let escaped = text.flatMap { byte -> [UInt8] in
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return [UInt8(ascii: "\\"), byte] }
            if byte >= 0x20 { return [byte] }
            return Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        }
        return Array("\"".utf8) + escaped + Array("\"".utf8)
    }
}
