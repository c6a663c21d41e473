import AuditModel

/// The findings, worst first, each with its evidence, its reason and its chain; notes as a table.
struct HTMLFindings {
    let report: AuditReport

    var markup: Markup {
        let told = report.standing.filter { $0.finding.severity > .info }
        let notes = report.standing.filter { $0.finding.severity == .info }
        var body: Markup = told.isEmpty ? "<p class=\"card empty\">No finding above info.</p>" : ""
        var chained: [HostPath: JudgedFinding] = [:]
        for judged in told {
            let earlier = chained[judged.finding.path]
            if earlier == nil { chained[judged.finding.path] = judged }
            body += article(judged, chainIn: earlier)
        }
        if !notes.isEmpty { body += table(of: notes) }
        return HTMLParts.section(
            "findings", "Findings",
            "\(Formats.count(report.checks.count, "check")) ran. What is wrong, worst first, and how far the evidence carries.",
            body)
    }

    private func article(_ judged: JudgedFinding, chainIn earlier: JudgedFinding?) -> Markup {
        let finding = judged.finding
        let package: Markup? = finding.package.map { "<span>package \($0.text)</span>" }
        let evidence: Markup? =
            finding.evidence.isEmpty
            ? nil
            : "<ul class=\"evidence\">\(finding.evidence.map { "<li>\(HTMLParts.sentence($0))</li>" as Markup })</ul>"
        return """
            <article class="card finding t-\(finding.severity.rawValue)" id="\(judged.id)">
            <header><span class="badge">\(finding.severity.rawValue)</span><span>\(finding.check.rawValue)</span>\(package)<code class="id">\(judged.id)</code></header>
            <h3>\(HTMLParts.sentence(finding.title))</h3>
            <p class="path"><code>\(finding.path)</code></p>
            \(evidence)
            <dl class="facts">
            <dt>Why</dt><dd>\(judged.why)</dd>
            <dt>Certainty</dt><dd>\(Sentences.certainty(of: finding, in: report))</dd>
            \(chain(of: finding, in: earlier))\(next(judged))\(references(judged))\(controls(finding.check))
            </dl>
            </article>

            """
    }

    /// The chain of a file stands once, in its first finding.
    private func chain(of finding: Finding, in earlier: JudgedFinding?) -> Markup {
        if let earlier {
            return "<dt>Evidence</dt><dd>as in finding <a href=\"#\(earlier.id)\"><code>\(earlier.id)</code></a></dd>"
        }
        guard let artifact = report.artifact(at: finding.path) else { return "" }
        let chain = HTMLChain(artifact: artifact).markup
        // A low finding seldom rests on the chain, which would make the page long.
        guard finding.severity <= .low, let rung = artifact.assessment?.rung else {
            return "<dt>Evidence</dt><dd>\(chain)</dd>"
        }
        return """
            <dt>Evidence</dt><dd><details class="fold"><summary>\(rung.rawValue): \(rung.meaning)</summary>\(chain)</details></dd>
            """
    }

    private func next(_ judged: JudgedFinding) -> Markup {
        guard let step = judged.guidance.first else { return "" }
        let more = judged.guidance.count - 1
        let rest = more > 0 ? ", then \(Formats.count(more, "step")) more" : ""
        let isPlanned = report.policy.failOn.map { judged.finding.severity >= $0 } ?? false
        let tail: Markup = isPlanned ? "<a href=\"#guidance\">\(step.title)</a>\(rest)" : "\(step.title)\(rest)"
        return "<dt>Next</dt><dd>\(tail)</dd>"
    }

    private func references(_ judged: JudgedFinding) -> Markup {
        judged.references.isEmpty ? "" : "<dt>See</dt><dd>\(judged.references.joined(separator: "; "))</dd>"
    }

    private func controls(_ check: CheckID) -> Markup {
        let lines = ControlCatalog.shared.lines(for: check)
        if lines.isEmpty { return "" }
        let items = lines.map { "<li><b>\($0.framework)</b> \($0.ids)</li>" as Markup }
        return "<dt>Controls</dt><dd><ul class=\"controls\">\(items)</ul></dd>"
    }

    private func table(of notes: [JudgedFinding]) -> Markup {
        let rows = notes.map { note -> Markup in
            let finding = note.finding
            return """
                <tr id="\(note.id)"><td><code>\(finding.path)</code></td><td>\(HTMLParts.sentence(finding.title))</td><td><small>\(finding.check.rawValue)</small></td></tr>

                """
        }
        let head: Markup = "<thead><tr><th>File</th><th>Note</th><th>Check</th></tr></thead>"
        return HTMLParts.folded(
            Formats.count(notes.count, "note"), "at info: nothing to do, good to know",
            "<table>\(head)<tbody>\(rows)</tbody></table>")
    }
}
