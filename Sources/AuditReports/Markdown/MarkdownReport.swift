package import AuditModel

/// The report for merge requests, tickets and wikis.
package struct MarkdownReport: Renderer {
    package let name = "markdown"

    package init() {}

    /// Files named under "Not proven" and "Not examined" before the rest is only counted.
    private static let shown = 50

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        var lines = verdict(report) + numbers(report)
        lines += MarkdownCases(report: report).lines
        lines += MarkdownGuidance(report: report).lines
        lines += findings(report)
        lines += MarkdownEvents(report: report).lines
        lines += exceptions(report)
        lines += hooks(report)
        lines += coverage(report)
        lines += controls(report)
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func verdict(_ report: AuditReport) -> [String] {
        let host = report.host
        let place = [host.hostname, host.release].compactMap(\.self).map { MarkdownText.code($0) }
        let live = host.isLive ? " (the running system)" : ""
        return [
            "# debvouch: \(report.verdict.rawValue)", "",
            "**\(MarkdownText.plain(Sentences.verdict(report)))** Exit status \(report.exitStatus).", "",
            "Audit of \(([MarkdownText.code(host.root) + live] + place).joined(separator: ", ")), "
                + "\(Formats.time(report.run.started)), by debvouch \(MarkdownText.plain(report.run.version)).", "",
        ]
    }

    private func numbers(_ report: AuditReport) -> [String] {
        var lines = ["| severity | findings |", "| --- | ---: |"]
        for severity in Severity.allCases {
            lines.append("| \(severity.rawValue) | \(report.standing.count { $0.finding.severity == severity }) |")
        }
        lines += ["", "| rung | files | meaning |", "| --- | ---: | --- |"]
        for rung in EvidenceRung.allCases {
            let count = report.artifacts.count { $0.assessment?.rung == rung }
            if count > 0 { lines.append("| \(rung.rawValue) | \(count) | \(rung.meaning) |") }
        }
        return lines + [""]
    }

    private func findings(_ report: AuditReport) -> [String] {
        if report.standing.isEmpty { return [] }
        var lines = ["## Findings", ""]
        for judged in report.standing where judged.finding.severity > .info { lines += finding(judged, in: report) }
        let notes = report.standing.filter { $0.finding.severity == .info }
        if !notes.isEmpty { lines += ["### Notes", ""] }
        for note in notes {
            let finding = note.finding
            lines.append("- \(MarkdownText.code(finding.path)): \(MarkdownText.sentence(finding.title))")
        }
        return notes.isEmpty ? lines : lines + [""]
    }

    private func finding(_ judged: JudgedFinding, in report: AuditReport) -> [String] {
        let finding = judged.finding
        var lines = ["### \(finding.severity.rawValue): \(MarkdownText.code(finding.path))", ""]
        lines += [MarkdownText.sentence(finding.title), ""]
        lines += finding.evidence.map { "- \(MarkdownText.sentence($0))" }
        if !finding.evidence.isEmpty { lines.append("") }
        lines += ["Why: \(MarkdownText.plain(judged.why))", ""]
        lines += ["Sure: \(Sentences.certainty(of: finding, in: report)).", ""]
        if let trail = report.artifact(at: finding.path)?.assessment?.reference {
            let key = trail.proof.map { ", signed for by \($0.chain.trust.rawValue) key \($0.chain.key.hex)" } ?? ""
            lines += [
                "Compared with \(MarkdownText.code(trail.member)) of \(MarkdownText.code(trail.location))\(key).", "",
            ]
        }
        let controls = ControlCatalog.shared.lines(for: finding.check).map { "\($0.framework) \($0.ids)" }
        if !controls.isEmpty { lines += ["Controls: \(MarkdownText.plain(controls.joined(separator: "; "))).", ""] }
        return lines + ["Check \(finding.check.rawValue), finding \(judged.id).", ""]
    }

    private func exceptions(_ report: AuditReport) -> [String] {
        let silenced = report.exceptions.flatMap { standing in
            ExceptionSentences.findings(of: standing, in: report).map { judged in
                let finding = judged.finding
                let exception = MarkdownText.plain(ExceptionSentences.line(of: standing.exception))
                return
                    "\(finding.severity.rawValue) \(finding.check.rawValue) \(MarkdownText.code(finding.path)), by \(exception)"
            }
        }
        let alerts = report.exceptions.compactMap { standing in
            ExceptionSentences.alerts(of: standing).map { count in
                "\(count), by \(MarkdownText.plain(ExceptionSentences.line(of: standing.exception)))"
            }
        }
        let concerns = report.exceptions.compactMap { ExceptionSentences.concern($0) }
        return list("Silenced by exceptions", silenced + alerts)
            + list("Exceptions to look at", concerns.map { MarkdownText.sentence($0) })
    }

    private func hooks(_ report: AuditReport) -> [String] {
        if report.hooks.isEmpty { return [] }
        var lines = ["## Hooks that apt and dpkg are configured to run", ""]
        for hook in report.hooks {
            let place = hook.position.map { MarkdownText.sentence($0.text) } ?? "an unknown place"
            let owner = hook.owner.map { "owned by \(MarkdownText.code($0.name)), \(hook.rung.rawValue)" } ?? "unowned"
            lines.append("- \(MarkdownText.code(hook.key)) in \(place), \(owner)")
            lines.append("  \(MarkdownText.code(hook.command))")
        }
        return lines + [""]
    }

    private func coverage(_ report: AuditReport) -> [String] {
        var lines: [String] = []
        lines += list(
            "Not examined",
            report.coverage.gaps.map { "\(MarkdownText.code($0.path)): \(MarkdownText.sentence($0.reason))" })
        lines += list(
            "Not proven",
            report.belowRequired.map { "\(MarkdownText.code($0.path)): \($0.assessment?.rung.rawValue ?? "-")" })
        lines += list("Ways to proof", ProofSentences(report: report).advice.map { MarkdownText.sentence($0) })
        return lines + list("Limits", report.coverage.limits.map { MarkdownText.sentence($0) })
    }

    private func list(_ title: String, _ items: [String]) -> [String] {
        if items.isEmpty { return [] }
        let more = items.count - Self.shown
        let rest = more > 0 ? ["- and \(Formats.grouped(more)) more"] : []
        return ["## \(title) (\(Formats.grouped(items.count)))", ""] + items.prefix(Self.shown).map { "- \($0)" } + rest
            + [""]
    }

    private func controls(_ report: AuditReport) -> [String] {
        var lines: [String] = []
        for (framework, rows) in ControlSummary(of: report).frameworks {
            lines += ["### \(framework.name)", "", "| control | title | checks | findings | worst |"]
            lines.append("| --- | --- | ---: | ---: | --- |")
            for row in rows {
                let worst = row.worst?.rawValue ?? "-"
                lines.append(
                    "| \(row.control.id) | \(MarkdownText.plain(row.control.title)) | \(row.checks) | \(row.findings.count) | \(worst) |"
                )
            }
            lines.append("")
        }
        if lines.isEmpty { return [] }
        let note = MarkdownText.plain("\(ControlSummary.reservation) \(ControlCatalog.shared.note)")
        return ["## Controls", "", note, ""] + lines.dropLast()
    }
}
