import AuditModel

extension SavedEvidence {
    /// Adds what the tree's logs and programs said when they were searched, and says what nobody asked them then.
    func answer(_ inquiry: Inquiry, into testimony: inout Testimony) {
        guard inquiry.isNeeded else { return }
        testimony.history = self.testimony.history
        testimony.programs = self.testimony.programs.filter { inquiry.programs.contains($0.key) }
        testimony.coverage.gaps += testimony.history.gaps
        testimony.coverage.gaps += self.testimony.coverage.gaps.filter { inquiry.programs.contains($0.path) }
        testimony.coverage.limits += testimony.history.limits
        if !self.inquiry.isNeeded || !self.inquiry.history.covers(inquiry.history) {
            testimony.coverage.limits.append(
                """
                The tree's logs were searched before its evidence was saved, and not for all that this audit asks: records \
                about the rest are missing.
                """)
        }
        let unknown = inquiry.programs.subtracting(testimony.programs.keys)
        if !unknown.isEmpty {
            testimony.coverage.limits.append(
                "Of the programs that events name, \(unknown.count) are not in the saved evidence and were not compared."
            )
        }
    }
}

extension HistoryInterest {
    /// Whether everything that another interest keeps is kept for this one, too.
    fileprivate func covers(_ other: HistoryInterest) -> Bool {
        other.paths.isSubset(of: paths) && other.packages.isSubset(of: packages)
            && other.processIDs.isSubset(of: processIDs) && other.programs.isSubset(of: programs)
            && coversWindows(of: other)
    }

    /// Both sides are sorted, and no two windows of a side meet.
    private func coversWindows(of other: HistoryInterest) -> Bool {
        var mine = windows[...]
        return other.windows.allSatisfy { window in
            mine = mine.drop { $0.end < window.end }
            return mine.first.map { $0.start <= window.start } ?? false
        }
    }
}
