/// What kind of program recorded an event, as far as it decides what a missing field means.
///
/// Which sensors there are is written where events are read.
package struct EventSensor: Hashable, Sendable {
    package let name: String
    /// Fields, with all that stand below them, that the sensor never sends.
    package let neverSent: [FieldPath]

    package init(name: String, neverSent: [FieldPath]) {
        self.name = name
        self.neverSent = neverSent
    }

    /// A sensor, named or not, of whose events a field that is missing is missing.
    package static let complete = EventSensor(name: "", neverSent: [])

    /// Whether no field is missing for the sensor's sake.
    package var sendsAll: Bool { neverSent.isEmpty }

    /// Whether the sensor can send the field.
    package func sends(_ field: FieldPath) -> Bool {
        !neverSent.contains { field.isInside($0) }
    }
}
