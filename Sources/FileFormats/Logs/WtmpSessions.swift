package import AuditModel

/// Pairs the logins of wtmp with what ended them; the records come oldest first, across rotations.
package struct WtmpSessions: Sendable {
    /// A record with its place, as it is handed on.
    package struct Entry: Sendable {
        package let record: WtmpRecord
        package let position: SourcePosition

        package init(record: WtmpRecord, position: SourcePosition) {
            self.record = record
            self.position = position
        }
    }

    /// What wtmp says happened.
    package enum Event: Sendable {
        case session(Entry, end: Timestamp?)
        case boot(Entry)
        case shutdown(Entry)
    }

    /// The most sessions that may be open at one time; the rest end unknown.
    private static let openLimit = 10_000

    /// Open sessions by terminal.
    private var open: [UntrustedText: Entry] = [:]
    /// Logins for which there was no room, so far.
    package private(set) var dropped = 0

    package init() {}

    /// Takes the next record; gives what it completes.
    package mutating func take(_ record: WtmpRecord, at position: SourcePosition) -> [Event] {
        let entry = Entry(record: record, position: position)
        switch record.kind {
        case .login:
            let before = end(record.line, at: record.time)
            if open.count < Self.openLimit { open[record.line] = entry } else { dropped += 1 }
            return before
        case .logout:
            return end(record.line, at: record.time)
        case .boot:
            return endAll(at: record.time) + [.boot(entry)]
        case .runLevel where record.user == "shutdown":
            return endAll(at: record.time) + [.shutdown(entry)]
        case .runLevel, .empty, .clockSet, .waiting:
            return []
        }
    }

    /// The sessions that nothing ended.
    package mutating func finish() -> [Event] {
        endAll(at: nil)
    }

    private mutating func end(_ line: UntrustedText, at time: Timestamp) -> [Event] {
        open.removeValue(forKey: line).map { [.session($0, end: time)] } ?? []
    }

    private mutating func endAll(at time: Timestamp?) -> [Event] {
        defer { open = [:] }
        return open.values.sorted { $0.position < $1.position }.map { .session($0, end: time) }
    }
}
