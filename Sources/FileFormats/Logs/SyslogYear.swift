package import AuditModel

/// Gives the stamps of a log without years their year, from the file's mtime and the order of its lines.
///
/// The first line is taken to be no older than a year at the file's mtime. Where the lines behind it then run past that
/// mtime, the file is older, and is to be read again from `correctedStart`.
package struct SyslogYear: Sendable {
    private let zone: TimeZoneFile
    /// Seconds since 1970 that no line can be later than.
    private let latest: Int64
    /// The year of the first line.
    private var start: Int64?
    private var current: Int64 = 0
    /// Local seconds of the latest line of the current year, and those around the last turn of a year.
    private var last: Int64 = 0
    private var turn: (before: Int64, after: Int64)?
    /// The stamp before and its answer: neighbours often share a second.
    private var memory: (key: Int64, time: Timestamp)?

    private static let day: Int64 = 86_400
    /// How far lines may step back without a new year: clocks are set, and lines come late.
    private static let stepBack: Int64 = 90 * day
    /// How soon after the turn of a year a line may be one of the old year: come late, or written before a wrong clock
    /// was set.
    private static let unsettled: Int64 = 7 * day

    /// - Parameters:
    ///   - modified: of the file; no line is taken to be later than a day after it.
    ///   - startYear: of the first line, where an earlier reading found it.
    package init(modified: Timestamp, zone: TimeZoneFile, startYear: Int64? = nil) {
        self.zone = zone
        // Kept where arithmetic on it cannot overflow: an mtime is a number that anybody may set.
        latest = min(max(modified.seconds, -(1 << 40)), 1 << 40) + Self.day
        start = startYear
        current = startYear ?? 0
    }

    /// The moment of the next line.
    package mutating func time(month: Int64, day: Int64, clock: Int64) -> Timestamp {
        let key = (month * 32 + day) * Self.day + clock
        if let memory, memory.key == key { return memory.time }
        let local = place { CivilDate.days(year: $0, month: month, day: day) * Self.day + clock }
        let time = Timestamp(seconds: zone.utcSeconds(local: local))
        memory = (key, time)
        return time
    }

    /// Chooses the year of a line, of which `local` gives the local seconds in a given year.
    private mutating func place(_ local: (Int64) -> Int64) -> Int64 {
        guard memory != nil, start != nil else {
            if start == nil {
                // A day from the edge of a year the two dates differ by zone at most, which the extra day covers.
                let newest = CivilDate.date(days: latest.dividedDown(by: Self.day)).year
                current = zone.utcSeconds(local: local(newest)) <= latest ? newest : newest - 1
                start = current
            }
            last = local(current)
            return last
        }
        if let turn, last - turn.after < Self.unsettled, local(current - 1) >= turn.before - Self.day {
            current -= 1
            last = local(current)
            self.turn = nil
        } else if local(current) >= last - Self.stepBack {
            last = max(last, local(current))
        } else {
            current += 1
            turn = (before: last, after: local(current))
            last = local(current)
        }
        return local(current)
    }

    /// The year that the first line must have had, where the lines ran past the file's mtime; nil where they did not.
    package var correctedStart: Int64? {
        guard let start else { return nil }
        let excess = zone.utcSeconds(local: last) - latest
        return excess > 0 ? start - (excess / (366 * Self.day) + 1) : nil
    }
}
