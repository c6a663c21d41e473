import AuditModel
import HostEvidence
import IntegrityJudgement

/// The second half of an audit: reads events and logs in the light of the findings, and joins all into cases.
struct CaseWork {
    let options: EventOptions
    let exceptions: [AuditException]
    let evidence: EvidenceSet
    private(set) var report: AuditReport

    /// Passes over the events that look for ancestors; each finds those of the one before, and Elastic Defend names
    /// twenty at once.
    private static let passes = 3

    init(options: EventOptions, exceptions: [AuditException], evidence: EvidenceSet, report: AuditReport) {
        self.options = options
        self.exceptions = exceptions
        self.evidence = evidence
        self.report = report
    }

    /// Leaves the report as it is where there are neither events nor findings that a case could be made of.
    ///
    /// - Throws: 66 or 78 for rules that cannot be used; 66 where the tree has gone away.
    mutating func run() throws(Failure) {
        let events = try readEvents()
        let hasCause = report.standing.contains { $0.finding.severity >= .medium } || events.matched > 0
        if hasCause { try join(events) }
        if !options.events.isEmpty { report.events = events }
        report.coverage.gaps.sort()
    }

    private mutating func join(_ events: EventEvidence) throws(Failure) {
        let tree: HostTree
        do throws(HostAccessError) {
            tree = try HostTree(root: evidence.host.root.bytes)
        } catch {
            throw Failure(.noInput, "the tree cannot be opened again: \(error.gap.reason)")
        }
        let interest = Correlator.interest(of: report, events: events, window: options.correlation)
        let history = HistoryReader.read(tree: tree, interest: interest, limits: Limits())
        let (programs, gaps) = ProgramReader.read(Correlator.programs(in: events), in: tree, evidence: evidence)
        // A folder that cannot be entered is told once, however many files were looked for in it.
        report.coverage.gaps += Set(history.gaps + gaps).subtracting(report.coverage.gaps)
        report.coverage.limits += history.limits
        let material = CaseEvidence(
            report: report, evidence: evidence, events: events, history: history, programs: programs,
            window: options.correlation)
        report.cases = Correlator.cases(of: material, digest: ContentHasher.sha256)
    }

    private mutating func readEvents() throws(Failure) -> EventEvidence {
        if options.events.isEmpty { return EventEvidence() }
        let rules = try options.ruleOptions.load()
        let applied = SharedExceptions(AppliedExceptions(exceptions, scope: .alert, now: report.run.started))
        var selection = EventSelection(
            rules: rules, subjects: EventSubjects(report), host: HostIdentity(evidence.host),
            digest: ContentHasher.sha256
        ) { applied.silencing(Alert(rule: $0, event: $1)) }
        var documents = 0
        for file in options.events {
            let summary = EventReader.read(UntrustedText(file.utf8), words: nil) { selection.take($0) }
            documents += summary.documents
            note(summary)
        }
        report.exceptions += applied.standings
        var events = selection.finished()
        events.documents = documents
        events.inputs = options.events.map { UntrustedText($0.utf8) }
        return readContext(of: events)
    }

    /// Looks for the processes behind what was kept; what could not be read the first time is not told again.
    private func readContext(of events: EventEvidence) -> EventEvidence {
        var context = ProcessContext(of: events)
        for _ in 0..<Self.passes where context.isWanting {
            for file in options.events {
                let file = UntrustedText(file.utf8)
                _ = EventReader.read(file, words: context.words, plan: Processors.readingPlan) { context.take($0) }
            }
            if !context.widen() { break }
        }
        return context.added(to: events)
    }

    private mutating func note(_ summary: EventReadSummary) {
        report.coverage.gaps += summary.complaints.map { complaint in
            CoverageGap(path: HostPath(summary.input.bytes), reason: complaint)
        }
    }
}

/// Exceptions that keep their record while a closure asks them.
private final class SharedExceptions {
    private var applied: AppliedExceptions

    init(_ applied: AppliedExceptions) {
        self.applied = applied
    }

    func silencing(_ alert: Alert) -> UntrustedText? { applied.silencing(alert) }

    var standings: [ExceptionStanding] { applied.standings }
}
