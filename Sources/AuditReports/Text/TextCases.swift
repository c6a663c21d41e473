import AuditModel

/// The cases of a text report, worst first: what they come to and why, what happened when, and what is known of it.
struct TextCases {
    let report: AuditReport

    /// Cases that are told in full before the rest is one line each.
    private static let full = 10
    private static let shown = 40
    private static let moments = 25
    /// A case from the disk alone has its findings right below it.
    private static let momentsOnDisk = 8

    func write(into lines: inout TextLines) {
        let cases = report.cases
        if cases.isEmpty { return }
        lines.heading("CASES  \(Sentences.verdicts(of: cases))")
        for story in cases.prefix(Self.full) { write(story, into: &lines) }
        let rest = cases.dropFirst(Self.full)
        if !rest.isEmpty { lines.add() }
        for story in rest.prefix(Self.shown) {
            lines.add("  \(story.id)  \(story.verdict.rawValue)  \(Escaping.printable(story.title))")
        }
        if rest.count > Self.shown {
            lines.add("  and \(Formats.grouped(rest.count - Self.shown)) more; --report json tells them all")
        }
    }

    private func write(_ story: Case, into lines: inout TextLines) {
        let style = lines.style
        let isOnDiskOnly = story.alertIDs.isEmpty
        let title = Escaping.printable(story.title)
        lines.add()
        lines.add(
            "  \(style.paint(story.verdict.rawValue.uppercased(), story.verdict.tone))  confidence \(story.confidence.rawValue)"
        )
        lines.wrapped(title, lead: "    ")
        let reasons = story.why.filter { reason in !(reason.subject.map(story.titleSubjects.contains) ?? false) }
        if !reasons.isEmpty { lines.add("    for and against an attack") }
        for reason in reasons {
            lines.wrapped(
                Escaping.printable(reason.text), lead: reason.incriminates ? "      for      " : "      against  ")
        }
        silenced(story, into: &lines)
        timeline(story, limit: isOnDiskOnly ? Self.momentsOnDisk : Self.moments, into: &lines)
        // Of what is only on disk the finding right below answers the same.
        for answer in isOnDiskOnly ? [] : story.ownAnswers { write(answer, into: &lines) }
        TextChanges(packages: story.changedPackages).write(into: &lines)
        let ids = [story.id] + story.findingIDs + story.alertIDs
        for line in wrappedFaint(ids.joined(separator: " "), lines) { lines.add(style.paint(line, .faint)) }
    }

    private func wrappedFaint(_ text: String, _ lines: TextLines) -> [String] {
        var wrapped = TextLines(style: TextStyle(colour: false, width: lines.style.width))
        wrapped.wrapped(text, lead: "    id       ")
        return wrapped.lines
    }

    /// Events that were real and that an exclusion of the rule kept quiet.
    private func silenced(_ story: Case, into lines: inout TextLines) {
        for alert in story.silenced(in: report) {
            let text: ReportText = "\(Sentences.subject(of: alert)): \(Sentences.outcome(of: alert))"
            lines.wrapped(Escaping.printable(text), lead: "    silenced ")
        }
    }

    /// A line for each day, so that the times stay short.
    private func timeline(_ story: Case, limit: Int, into lines: inout TextLines) {
        if story.timeline.isEmpty { return }
        let (entries, left) = story.timeline.told(limit: limit)
        lines.add("    timeline (UTC)")
        var day = ""
        for entry in entries {
            let (date, clock) = Self.parts(of: entry.time)
            if date != day { lines.add("      \(date)") }
            day = date
            let kind = entry.kind.rawValue + String(repeating: " ", count: max(0, 11 - entry.kind.rawValue.utf8.count))
            let source = Timeline.source(of: entry).map { " [\(Escaping.printable($0))]" } ?? ""
            lines.wrapped(Escaping.printable(entry.text) + source, lead: "        \(clock)  \(kind)  ")
        }
        if left > 0 { lines.add("        \(Formats.grouped(left)) more in the JSON report") }
        if story.omittedMoments > 0 { lines.add("        \(Timeline.omission(of: story))") }
    }

    /// `2026-11-18` and `20:26:40`; a time that no calendar has is a number of seconds.
    private static func parts(of time: Timestamp) -> (day: String, clock: String) {
        let text = Formats.time(time)
        guard let cut = text.firstIndex(of: "T") else { return (text, "--:--:--") }
        return (String(text[..<cut]), String(text[text.index(after: cut)...].prefix(8)))
    }

    private func write(_ answer: CaseAnswer, into lines: inout TextLines) {
        lines.add("    \(answer.question)")
        for line in answer.answer { lines.wrapped(Escaping.printable(line), lead: "      ") }
    }
}

/// Packages that changed in a case's window.
struct TextChanges {
    let packages: [ChangedPackage]

    private static let shown = 12

    func write(into lines: inout TextLines) {
        if packages.isEmpty { return }
        lines.add("    packages changed in the window")
        let rows = packages.prefix(Self.shown).map { change in
            [
                HTMLTime.short(change.time), Escaping.printable(change.action),
                "\(Escaping.printable(change.package)) \(Escaping.printable(change.version))",
                change.rung?.rawValue ?? "no script", Escaping.printable(change.origin),
            ]
        }
        lines.table(Array(rows), indent: 6)
        let more = packages.count - Self.shown
        if more > 0 { lines.add("      \(Formats.grouped(more)) more in the JSON report") }
    }
}

/// What event files held, and the alerts that belong to no case.
struct TextEvents {
    let report: AuditReport

    private static let shown = 10

    func write(into lines: inout TextLines) {
        guard let events = report.events else { return }
        let names = events.inputs.prefix(4).map { Escaping.printable($0) }.joined(separator: ", ")
        let others = events.inputs.count > 4 ? " and \(events.inputs.count - 4) more" : ""
        lines.heading("EVENTS  \(Formats.count(events.documents, "document")) from \(names)\(others)")
        lines.wrapped(Escaping.printable(Sentences.events(events)), lead: "  ")
        let loose = report.looseAlerts
        for alert in loose.prefix(Self.shown) {
            let time = alert.facts.time.map { HTMLTime.short($0) + "  " } ?? ""
            let text: ReportText =
                "\(Sentences.subject(of: alert)): \(Sentences.outcome(of: alert)) (\(alert.facts.position.text))"
            lines.wrapped(time + Escaping.printable(text), lead: "  ")
        }
        if loose.count > Self.shown {
            lines.add("  and \(Formats.grouped(loose.count - Self.shown)) more; --report json tells them all")
        }
    }
}
