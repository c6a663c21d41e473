import AuditModel

/// What the audit did not examine or could not prove, and how to do better.
struct TextCoverage {
    let report: AuditReport

    /// Names shown before the rest is only counted; `debvouch inventory` and the JSON report have all.
    private static let shown = 24

    func write(into lines: inout TextLines) {
        unproven(into: &lines)
        if !report.coverage.gaps.isEmpty {
            lines.heading("NOT EXAMINED")
            let gaps = report.coverage.gaps
            for gap in gaps.prefix(40) {
                lines.add("  \(Escaping.printable(gap.path)): \(Escaping.printable(gap.reason))")
            }
            if gaps.count > 40 {
                lines.add("  and \(Formats.grouped(gaps.count - 40)) more; --report json lists them all")
            }
            if report.run.uid != 0, gaps.contains(where: { $0.errno != nil }) {
                lines.add("  Run as root to read what only root may read.")
            }
        }
        if !report.coverage.limits.isEmpty {
            lines.heading("LIMITS")
            for limit in report.coverage.limits { lines.wrapped(Escaping.printable(limit), lead: "  ") }
        }
    }

    private func unproven(into lines: inout TextLines) {
        let below = report.belowRequired
        if below.isEmpty { return }
        let packages = Set(below.compactMap { $0.package?.name }).sorted()
        let scripts = below.count { $0.role == .maintainerScript }
        let script = "of which \(Formats.count(scripts, "maintainer script"))"
        lines.heading(
            "NOT PROVEN  \(Formats.count(below.count, "file")) of \(Formats.count(packages.count, "package")), \(script)"
        )
        let names = packages.prefix(Self.shown).map { Escaping.printable($0) }.joined(separator: " ")
        let more = packages.count - Self.shown
        if !packages.isEmpty {
            lines.wrapped(more > 0 ? "\(names) and \(Formats.grouped(more)) more" : names, lead: "  ")
        }
        lines.wrapped(
            "No record of the tree covers a maintainer script, and what nothing contradicts is not vouched for.",
            lead: "  ")
        for advice in ProofSentences(report: report).advice { lines.wrapped(Escaping.printable(advice), lead: "  ") }
    }
}
