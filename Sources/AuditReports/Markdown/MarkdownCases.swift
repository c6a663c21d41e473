import AuditModel

/// The cases of a runbook: verdict, reasons, timeline, alerts and answers.
struct MarkdownCases {
    let report: AuditReport

    /// Cases that are told before the rest is only counted, and rows of one table.
    private static let shown = 50

    var lines: [String] {
        if report.cases.isEmpty { return [] }
        var lines = ["## Cases", "", "\(MarkdownText.plain(Sentences.verdicts(of: report.cases))).", ""]
        for story in report.cases.prefix(Self.shown) { lines += write(story) }
        let more = report.cases.count - Self.shown
        if more > 0 { lines += ["and \(Formats.grouped(more)) more in the JSON report", ""] }
        return lines
    }

    private func write(_ story: Case) -> [String] {
        var lines = ["### \(story.verdict.rawValue), confidence \(story.confidence.rawValue)", ""]
        lines += [MarkdownText.sentence(story.title), ""]
        lines += story.why.map {
            "- \($0.incriminates ? "for an attack" : "against it"): \(MarkdownText.sentence($0.text))"
        }
        if !story.why.isEmpty { lines.append("") }
        lines += silenced(story) + timeline(story)
        for answer in story.ownAnswers {
            lines += ["**\(MarkdownText.plain(answer.question))**", ""]
            lines += answer.answer.map { "- \(MarkdownText.sentence($0))" } + [""]
        }
        lines += packages(story)
        let ids = (story.findingIDs + story.alertIDs).map { MarkdownText.plain($0) }.joined(separator: ", ")
        return lines + ["Case \(MarkdownText.plain(story.id))\(ids.isEmpty ? "" : ": " + ids).", ""]
    }

    /// Events that were real and that an exclusion of the rule kept quiet.
    private func silenced(_ story: Case) -> [String] {
        let alerts = story.silenced(in: report)
        if alerts.isEmpty { return [] }
        return alerts.map { alert in
            let text: ReportText = "\(Sentences.subject(of: alert)): \(Sentences.outcome(of: alert))"
            return "- silenced: \(MarkdownText.sentence(text))"
        } + [""]
    }

    private func timeline(_ story: Case) -> [String] {
        if story.timeline.isEmpty { return [] }
        let (entries, left) = story.timeline.told(limit: Self.shown)
        var lines = ["| time | kind | what | source |", "| --- | --- | --- | --- |"]
        for entry in entries {
            let source = Timeline.source(of: entry).map { MarkdownText.cell($0) } ?? ""
            lines.append(
                "| \(HTMLTime.short(entry.time)) | \(entry.kind.rawValue) | \(MarkdownText.cell(entry.text)) | \(source) |"
            )
        }
        if left > 0 { lines += ["", "\(Formats.grouped(left)) more in the JSON report."] }
        if story.omittedMoments > 0 { lines += ["", "\(Timeline.omission(of: story))."] }
        return lines + [""]
    }

    private func packages(_ story: Case) -> [String] {
        if story.changedPackages.isEmpty { return [] }
        var lines = ["| changed | package | scripts now | origin |", "| --- | --- | --- | --- |"]
        for change in story.changedPackages.prefix(Self.shown) {
            let package: ReportText = "\(change.action) of \(change.package) \(change.version)"
            lines.append(
                "| \(HTMLTime.short(change.time)) | \(MarkdownText.cell(package)) | \(change.rung?.rawValue ?? "-") | \(MarkdownText.cell(change.origin)) |"
            )
        }
        let more = story.changedPackages.count - Self.shown
        if more > 0 { lines += ["", "\(Formats.grouped(more)) more in the JSON report."] }
        return lines + [""]
    }
}

/// What the event files held, and the alerts that belong to no case.
struct MarkdownEvents {
    let report: AuditReport

    private static let shown = 50

    var lines: [String] {
        guard let events = report.events else { return [] }
        let names = events.inputs.prefix(Self.shown).map { MarkdownText.code($0) }.joined(separator: ", ")
        var lines = ["## Events", "", "\(Formats.count(events.documents, "document")) from \(names).", ""]
        lines += [MarkdownText.sentence(Sentences.events(events)), ""]
        let loose = report.looseAlerts
        if loose.isEmpty { return lines }
        lines += loose.prefix(Self.shown).map { alert in
            let time = alert.facts.time.map { HTMLTime.short($0) + ": " } ?? ""
            let text: ReportText =
                "\(Sentences.subject(of: alert)): \(Sentences.outcome(of: alert)) (\(alert.facts.position.text))"
            return "- \(time)\(MarkdownText.sentence(text))"
        }
        let more = loose.count - Self.shown
        if more > 0 { lines.append("- and \(Formats.grouped(more)) more") }
        return lines + [""]
    }
}
