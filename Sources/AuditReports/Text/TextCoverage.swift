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

    /// The one line that says how to do better; with archives at hand, how to get those that are still missing.
    private var advice: String {
        let root = Escaping.printable(report.host.root)
        let hasArchives = report.archiveCount > 0
        let fetch =
            hasArchives
            ? "--fetch --files, which takes in packages without a script or hook" : "--fetch, which uses the network"
        let archives =
            hasArchives
            ? "--archives DIR with the .deb files that are missing" : "--archives DIR with the packages' .deb files"
        return report.host.isLive
            ? "To prove them: debvouch audit \(fetch), or \(archives)."
            : "To prove them: debvouch audit --root \(root) \(archives), or --fetch --files --sources FILE."
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
        lines.wrapped(more > 0 ? "\(names) and \(Formats.grouped(more)) more" : names, lead: "  ")
        lines.wrapped(
            (scripts > 0 ? "No local record covers a maintainer script. " : "") + advice, lead: "  ")
    }
}
