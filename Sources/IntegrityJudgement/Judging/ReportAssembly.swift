package import AuditModel

/// Puts a report together, once, from what was collected, judged, heard and correlated.
package struct ReportAssembly {
    private let request: AuditRequest
    private let evidence: Evidence
    private let judgement: Judgement
    private let testimony: Testimony
    private let cases: [Case]
    private let omittedCases: Int

    /// Makes the cases; the report itself waits for the moment at which the run ended.
    package init(request: AuditRequest, evidence: Evidence, judgement: Judgement, testimony: Testimony = Testimony()) {
        self.request = request
        self.evidence = evidence
        self.judgement = judgement
        self.testimony = testimony
        let isNeeded = judgement.inquiry.isNeeded || (testimony.events?.matched ?? 0) > 0
        (cases, omittedCases) =
            isNeeded
            ? Correlator.cases(on: evidence, judgement: judgement, testimony: testimony, window: request.window)
            : ([], 0)
    }

    /// - Parameter run: made by the caller as the last thing, since nothing here may look at a clock.
    package func report(_ run: RunIdentity) -> AuditReport {
        AuditReport(
            run: run, host: evidence.tree.host, policy: request.policy, coverage: coverage,
            artifacts: judgement.artifacts, findings: judgement.findings, hooks: judgement.hooks,
            packageCount: evidence.tree.ledger.packages.count,
            archiveCount: evidence.references.archives.values.reduce(0) { $0 + $1.count }, checks: judgement.checks,
            indexes: evidence.references.indexes.chains, exceptions: judgement.exceptions + testimony.exceptions,
            events: testimony.events, cases: cases, notAsked: notAsked, wasFetched: request.wasFetched)
    }

    /// Checks that did not run and could have found what makes a verdict worse.
    private var notAsked: [CheckID] {
        let ran = Set(judgement.checks.map(\.id))
        return CheckCatalog.checks.filter { $0.canBeNotable && !ran.contains($0.id) }.map(\.id)
    }

    /// What no audit of this program compares, whatever it is given.
    private static let programs: ReportText = """
        Programs and libraries were not compared with anything, but for those that events name: a replaced dpkg or shell \
        is not seen. On a machine that is trusted: dpkg --root=DIR --verify, which asks records that the tree itself holds.
        """

    private var coverage: Coverage {
        var coverage = evidence.coverage
        // A folder that cannot be entered is said once, however many files were looked for in it.
        var seen = Set(coverage.gaps)
        coverage.gaps += testimony.coverage.gaps.filter { seen.insert($0).inserted }
        coverage.gaps.sort()
        if let events = testimony.events { noteOtherHosts(events, in: &coverage) }
        coverage.limits += judgement.limits + testimony.coverage.limits
        if omittedCases > 0 {
            coverage.limits.append("\(omittedCases, "case") more, none worse than those that are shown, were left out.")
        }
        if let events = testimony.events { noteLimits(of: events, in: &coverage) }
        if !notAsked.isEmpty {
            coverage.limits.append(
                "Not asked: \(ReportText.list(notAsked.map { "\(ours: $0.rawValue)" })), which could find more.")
        }
        coverage.limits.append(Self.programs)
        return coverage
    }

    /// An export of a whole fleet, or one for a tree whose name was changed, must not pass for silence.
    private func noteOtherHosts(_ events: EventEvidence, in coverage: inout Coverage) {
        guard events.ofOtherHosts > 0, events.alerts.allSatisfy({ $0.relation == .other }) else { return }
        let name: ReportText = evidence.tree.host.hostname.map { "calls itself \($0)" } ?? "has no etc/hostname"
        coverage.limits.append(
            """
            Every alert of the event files is of another host, by host.id or name; this tree \(name). Where that is the \
            same host under another name, no case could be made.
            """)
    }

    private func noteLimits(of events: EventEvidence, in coverage: inout Coverage) {
        if events.omitted > 0 {
            coverage.limits.append(
                """
                Of the alerts and events, \(events.omitted) were counted only: of one kind at most \
                \(EventSelection.limitAlike) are kept, in all \(EventSelection.limit), and of those with long texts as many \
                as fit into \(EventSelection.textLimit >> 20) MiB.
                """)
        }
        coverage.limits += events.contextLimits.sorted().map(\.sentence)
    }
}
