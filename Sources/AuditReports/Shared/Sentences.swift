import AuditModel

/// Sentences that several formats share.
enum Sentences {
    /// The verdict in words, without the exit status; what made it so comes first.
    static func verdict(_ report: AuditReport) -> String {
        let proof = ProofSentences(report: report)
        let open = [proof.shortfall, proof.notAsked].compactMap(\.self)
        var parts = report.verdict == .unproven ? open : []
        parts += found(report)
        if !report.coverage.gaps.isEmpty {
            parts.append("\(Formats.count(report.coverage.gaps.count, "item")) could not be examined.")
        }
        if !report.openCases.isEmpty {
            let alone = report.openCases.count == 1
            parts.append(
                "\(Formats.count(report.openCases.count, "case")) with an alert \(alone ? "is" : "are") undetermined.")
        }
        if report.verdict != .unproven { parts += open }
        if report.verdict == .clean {
            parts.append("Everything in scope was examined, and all that runs as root is proven or accepted.")
        }
        if let accepted = proof.accepted { parts.append(accepted) }
        return parts.joined(separator: " ")
    }

    /// The verdict as the first word of a report for people.
    static func word(_ verdict: AuditVerdict) -> String {
        switch verdict {
        case .clean: "Clean"
        case .unproven: "Unproven"
        case .incomplete: "Incomplete"
        case .findings: "Findings"
        }
    }

    /// What each exit status of an audit stands for.
    static let exitStatuses = "0 clean, 1 findings, 2 unproven or incomplete, 3 both"

    private static func found(_ report: AuditReport) -> [String] {
        var parts: [String] = []
        let counts = Severity.allCases.compactMap { severity -> String? in
            let count = report.notable.count { $0.finding.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        let cases = report.notableCases
        if counts.isEmpty, cases.isEmpty {
            parts.append("Nothing was found at \(min(report.policy.failOn ?? .medium, .medium).rawValue) or above.")
        }
        if !counts.isEmpty { parts.append("Found: \(counts.joined(separator: ", ")).") }
        if !cases.isEmpty { parts.append("Cases: \(verdicts(of: cases)).") }
        if report.verdict == .findings, report.failing.isEmpty, report.failingCases.isEmpty {
            let limit = report.policy.failOn?.rawValue ?? "none"
            parts.append("None of it counts for the exit status, which was asked to tell of \(limit).")
        }
        return parts
    }

    /// How far the evidence carries a finding.
    static func certainty(of finding: Finding, in report: AuditReport) -> String {
        guard let assessment = report.artifact(at: finding.path)?.assessment else { return "seen directly in the tree" }
        switch assessment.rung {
        case .contradicted:
            let rung = assessment.contradicts?.rawValue ?? "archive-only"
            return "the file contradicts evidence at rung \(rung)"
        case .unverifiable, .selfConsistent, .hostTrusted:
            return "seen directly in the tree; nothing from outside it says what the file should be"
        case .signed, .signedOtherVersion, .archiveOnly, .baseline:
            return "seen directly in the tree; the file's bytes are \(assessment.rung.rawValue)"
        }
    }

    /// How many cases come to what, worst first.
    static func verdicts(of cases: [Case]) -> String {
        CaseVerdict.allCases.compactMap { verdict in
            let count = cases.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(Formats.grouped(count)) \(verdict.rawValue)"
        }.joined(separator: ", ")
    }

    /// What became of the events, in numbers.
    static func events(_ events: EventEvidence) -> ReportText {
        var text: ReportText = """
            Matched a rule: \(ours: Formats.grouped(events.matched)). Silenced by an exclusion: \
            \(ours: Formats.grouped(events.excluded)). Undecided: \(ours: Formats.grouped(events.undecided)).
            """
        if events.repeated > 0 { text = "\(text) Seen before: \(ours: Formats.grouped(events.repeated))." }
        if events.ofOtherHosts > 0 {
            text = "\(text) Alerts of other hosts: \(ours: Formats.grouped(events.ofOtherHosts))."
        }
        if let span = events.span {
            text =
                "\(text) Span: \(ours: HTMLTime.short(span.start)) to \(ours: HTMLTime.short(span.end))."
        }
        let categories = events.categories.sorted().prefix(20)
        if categories.isEmpty { return "\(text) No event of this host has a category that ECS knows." }
        return "\(text) Categories: \(list(Array(categories)))."
    }

    /// What an alert is about, without its time and place.
    static func subject(of alert: AlertRecord) -> ReportText {
        let facts = alert.facts
        let what: ReportText = facts.subject.map { "\($0)" } ?? "event \(facts.identifier)"
        guard alert.relation == .other, let host = facts.hostName else { return what }
        return "\(what) of host \(host)"
    }

    /// What became of the rule.
    static func outcome(of alert: AlertRecord) -> ReportText {
        let name = alert.rule.alertName
        let excepted: ReportText = alert.exceptedBy.map { ", covered by exception \($0)" } ?? ""
        return switch alert.outcome {
        case .matched: "rule \(name) matched\(excepted)"
        case .excluded: "rule \(name) excludes it by \(list(alert.excludedBy)), so no alert came of it\(excepted)"
        case .undecided: "rule \(name) cannot be decided without \(list(alert.missing.map(\.text)))\(excepted)"
        }
    }

    private static func list(_ texts: [UntrustedText]) -> ReportText {
        guard let first = texts.first else { return "" }
        return texts.dropFirst().reduce("\(first)") { "\($0), \($1)" }
    }
}
