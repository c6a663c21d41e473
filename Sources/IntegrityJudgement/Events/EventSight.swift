import AuditModel

/// Whether the event files could have shown what is found on disk; silence is only worth something where they could.
enum EventSight {
    static func answer(for view: CaseView) -> CaseAnswer {
        var lines: [ReportText] = []
        let events = view.evidence.events
        let seen = Set(view.events.flatMap { $0.mentions { _ in true }.map(\.path) })
        for artifact in view.artifacts where !seen.contains(artifact.path) {
            guard let facts = artifact.facts, artifact.assessment?.verdict != .verified else { continue }
            lines.append("\(artifact.path): \(sight(of: facts, events))")
        }
        if lines.isEmpty, let span = events.span, !view.events.isEmpty {
            lines.append("the files cover \(span.start) to \(span.end)")
        }
        return CaseAnswer(
            id: "could-events-show-it", question: "Could the event files have shown it?",
            answer: Array(lines.prefix(CaseAnswers.limit)))
    }

    private static func sight(of facts: FileFacts, _ events: EventEvidence) -> ReportText {
        guard let span = events.span else { return "no event of this host carries a time" }
        if facts.changed < span.start {
            return "last changed \(facts.changed), before the first event at \(span.start)"
        }
        if span.end < facts.changed {
            return "last changed \(facts.changed), after the last event at \(span.end)"
        }
        if !events.categories.contains("file") { return "the files hold no file events at all" }
        return """
            file events cover \(facts.changed), and none names it: links, writes in place, mounts and changes to a stopped \
            image raise none
            """
    }
}
