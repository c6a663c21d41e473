import AuditModel

/// Alerts as a table: what happened, who did it, and what the rule made of it.
struct HTMLAlerts {
    let alerts: [AlertRecord]

    private static let shown = 100

    /// Empty without alerts.
    var table: Markup {
        if alerts.isEmpty { return "" }
        let more = alerts.count - Self.shown
        let rest: Markup? = more > 0 ? "<p class=\"for\">\(Formats.grouped(more)) more in the JSON report</p>" : nil
        return """
            <h4>\(Formats.count(alerts.count, "alert"))</h4>
            <table class="slim"><thead><tr><th>Event</th><th>By</th><th>Rule</th></tr></thead><tbody>\(alerts.prefix(Self.shown).map(row))</tbody></table>\(rest)
            """
    }

    private func row(_ alert: AlertRecord) -> Markup {
        let facts = alert.facts
        let what: Markup = facts.subject.map { "<code>\($0)</code>" } ?? "<code>\(facts.identifier)</code>"
        let time = facts.time.map { HTMLTime.short($0) } ?? "no time"
        let from: Markup? = facts.originalFile.map { "<small>renamed from <code>\($0)</code></small>" }
        let host: Markup? =
            alert.relation == .other ? facts.hostName.map { "<small>on host <code>\($0)</code></small>" } : nil
        return """
            <tr><td class="w">\(what)\(from)\(host)<small>\(time)</small></td><td class="w" data-label="by">\(doer(facts))</td><td class="w">\(badge(alert.outcome))<small>\(HTMLParts.sentence(Sentences.outcome(of: alert)))</small><small>\(facts.position.text)</small></td></tr>

            """
    }

    private func badge(_ outcome: AlertOutcome) -> Markup {
        switch outcome {
        case .matched: "<span class=\"k-alert\"><span class=\"kind\">matched</span></span>"
        case .excluded: "<span class=\"k-event\"><span class=\"kind\">silenced</span></span>"
        case .undecided: "<span class=\"k-log\"><span class=\"kind\">undecided</span></span>"
        }
    }

    private func doer(_ facts: EventFacts) -> Markup {
        let process = facts.process
        guard let label = process.commandLine ?? process.executable?.text ?? process.name else {
            return "an unnamed process"
        }
        let pid: Markup? = process.pid.map { " [\($0)]" }
        let user: Markup? = (facts.userName ?? facts.userID).map { "<small>as \($0)</small>" }
        let parent: Markup? = (facts.parent.executable?.text ?? facts.parent.name).map {
            "<small>started by <code>\($0)</code></small>"
        }
        return "<code>\(label)</code>\(pid)\(user)\(parent)"
    }
}

/// What the event files held, and the alerts that belong to no case.
struct HTMLEvents {
    let report: AuditReport

    var markup: Markup {
        guard let events = report.events else { return "" }
        let names = events.inputs.prefix(20).map { "<code>\($0)</code>" as Markup }
        let joined = names.dropFirst().reduce(names.first ?? "") { "\($0), \($1)" as Markup }
        let more = events.inputs.count > 20 ? " and \(events.inputs.count - 20) more" : ""
        let loose = report.looseAlerts
        let table: Markup =
            loose.isEmpty
            ? ""
            : "<p>These belong to no case: they are of another host, an exception covers them, or they only stand here because they touch a file with a finding.</p>\(HTMLAlerts(alerts: loose).table)"
        return HTMLParts.section(
            "events", "Events", "What the event files held.",
            """
            <div class="card limits"><p><b>\(Formats.count(events.documents, "document"))</b> from \(joined)\(more).</p>
            <p>\(HTMLParts.sentence(Sentences.events(events)))</p>\(table)</div>
            """)
    }
}
