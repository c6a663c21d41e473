package import AuditModel

/// Decides which matches become alerts: what exceptions silence does not, and under a schedule neither does what comes
/// too late or is one too many, as in Kibana.
package struct AlertGate {
    /// What becomes of a match.
    package enum Verdict: Hashable, Sendable {
        case alert
        case excepted(by: UntrustedText)
        /// Older than the rule looks back.
        case late
        /// The rule has made as many alerts in this run as it may.
        case beyondCap
    }

    private var exceptions: AppliedExceptions
    /// Nil where every match counts.
    package var schedule: AlertSchedule?
    private var made: [UntrustedText: (since: Timestamp, count: Int)] = [:]
    /// Matches of each rule that came too late, and those that were too many.
    package private(set) var late: [UntrustedText: Int] = [:]
    package private(set) var beyondCap: [UntrustedText: Int] = [:]
    package private(set) var alerts = 0

    /// - Parameter schedule: nil where every match counts.
    package init(exceptions: AppliedExceptions, schedule: AlertSchedule? = nil) {
        self.exceptions = exceptions
        self.schedule = schedule
    }

    package var standings: [ExceptionStanding] { exceptions.standings }

    /// - Parameter now: the time at which the event is judged.
    package mutating func verdict(on alert: Alert, now: Timestamp) -> Verdict {
        if let id = exceptions.silencing(alert) { return .excepted(by: id) }
        if let schedule {
            if schedule.isLate(alert, now: now) {
                late[alert.rule.ruleID, default: 0] += 1
                return .late
            }
            if isFull(alert.rule, now: now) {
                beyondCap[alert.rule.ruleID, default: 0] += 1
                return .beyondCap
            }
        }
        alerts += 1
        return .alert
    }

    /// Counts one alert more; an interval of the rule counts as one run, however long the program runs.
    private mutating func isFull(_ rule: RuleMetadata, now: Timestamp) -> Bool {
        var count = made[rule.ruleID] ?? (now, 0)
        if now.seconds - count.since.seconds >= Int64(rule.interval) { count = (now, 0) }
        defer { made[rule.ruleID] = count }
        if count.count >= rule.alertCap { return true }
        count.count += 1
        return false
    }
}

/// When rules run, and so how far back each run looks.
package struct AlertSchedule: Sendable {
    /// When the run before started; nil for a first run.
    private let previous: Timestamp?

    package init(previous: Timestamp?) {
        self.previous = previous
    }

    /// Whether an event came to the index before the time that a run at `now` looks at.
    ///
    /// A run looks back as far as the rule says. One that comes later than the rule's interval looks back to the run
    /// before it and as much further as the rule's look-back is longer than its interval, so that no gap is left.
    /// An event without a time is never late.
    func isLate(_ alert: Alert, now: Timestamp) -> Bool {
        guard let time = alert.event.ingested else { return false }
        let rule = alert.rule
        var start = now.seconds - Int64(rule.lookBack)
        if let previous { start = min(start, previous.seconds - Int64(max(rule.lookBack - rule.interval, 0))) }
        return time.seconds < start
    }
}
