/// What a reader of logs is to keep: everything else in them is somebody's privacy.
package struct HistoryInterest: Hashable, Codable, Sendable {
    /// Paths inside the tree; a log line that names one is kept whenever it was written.
    package var paths: Set<HostPath>
    /// Names of packages, without architecture.
    package var packages: Set<UntrustedText>
    package var processIDs: Set<Int>
    /// File names of programs, without folder.
    package var programs: Set<UntrustedText>
    /// Sorted and apart from each other; the caller has already widened them by what clocks may differ.
    package let windows: [TimeWindow]

    package init(
        paths: Set<HostPath> = [], packages: Set<UntrustedText> = [], processIDs: Set<Int> = [],
        programs: Set<UntrustedText> = [], windows: [TimeWindow] = []
    ) {
        self.paths = paths
        self.packages = packages
        self.processIDs = processIDs
        self.programs = programs
        self.windows = TimeWindow.merged(windows)
    }

    /// Whether a moment lies in one of the windows.
    package func includes(_ time: Timestamp) -> Bool {
        includes(from: time, to: time)
    }

    /// Whether a span, open-ended where `last` is nil, touches one of the windows.
    package func includes(from first: Timestamp, to last: Timestamp?) -> Bool {
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].end < first { low = middle + 1 } else { high = middle }
        }
        return low < windows.count && windows[low].overlaps(from: first, to: last)
    }
}

/// One thing of the interest that a record names.
package enum HistorySubject: Hashable, Codable, Sendable {
    case path(HostPath)
    case package(UntrustedText)
    case processID(Int)
    /// A program's file name.
    case program(UntrustedText)
}
