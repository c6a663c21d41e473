/// Where in an event file a document starts.
package struct EventPosition: Hashable, Codable, Sendable {
    /// The file as it was named; `-` for standard input.
    package let input: UntrustedText
    /// Counted from 1, in the decompressed text.
    package let line: Int
    /// Bytes from the start of the decompressed text.
    package let offset: UInt64

    package init(input: UntrustedText, line: Int, offset: UInt64) {
        self.input = input
        self.line = line
        self.offset = offset
    }

    package var text: ReportText { "\(input):\(line) (byte \(offset))" }
}

/// One endpoint event, taken out of whatever it was wrapped in.
package struct HostEvent: Sendable {
    /// The object that holds the fields.
    package let body: EventValue
    /// `_id` of the index; nil where the document came without one.
    package let documentID: UntrustedText?
    package let index: UntrustedText?
    package let position: EventPosition
    /// Of the document's bytes; present only where neither `_id` nor `event.id` names the event.
    package let digest: SHA256Digest?
    package let sensor: EventSensor

    package init(
        body: EventValue, documentID: UntrustedText? = nil, index: UntrustedText? = nil, position: EventPosition,
        digest: SHA256Digest? = nil, sensor: EventSensor = .complete
    ) {
        self.sensor = sensor
        self.body = body
        self.documentID = documentID
        self.index = index
        self.position = position
        self.digest = digest
    }

    /// Every scalar that a field holds.
    ///
    /// None where the field is missing in the sense of Elasticsearch: absent, null, an empty array, or an object without
    /// the leaf. An empty string is present.
    package func scalars(of field: FieldPath) -> [[UInt8]] {
        body.scalars(of: field)
    }

    /// The first scalar of a field.
    package func first(_ field: FieldPath) -> UntrustedText? {
        scalars(of: field).first.map { UntrustedText($0) }
    }

    // Asked for again and again: a literal would be made anew each time.
    private static let ids: [FieldPath] = [
        "event.id", "kibana.alert.original_event.id", "signal.original_event.id",
    ]
    private static let times: [FieldPath] = ["event.ingested", "@timestamp"]
    private static let ancestors: [FieldPath] = ["kibana.alert.ancestors", "signal.ancestors"]
    private static let hosts: [FieldPath] = ["host.id", "host.name"]

    /// `event.id`, of an alert that has none that of its event; nil without either.
    private var eventID: UntrustedText? {
        for field in Self.ids {
            if let id = first(field), !id.isEmpty { return id }
        }
        return nil
    }

    /// `event.id`, else `_id`, else `sha256:` and the digest: the event's name in every output.
    package var identifier: UntrustedText {
        if let eventID { return eventID }
        if let documentID { return documentID }
        return UntrustedText("sha256:\(digest?.hex ?? "")".utf8)
    }

    /// When the event came to the index, else when it happened: `event.ingested`, else `@timestamp`; nil without either.
    package var ingested: Timestamp? {
        for field in Self.times {
            if let time = first(field).flatMap({ Timestamp(rfc3339: $0.bytes) }) { return time }
        }
        return nil
    }

    /// What names the event, strongest first: `_id` or that of the event an alert was made from, `event.id` with its
    /// host, the digest.
    ///
    /// Two events that share one are the same event. Sensors count `event.id` for themselves, so that those of two hosts
    /// may be equal: it names an event only together with `host.id`, else `host.name`.
    package var deduplicationKeys: [UntrustedText] {
        var keys: [UntrustedText] = []
        let id = eventID ?? ""
        // An alert of ours about an event without `_id` has the `event.id` for its origin.
        if let origin = ancestorID ?? documentID, id.isEmpty || origin != id {
            keys.append(UntrustedText("_id:".utf8 + origin.bytes))
        }
        if !id.isEmpty { keys.append(Self.key(of: id, on: host)) }
        if keys.isEmpty, let digest { keys.append(UntrustedText(digest.hex.utf8)) }
        return keys
    }

    /// `host.id`, else `host.name`; nil where the event has neither.
    private var host: UntrustedText? {
        for field in Self.hosts {
            if let name = first(field), !name.isEmpty { return name }
        }
        return nil
    }

    /// The count keeps an id that ends like the name of a host from being taken for another id on that host.
    private static func key(of id: UntrustedText, on host: UntrustedText?) -> UntrustedText {
        guard let host else { return UntrustedText("event.id:".utf8 + id.bytes) }
        return UntrustedText("event.id/\(id.bytes.count):".utf8 + id.bytes + "@".utf8 + host.bytes)
    }

    /// `_id` of the event that a Kibana alert was made from; nil for anything but an alert.
    package var ancestorID: UntrustedText? {
        let origin = Self.ancestors.flatMap { body.objects(of: $0) }.first {
            $0.scalars(of: "depth").first.map { $0.elementsEqual("0".utf8) } ?? false
        }
        if let origin { return origin.scalars(of: "id").first.map { UntrustedText($0) } }
        return Self.ancestors.lazy.compactMap { flatAncestorID(below: $0) }.first
    }

    /// Where objects are taken apart, as in rows and in the fields option, ids and depths stand side by side.
    private func flatAncestorID(below field: FieldPath) -> UntrustedText? {
        let ids = scalars(of: FieldPath(field.bytes + ".id".utf8))
        let depths = scalars(of: FieldPath(field.bytes + ".depth".utf8))
        guard ids.count == depths.count else { return nil }
        return zip(ids, depths).first { $1.elementsEqual("0".utf8) }.map { UntrustedText($0.0) }
    }

    /// Whether the document is an alert of Kibana's, of this form or the one before 8.0.
    package var isAlert: Bool {
        first("kibana.alert.rule.rule_id") != nil || first("signal.rule.rule_id") != nil
    }
}

extension EventValue {
    /// The objects that stand at a field, in an array or alone.
    package func objects(of field: FieldPath) -> [EventValue] {
        var found: [EventValue] = []
        collectObjects(field.bytes[...], into: &found)
        return found
    }

    private func collectObjects(_ rest: ArraySlice<UInt8>, into found: inout [EventValue]) {
        switch self {
        case .array(let elements):
            for element in elements { element.collectObjects(rest, into: &found) }
        case .object where rest.isEmpty:
            found.append(self)
        case .object(let members):
            for member in members where !member.key.isEmpty && rest.starts(with: member.key) {
                let behind = rest.dropFirst(member.key.count)
                if behind.isEmpty || behind.first == UInt8(ascii: ".") {
                    member.value.collectObjects(behind.dropFirst(), into: &found)
                }
            }
        case .null, .boolean, .number, .string:
            break
        }
    }
}
