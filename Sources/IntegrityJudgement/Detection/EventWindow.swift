package import AuditModel

/// Which events were judged, by the digest of what names them: all of them, or the newest ones up to a limit.
package struct EventWindow: Sendable {
    /// Names with the time of their event in seconds since 1970.
    package private(set) var times: [SHA256Digest: Int64]
    private let limit: Int?

    /// Events that a window with a limit holds.
    package static let usualLimit = 50_000

    /// - Parameter limit: nil remembers every event for as long as the run lasts.
    package init(_ times: [SHA256Digest: Int64] = [:], limit: Int? = nil) {
        self.times = times
        self.limit = limit
    }

    func contains(_ key: SHA256Digest) -> Bool { times[key] != nil }

    mutating func insert(_ key: SHA256Digest, at time: Int64) {
        times[key] = max(times[key] ?? time, time)
        // Sorting for every event too many would make each one dear.
        if let limit, times.count > limit * 2 { keepNewest(limit) }
    }

    /// Forgets events before a time, and the oldest ones beyond the limit.
    package mutating func prune(before time: Int64) {
        times = times.filter { $0.value >= time }
        if let limit, times.count > limit { keepNewest(limit) }
    }

    private mutating func keepNewest(_ count: Int) {
        let newest = times.sorted { left, right in
            left.value == right.value ? left.key.hex < right.key.hex : left.value > right.value
        }
        times = Dictionary(newest.prefix(count).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
