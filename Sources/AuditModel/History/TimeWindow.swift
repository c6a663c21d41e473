/// A span of time; both ends belong to it.
package struct TimeWindow: Hashable, Comparable, Codable, Sendable {
    package let start: Timestamp
    package let end: Timestamp

    /// An end before the start makes a window of that one moment, `start`.
    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    package static func < (left: TimeWindow, right: TimeWindow) -> Bool {
        left.start == right.start ? left.end < right.end : left.start < right.start
    }

    package func contains(_ time: Timestamp) -> Bool {
        start <= time && time <= end
    }

    /// Whether any moment from `first` to `last` lies in the window; a `last` of nil is a span that did not end.
    package func overlaps(from first: Timestamp, to last: Timestamp?) -> Bool {
        first <= end && (last.map { start <= $0 } ?? true)
    }

    /// The same moments in as few windows as possible, sorted.
    package static func merged(_ windows: [TimeWindow]) -> [TimeWindow] {
        var merged: [TimeWindow] = []
        for window in windows.sorted() {
            if let last = merged.last, window.start <= last.end {
                merged[merged.count - 1] = TimeWindow(start: last.start, end: max(last.end, window.end))
            } else {
                merged.append(window)
            }
        }
        return merged
    }
}
