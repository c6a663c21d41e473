/// What event files, logs, running processes and named programs say; plain values, so that they can be saved.
package struct Testimony: Codable, Sendable {
    /// Nil where no event files were given.
    package var events: EventEvidence?
    package var history = TreeHistory()
    /// What the tree says of programs that events name.
    package var programs: [HostPath: ProgramFacts] = [:]
    /// Exceptions for alerts, with how often each was used.
    package var exceptions: [ExceptionStanding] = []
    package var coverage = Coverage()

    package init() {}
}

/// What follows a pass over the event files.
package enum EventPass: Sendable {
    /// They have to be read again; an event that holds none of the words need not be handed over, nil for all events.
    case again(words: [[UInt8]]?)
    case done
}

/// Whoever the reader of event files hands each event to; it decides what is kept and how often they are read.
package protocol EventListener {
    mutating func take(_ event: HostEvent)
    /// Called at the end of each pass.
    mutating func endPass() -> EventPass
    /// Called once after the last pass.
    ///
    /// - Parameter isRepeatable: false where an input could be read once only.
    func finished(isRepeatable: Bool) -> EventEvidence
    /// What the tree is to be searched for in the light of the events.
    func inquiry(after events: EventEvidence) -> Inquiry
    /// The exceptions that could have silenced an alert.
    var exceptions: [ExceptionStanding] { get }
}
