package import AuditModel

/// A comparison for a person: what is new first, what is settled last.
package enum ComparisonText {
    /// Changed files that are named one by one; the rest are counted.
    private static let mostChanges = 200

    package static func bytes(of comparison: ReportComparison, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add("old  \(named(comparison.old))")
        lines.add("new  \(named(comparison.new))")
        if !comparison.isOfOneTree {
            lines.wrapped("These reports are of different trees or hosts.", lead: "     ")
        }
        lines.add()
        lines.add(style.paint(summary(comparison), comparison.hasNews ? .alarm : .good))
        write("NEW", comparison.added, into: &lines)
        write("WORSE THAN BEFORE", comparison.worsened, into: &lines)
        write("RESOLVED", comparison.resolved, into: &lines)
        let worse = Set(comparison.worsened.map(\.id))
        write("UNCHANGED", comparison.unchanged.filter { !worse.contains($0.id) }, into: &lines)
        write("FILES THAT CHANGED", comparison.changes.filter(\.isOfFile), into: &lines)
        write("FILES WITH ANOTHER VERDICT OR RUNG", comparison.changes.filter { !$0.isOfFile }, into: &lines)
        rungs(comparison, into: &lines)
        return lines.bytes
    }

    private static func named(_ report: PastReport) -> String {
        let words = [report.location, report.finished, report.root, report.verdict].map { Escaping.printable($0) }
        return words.joined(separator: "  ")
    }

    /// `2 findings are new, 1 is resolved, 5 are unchanged`.
    static func summary(_ comparison: ReportComparison) -> String {
        let worse = comparison.worsened.isEmpty ? "" : " (\(comparison.worsened.count) worse than before)"
        return "\(Formats.count(comparison.added.count, "new finding")), \(comparison.resolved.count) resolved, "
            + "\(comparison.unchanged.count) unchanged\(worse)"
    }

    private static func write(_ title: String, _ findings: [PastFinding], into lines: inout TextLines) {
        if findings.isEmpty { return }
        lines.heading(title)
        lines.table(
            findings.map { finding in
                [
                    finding.severity.rawValue, Escaping.printable(finding.check), Escaping.printable(finding.path),
                    Escaping.printable(finding.title), Escaping.printable(finding.id),
                ]
            }, indent: 2)
    }

    private static func write(
        _ title: String, _ changes: [ReportComparison.ArtifactChange], into lines: inout TextLines
    ) {
        if changes.isEmpty { return }
        lines.heading(title)
        lines.table(changes.prefix(mostChanges).map { [Escaping.printable($0.path), words(for: $0)] }, indent: 2)
        if changes.count > mostChanges { lines.add("  and \(changes.count - mostChanges) more") }
    }

    private static func words(for change: ReportComparison.ArtifactChange) -> String {
        guard let old = change.old else { return "is new" }
        guard let new = change.new else { return "is gone" }
        var words: [String] = []
        if old.sha256 != new.sha256 { words.append("content") }
        if old.kind != new.kind { words.append("kind") }
        if old.mode != new.mode {
            words.append("mode \(old.mode.map(Formats.mode) ?? "-") to \(new.mode.map(Formats.mode) ?? "-")")
        }
        if old.uid != new.uid || old.gid != new.gid { words.append("owner") }
        if old.verdict != new.verdict {
            words.append("verdict \(old.verdict?.rawValue ?? "-") to \(new.verdict?.rawValue ?? "-")")
        }
        if old.rung != new.rung {
            words.append("rung \(old.rung?.rawValue ?? "-") to \(new.rung?.rawValue ?? "-")")
        }
        return words.joined(separator: ", ")
    }

    private static func rungs(_ comparison: ReportComparison, into lines: inout TextLines) {
        lines.heading("RUNGS")
        lines.table(
            [["", "old", "new"]] + comparison.rungs.map { [$0.rung.rawValue, String($0.old), String($0.new)] },
            indent: 2, rightAligned: [1, 2])
        lines.add("  stronger than before: \(comparison.strengthened), weaker: \(comparison.weakened)")
    }
}
