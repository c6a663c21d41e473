import AuditModel

/// What one event after the other holds in the fields of a table: scalars, in the order of the document.
struct FieldValues {
    private var values: [[[UInt8]]]
    /// Numbers of the fields that hold something.
    private var filled: [Int] = []
    /// Where the walk stands.
    private var path: [UInt8] = []
    /// By the numbers of the fields; none for a sensor that sends all of them.
    private var neverSent: [Bool] = []
    private let table: FieldTable

    init(_ table: FieldTable) {
        self.table = table
        values = Array(repeating: [], count: table.paths.count)
    }

    /// What recorded the event.
    var sensor: EventSensor = .complete {
        didSet {
            if sensor != oldValue { neverSent = sensor.sendsAll ? [] : table.paths.map { !sensor.sends($0) } }
        }
    }

    /// Whether the event's sensor never sends a field, so that its absence says nothing.
    func isNeverSent(_ number: Int) -> Bool { !neverSent.isEmpty && neverSent[number] }

    /// None where the field is missing in the sense of `HostEvent.scalars(of:)`.
    subscript(number: Int) -> [[UInt8]] { values[number] }

    /// Forgets the event before; its room is used again.
    mutating func take(_ event: HostEvent) {
        for number in filled { values[number].removeAll(keepingCapacity: true) }
        filled.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        collect(event.body, PathHash())
    }

    /// Dotted keys, nested objects and any mixture of them spell the same path; recursion is bounded by the depth that a
    /// document may have.
    private mutating func collect(_ value: EventValue, _ hash: PathHash) {
        switch value {
        case .array(let elements):
            for element in elements { collect(element, hash) }
        case .object(let members):
            let length = path.count
            for member in members where !member.key.isEmpty {
                var inner = hash
                if length > 0 {
                    path.append(UInt8(ascii: "."))
                    inner.add(UInt8(ascii: "."))
                }
                path += member.key
                inner.add(member.key)
                collect(member.value, inner)
                path.removeLast(path.count - length)
            }
        case .null, .boolean, .number, .string:
            guard let number = table.number(of: path, hash), let scalar = value.scalar else { return }
            if values[number].isEmpty { filled.append(number) }
            values[number].append(scalar)
        }
    }
}
