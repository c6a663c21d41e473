import AuditModel
import HostEvidence
import IntegrityJudgement
import TreeReading

/// The second half of an audit: reads events and logs in the light of the findings, and joins all into cases.
struct CaseWork {
    let options: EventOptions
    let exceptions: [AuditException]
    let evidence: EvidenceSet
    private(set) var report: AuditReport

    /// Cases of one report, the worst first.
    private static let caseLimit = 1_000

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
        noteLimits(of: events)
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
        // Only of what somebody saw running it is asked what started it.
        if !options.events.isEmpty, let limit = history.triggerLimit { report.coverage.limits.append(limit) }
        let material = CaseEvidence(
            report: report, evidence: evidence, events: events, history: history, programs: programs,
            window: options.correlation)
        let (cases, omitted) = Correlator.worstCases(
            of: material, limit: Self.caseLimit)
        report.cases = cases
        if omitted > 0 {
            report.coverage.limits.append(
                "\(omitted, "case") more, none worse than those that are told, were left out.")
        }
    }

    /// An export of a whole fleet, or one for a tree whose name was changed, must not pass for silence.
    private mutating func noteOtherHosts(_ events: EventEvidence) {
        guard events.ofOtherHosts > 0, events.alerts.allSatisfy({ $0.relation == .other }) else { return }
        let name: ReportText = evidence.host.hostname.map { "calls itself \($0)" } ?? "has no etc/hostname"
        report.coverage.limits.append(
            """
            Every alert of the event files is of another host, by host.id or name; this tree \(name). Where that is the \
            same host under another name, no case could be made.
            """)
    }

    private mutating func readEvents() throws(Failure) -> EventEvidence {
        if options.events.isEmpty { return EventEvidence() }
        let rules = try options.ruleOptions.load()
        let applied = SharedExceptions(AppliedExceptions(exceptions, scope: .alert, now: report.run.started))
        var selection = EventSelection(
            rules: rules, subjects: EventSubjects(report), host: HostIdentity(evidence.host)
        ) { applied.silencing(Alert(rule: $0, event: $1)) }
        var documents = 0
        for file in options.events {
            let summary = EventReader.read(UntrustedText(file.utf8), words: nil) { selection.take($0) }
            documents += summary.documents
            report.coverage.gaps += summary.gaps
        }
        report.exceptions += applied.standings
        var events = selection.finished()
        noteOtherHosts(events)
        events.documents = documents
        events.inputs = options.events.map { UntrustedText($0.utf8) }
        return readContext(of: events, links: selection.links)
    }

    /// Looks for the processes behind what was kept; what could not be read the first time is not told again.
    private func readContext(of events: EventEvidence, links: ProcessLinks) -> EventEvidence {
        var context = ProcessContext(of: events, links: links)
        if !context.isWanting { return events }
        repeat {
            for file in options.events.map({ UntrustedText($0.utf8) }) where EventReader.canRepeat(file) {
                _ = EventReader.read(file, words: context.words, plan: Processors.readingPlan) { context.take($0) }
            }
        } while context.needsAnotherPass()
        var all = context.added(to: events)
        if options.events.contains(where: { !EventReader.canRepeat(UntrustedText($0.utf8)) }) {
            all.contextLimits.insert(.inputs)
        }
        return all
    }

    private mutating func noteLimits(of events: EventEvidence) {
        if events.omitted > 0 {
            report.coverage.limits.append(
                """
                Of the alerts and events, \(events.omitted) were counted only: of one kind at most \
                \(EventSelection.limitAlike) are kept, in all \(EventSelection.limit), and of those with long texts as many \
                as fit into \(EventSelection.textLimit >> 20) MiB.
                """)
        }
        report.coverage.limits += events.contextLimits.sorted().map(\.sentence)
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
