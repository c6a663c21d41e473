package import AuditModel

/// Takes events out of whatever they are wrapped in, and says what was no event.
package struct EventUnwrapper {
    /// An event with the id and index that its wrapping gives it.
    package struct Event: Sendable {
        package let body: EventValue
        package var id: UntrustedText?
        package var index: UntrustedText?
        package let sensor: EventSensor
    }

    /// Something in which no event was found.
    package struct Fault: Sendable {
        package let reason: UnusableReason
        /// What it looks like.
        package let shape: ReportText?
    }

    /// What a value holds.
    package struct Contents: Sendable {
        package var events: [Event] = []
        package var faults: [Fault] = []
        /// What was empty of the containers.
        fileprivate var empty: ReportText?
    }

    private let sources: [EventSource]
    private let marks: [StaticString]
    private let parse: (_ text: [UInt8]) throws(UnusableReason) -> EventValue

    /// Wrappings inside each other.
    private static let depthLimit = 8

    /// - Parameter parse: reads the text of one document, for texts inside of documents.
    package init(
        sources: [EventSource] = EventSources.all, parse: @escaping ([UInt8]) throws(UnusableReason) -> EventValue
    ) {
        self.sources = sources
        self.parse = parse
        marks = sources.flatMap(\.marks)
    }

    /// The events of a document, or of the elements of an array.
    package func contents(of value: EventValue) -> Contents {
        var contents = Contents()
        if case .array(let elements) = value {
            for element in elements { open(element, Wrapping(), into: &contents) }
            if elements.isEmpty { contents.empty = "an empty array" }
        } else {
            open(value, Wrapping(), into: &contents)
        }
        // One answer of several may be empty.
        if let empty = contents.empty, contents.events.isEmpty, contents.faults.isEmpty {
            contents.faults.append(Fault(reason: .noEvent, shape: empty))
        }
        return contents
    }

    /// What is known of a value from around it.
    private struct Wrapping {
        var id: UntrustedText?
        var index: UntrustedText?
        var depth = 0
        /// For a text inside of a document, the name of its field.
        var field: UntrustedText?

        func deeper() -> Wrapping {
            var inner = self
            inner.depth += 1
            return inner
        }
    }

    private func open(_ value: EventValue, _ wrapping: Wrapping, into contents: inout Contents) {
        guard case .object = value else {
            contents.faults.append(Fault(reason: .notAnObject, shape: nil))
            return
        }
        guard wrapping.depth < Self.depthLimit else {
            contents.faults.append(Fault(reason: .tooDeep, shape: nil))
            return
        }
        for source in sources {
            switch source.open(value) {
            case nil: continue
            case .document(let body, let id, let index):
                var inner = wrapping.deeper()
                inner.id = id ?? inner.id
                inner.index = index ?? inner.index
                open(body, inner, into: &contents)
            case .values(let values):
                for one in values { open(one, wrapping.deeper(), into: &contents) }
                if values.isEmpty { contents.empty = "\(ours: source.name.description), empty" }
            case .texts(let texts):
                openTexts(texts, in: value, wrapping, into: &contents)
            }
            return
        }
        take(value, wrapping, into: &contents)
    }

    private func openTexts(
        _ texts: [(field: UntrustedText, text: [UInt8])], in value: EventValue, _ wrapping: Wrapping,
        into contents: inout Contents
    ) {
        // A module of a shipper's keeps the text of what it has understood itself.
        let isEvent = isUnderstood(value)
        if isEvent { take(value, wrapping, into: &contents) }
        for (field, text) in texts {
            var inner = wrapping.deeper()
            inner.field = field
            do throws(UnusableReason) {
                let document = try parse(text)
                if isEvent, !isRecognised(document) { continue }
                open(document, inner, into: &contents)
            } catch {
                if !isEvent { contents.faults.append(Fault(reason: error, shape: "the text in \(field)")) }
            }
        }
    }

    private func take(_ value: EventValue, _ wrapping: Wrapping, into contents: inout Contents) {
        let id = wrapping.id ?? value.member("_id")?.scalar.map { UntrustedText($0) }
        let index = wrapping.index ?? value.member("_index")?.scalar.map { UntrustedText($0) }
        contents.events.append(
            Event(body: value, id: id, index: index, sensor: EventSources.sensor(of: value, among: sources)))
        guard !isRecognised(value) else { return }
        let shape = Self.shape(of: value)
        let place: ReportText = wrapping.field.map { "the text in \($0): \(shape)" } ?? shape
        contents.faults.append(Fault(reason: .noEvent, shape: place))
    }

    /// Whether a document has the time of an event, or a name that events have at their top.
    private func isRecognised(_ value: EventValue) -> Bool {
        value.members.contains { member in
            member.key.elementsEqual("@timestamp".utf8) || marks.contains { member.isMarked(by: $0) }
        }
    }

    private static let categories: [FieldPath] = ["event.category", "event.dataset", "event.module"]

    /// Whether a document says itself what kind of event it is.
    private func isUnderstood(_ value: EventValue) -> Bool {
        Self.categories.contains { !value.scalars(of: $0).isEmpty }
    }

    /// An object by its first keys.
    private static func shape(of value: EventValue) -> ReportText {
        let keys = value.members.prefix(6).map { UntrustedText($0.key.prefix(40)) }
        guard let first = keys.first else { return "an empty object" }
        let names = keys.dropFirst().reduce("\(first)" as ReportText) { "\($0), \($1)" }
        let more = value.members.count > keys.count ? ", ..." : ""
        return "an object with the keys \(names)\(ours: more)"
    }
}

extension EventMember {
    /// Whether this is the object of a name, or a field below that name.
    func isMarked(by mark: StaticString) -> Bool {
        let name = mark.description.utf8
        guard key.starts(with: name) else { return false }
        if key.count > name.count { return key[name.count] == UInt8(ascii: ".") }
        switch value {
        case .object: return true
        case .array(let elements):
            return elements.contains { element in
                if case .object = element { return true }
                return false
            }
        case .null, .boolean, .number, .string: return false
        }
    }
}

/// Why a document was not evaluated.
package enum UnusableReason: String, CaseIterable, Error, Sendable {
    case tooLong = "longer than the limit"
    case tooDeep = "nested deeper than the limit"
    case badUTF8 = "not UTF-8"
    case badNumber = "a number out of range or not a number of JSON"
    case badString = "a string that is unclosed or holds a control character or a bad escape"
    case badSyntax = "not JSON"
    case badRow = "a row of CSV with another number of cells than its header, or an unclosed quote"
    case cutOff = "cut off"
    case duplicateKey = "a key twice in one object"
    case notAnObject = "not an object"
    case noEvent = "no event that is known here"
    case noMemory = "no memory"
}
