import AuditModel

/// Records about packages of interest that lie outside every window: of each package the newest, whenever they were.
///
/// Files come newest first and lines oldest first, so the end of each file counts before its start.
struct RecentRecords {
    private let limit: Int
    private var kept: [UntrustedText: [HistoryRecord]] = [:]
    private var current: [UntrustedText: [HistoryRecord]] = [:]
    /// Packages of which older records were left out.
    private(set) var cut: Set<UntrustedText> = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func add(_ record: HistoryRecord, about package: UntrustedText) {
        current[package, default: []].append(record)
        if let count = current[package]?.count, count >= limit * 2 + 16 {
            current[package]?.removeFirst(count - limit)
            cut.insert(package)
        }
    }

    /// Ends one file; an older one may follow.
    mutating func endFile() {
        for (package, records) in current {
            let room = max(0, limit - kept[package, default: []].count)
            kept[package, default: []] += records.suffix(room)
            if records.count > room { cut.insert(package) }
        }
        current = [:]
    }

    /// All of them, each once, though it may be about several packages.
    var records: [HistoryRecord] {
        Array(Set(kept.values.joined())).sorted(by: HistoryRecord.inReportOrder)
    }

    /// The sentence that says what was left out.
    func remark(on source: HistorySource) -> ReportText? {
        guard !cut.isEmpty else { return nil }
        return "Of \(source) only the newest \(limit) records of each of \(cut.count, "package") outside the time in "
            + "question were kept."
    }
}
