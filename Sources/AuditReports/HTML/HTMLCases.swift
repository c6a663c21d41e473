import AuditModel

/// The cases, worst first: verdict, reasons, timeline, alerts, answers, and the packages that changed.
struct HTMLCases {
    let report: AuditReport

    /// Cases that are told in full before the rest is one row each.
    private static let full = 40
    /// Moments in the table of one case.
    private static let moments = 100

    var markup: Markup {
        if report.cases.isEmpty { return "" }
        let rest = report.cases.dropFirst(Self.full)
        let table: Markup? =
            rest.isEmpty
            ? nil
            : HTMLParts.folded(
                Formats.count(rest.count, "further case"), "in short; the JSON report tells all of them",
                "<table><thead><tr><th>Case</th><th>Verdict</th><th>What</th></tr></thead><tbody>\(rest.map(row))</tbody></table>"
            )
        return HTMLParts.section(
            "cases", "Cases",
            "Alerts and findings that belong together, worst first, what they come to, and why.",
            "\(report.cases.prefix(Self.full).map(article))\(table)")
    }

    private func row(_ story: Case) -> Markup {
        """
        <tr id="\(story.id)"><td><code>\(story.id)</code></td><td>\(story.verdict.rawValue)</td><td>\(HTMLParts.sentence(story.title))</td></tr>

        """
    }

    private func article(_ story: Case) -> Markup {
        """
        <article class="card finding case v-\(story.verdict.rawValue)" id="\(story.id)">
        <header><span class="badge">\(story.verdict.words)</span><span>confidence \(story.confidence.rawValue)</span><code class="id">\(story.id)</code></header>
        <h3>\(HTMLParts.sentence(story.title))</h3>
        <p class="path">\(story.verdict.meaning)</p>
        \(reasons(story))
        \(HTMLTimeline(id: story.id, entries: story.timeline.told(limit: 400).entries).markup)
        \(moments(story))
        \(HTMLAlerts(alerts: report.alerts(of: story)).table)
        \(answers(story))
        \(packages(story))
        \(findings(story))\(ties(story))
        </article>

        """
    }

    private func reasons(_ story: Case) -> Markup {
        let sides = [(true, "For an attack", "pro"), (false, "Against it", "contra")].map { incriminates, title, name in
            let lines = story.why.filter { $0.incriminates == incriminates }
            if lines.isEmpty { return "" as Markup }
            let items = lines.map { "<li>\(HTMLParts.sentence($0.text))</li>" as Markup }
            return "<section class=\"\(name)\"><h4>\(title)</h4><ul>\(items)</ul></section>" as Markup
        }
        return story.why.isEmpty ? "" : "<div class=\"reasons\">\(sides)</div>"
    }

    private func moments(_ story: Case) -> Markup {
        if story.timeline.isEmpty { return "" }
        let (entries, left) = story.timeline.told(limit: Self.moments)
        let rows = entries.map { entry -> Markup in
            let source: Markup? = Timeline.source(of: entry).map { "<small>\($0)</small>" }
            return """
                <tr><td class="t">\(HTMLTime.short(entry.time))</td><td class="k-\(entry.kind.rawValue)"><span class="kind">\(entry.kind.rawValue)</span></td><td>\(HTMLParts.sentence(entry.text))\(source)</td></tr>

                """
        }
        let more = left > 0 ? ["\(Formats.grouped(left)) more in the JSON report"] : []
        let omitted = story.omittedMoments > 0 ? [Timeline.omission(of: story)] : []
        let rest = (more + omitted).map { "<p class=\"for\">\($0)</p>" as Markup }
        let open: Markup = story.timeline.count <= 40 ? " open" : ""
        return """
            <details class="fold moments"\(open)><summary>\(Formats.count(story.timeline.count, "moment")) in order of time</summary>
            <table class="slim"><thead><tr><th>Time</th><th>Kind</th><th>What</th></tr></thead><tbody>\(rows)</tbody></table>\(rest)</details>
            """
    }

    private func answers(_ story: Case) -> Markup {
        let items = story.ownAnswers.map { answer -> Markup in
            let lines = answer.answer.map { "<li>\(HTMLParts.sentence($0))</li>" as Markup }
            return "<dt>\(answer.question)</dt><dd><ul>\(lines)</ul></dd>"
        }
        return items.isEmpty ? "" : "<dl class=\"answers\">\(items)</dl>"
    }

    private func packages(_ story: Case) -> Markup {
        if story.changedPackages.isEmpty { return "" }
        let rows = story.changedPackages.prefix(Self.moments).map { change -> Markup in
            let rung: Markup = change.rung.map { HTMLParts.rung($0) } ?? "no script"
            return """
                <tr><td class="t">\(HTMLTime.short(change.time))</td><td>\(change.action) of <code>\(change.package)</code> \(change.version)</td><td>\(rung)<small>\(HTMLParts.sentence(change.origin))</small></td></tr>

                """
        }
        let more = story.changedPackages.count - Self.moments
        let rest: Markup? = more > 0 ? "<p class=\"for\">\(Formats.grouped(more)) more in the JSON report</p>" : nil
        return """
            <h4>Packages changed in the window</h4>
            <table class="slim"><thead><tr><th>Time</th><th>Change</th><th>Evidence now</th></tr></thead><tbody>\(rows)</tbody></table>\(rest)
            """
    }

    private func findings(_ story: Case) -> Markup {
        let held = report.findings.filter { story.findingIDs.contains($0.id) }
        if held.isEmpty { return "" }
        let links = held.map {
            "<li>\(HTMLParts.severity($0.finding.severity)) <a href=\"#\($0.id)\">\($0.finding.check.rawValue)</a> <code>\($0.finding.path)</code></li>"
                as Markup
        }
        return "<h4>Findings of the case</h4><ul class=\"held\">\(links)</ul>"
    }

    private func ties(_ story: Case) -> Markup {
        if story.links.isEmpty { return "" }
        let rows = story.links.prefix(Self.moments).map { link -> Markup in
            """
            <tr><td>\(link.basis.rawValue)</td><td>\(link.strength.rawValue)</td><td><code>\(link.from)</code></td><td><code>\(link.to)</code></td></tr>

            """
        }
        return """
            <details class="fold"><summary>\(Formats.count(story.links.count, "tie")) of its parts</summary>
            <table class="slim"><thead><tr><th>Basis</th><th>Strength</th><th>From</th><th>To</th></tr></thead><tbody>\(rows)</tbody></table></details>
            """
    }
}

extension CaseVerdict {
    /// The verdict without hyphens.
    var words: String { rawValue.split(separator: "-").joined(separator: " ") }
}
