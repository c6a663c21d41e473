/// A place in a text of events.
struct EventPlace: Hashable, Sendable {
    /// Counted from 1.
    let line: Int
    let offset: UInt64
}
