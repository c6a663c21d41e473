package import AuditModel

/// Tells what is new, resolved and unchanged between two reports; findings are told apart by their ids.
package enum ReportComparer {
    package static func compare(_ old: PastReport, with new: PastReport) -> ReportComparison {
        var comparison = ReportComparison(old: old, new: new)
        compareFindings(&comparison)
        compareArtifacts(&comparison)
        comparison.rungs = EvidenceRung.allCases.compactMap { rung in
            let before = old.artifacts.values.count { $0.rung == rung }
            let now = new.artifacts.values.count { $0.rung == rung }
            return before == 0 && now == 0 ? nil : ReportComparison.RungCount(rung: rung, old: before, new: now)
        }
        return comparison
    }

    private static func compareFindings(_ comparison: inout ReportComparison) {
        let (old, new) = (comparison.old.findings, comparison.new.findings)
        let before = Dictionary(old.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Set(new.map(\.id))
        for finding in new.sorted(by: PastFinding.reportOrder) {
            guard let earlier = before[finding.id] else {
                comparison.added.append(finding)
                continue
            }
            comparison.unchanged.append(finding)
            if finding.severity > earlier.severity { comparison.worsened.append(finding) }
        }
        comparison.resolved = old.filter { !now.contains($0.id) }.sorted(by: PastFinding.reportOrder)
    }

    private static func compareArtifacts(_ comparison: inout ReportComparison) {
        let (old, new) = (comparison.old.artifacts, comparison.new.artifacts)
        for path in Set(old.keys).union(new.keys).sorted() {
            let (before, now) = (old[path], new[path])
            if before == now { continue }
            comparison.changes.append(ReportComparison.ArtifactChange(path: path, old: before, new: now))
            guard let was = before?.rung, let rung = now?.rung else { continue }
            if rung > was { comparison.strengthened += 1 }
            if rung < was { comparison.weakened += 1 }
        }
    }
}
