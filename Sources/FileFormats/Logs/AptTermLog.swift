package import AuditModel

/// Reads apt's term.log: what dpkg and maintainer scripts wrote, between `Log started:` and `Log ended:`.
package struct AptTermLog {
    /// What a line of term.log is.
    package enum Line: Sendable {
        /// Nil where the time cannot be read.
        case started(Timestamp?)
        case ended(Timestamp?)
        case text
    }

    private let zone: TimeZoneFile

    package init(zone: TimeZoneFile) {
        self.zone = zone
    }

    package func line(_ line: ArraySlice<UInt8>) -> Line {
        if line.starts(with: "Log started: ".utf8) { return .started(time(line.dropFirst(13))) }
        if line.starts(with: "Log ended: ".utf8) { return .ended(time(line.dropFirst(11))) }
        return .text
    }

    private func time(_ text: ArraySlice<UInt8>) -> Timestamp? {
        (LogStamp.seconds(of: text, gap: 2) ?? LogStamp.seconds(of: text)).map {
            Timestamp(seconds: zone.utcSeconds(local: $0))
        }
    }
}
