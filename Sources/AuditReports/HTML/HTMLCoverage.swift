import AuditModel

/// What was not examined, what could not be proven, and what this kind of audit cannot see.
struct HTMLCoverage {
    let report: AuditReport

    var markup: Markup {
        HTMLParts.section(
            "coverage", "Coverage",
            "\(Formats.count(report.coverage.examined, "artifact")) examined. What was not looked at is never called sound.",
            "\(gaps)\(unproven)\(limits)")
    }

    private var gaps: Markup {
        let gaps = report.coverage.gaps
        if gaps.isEmpty { return "<p class=\"card empty\">Everything in scope was examined.</p>" }
        let rows = gaps.map { gap -> Markup in
            let number: Markup? = gap.errno.map { " (errno \($0))" }
            return
                "<tr><td data-label=\"not examined\"><code>\(gap.path)</code></td><td>\(HTMLParts.sentence(gap.reason))\(number)</td></tr>\n"
        }
        return """
            <div class="card"><table><thead><tr><th>Not examined</th><th>Because</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// One package with its files below the required rung.
    private struct Shortfall {
        let name: UntrustedText
        var files = 0
        var scripts = 0
        var weakest = EvidenceRung.signed
    }

    private var unproven: Markup {
        let below = report.belowRequired
        if below.isEmpty { return "" }
        var packages: [UntrustedText: Shortfall] = [:]
        for artifact in below {
            let name = artifact.package?.name ?? ""
            var shortfall = packages[name] ?? Shortfall(name: name)
            shortfall.files += 1
            if artifact.role == .maintainerScript { shortfall.scripts += 1 }
            if let rung = artifact.assessment?.rung { shortfall.weakest = min(shortfall.weakest, rung) }
            packages[name] = shortfall
        }
        let rows = packages.values.sorted { $0.name < $1.name }.map { shortfall -> Markup in
            """
            <tr><td>\(shortfall.name)</td><td class="n" data-label="files">\(shortfall.files)</td><td class="n" data-label="scripts">\(shortfall.scripts)</td><td>\(HTMLParts.rung(shortfall.weakest))</td></tr>

            """
        }
        let ways = ProofSentences(report: report).advice.map { "<li>\(HTMLParts.sentence($0))</li>" as Markup }
        let head: Markup =
            "<thead><tr><th>Package</th><th class=\"n\">Files</th><th class=\"n\">Scripts</th><th>Weakest</th></tr></thead>"
        return HTMLParts.folded(
            "\(Formats.count(below.count, "file")) not proven to \(report.policy.decidingRung.rawValue)",
            "of \(Formats.count(rows.count, "package")); no local record covers a maintainer script, only its archive does",
            "<ul>\(ways)</ul><table>\(head)<tbody>\(rows)</tbody></table>")
    }

    private var limits: Markup {
        if report.coverage.limits.isEmpty { return "" }
        return """
            <div class="card limits"><h3>Limits</h3><ul>\(report.coverage.limits.map { "<li>\(HTMLParts.sentence($0))</li>" as Markup })</ul></div>
            """
    }
}
