import AuditModel

/// What speaks for and against an attack in one case, each in a sentence that names its evidence.
struct CaseReasons {
    private(set) var reasons: [CaseReason] = []
    /// Critical or high findings on bytes that evidence contradicts, with the rung that they contradict.
    private(set) var contradicted: [EvidenceRung] = []
    /// High findings on what nothing contradicts: unvouched code that runs as root.
    private(set) var unvouched = 0
    /// Content of a kind that honest packages do not have.
    private(set) var hasHostileContent = false
    /// A program behind an event that the tree does not vouch for.
    private(set) var hasUnsoundProgram = false
    private(set) var hasNetwork = false
    /// A package in the window that no signed index knows.
    private(set) var hasUnknownPackage = false
    /// What an event was about is gone, and no transaction took it.
    private(set) var hasVanished = false
    /// Every artifact that events name is verified at `archive-only` or better, and there is at least one.
    private(set) var isProven = false
    private(set) var weakestProof: EvidenceRung?
    /// Every program that did or started something is one that the tree vouches for.
    private(set) var hasSoundPrograms = false
    /// What the comparison of the parents rests on.
    private(set) var weakestProgram: EvidenceRung?
    /// A log says when the installed version of every package of the case came.
    private(set) var hasTransaction = false
    /// Something that is wrong by itself, whatever was seen of it.
    private(set) var hasFinding = false
    /// Something points to other bytes, other libraries or other programs than those that are there now.
    private(set) var hasOtherState = false
    /// Something leaves it open which state of a file the events tell of, or what stands above them.
    private(set) var isLeftOpen = false

    /// Reasons of one kind that are told one by one.
    private static let limit = 10

    init(_ view: CaseView) {
        weigh(findings: view)
        weigh(events: view)
        weigh(artifacts: view)
        weigh(programs: view)
        weigh(context: view)
        for doubt in CaseDoubts(view).doubts {
            against(doubt.kind, doubt.text)
            if doubt.isSign { hasOtherState = true } else { isLeftOpen = true }
        }
        // Several findings and doubts can come to the same words.
        var seen: Set<CaseReason> = []
        let distinct = reasons.filter {
            seen.insert(CaseReason(incriminates: $0.incriminates, kind: $0.kind, text: $0.text)).inserted
        }
        reasons = distinct.filter(\.incriminates) + distinct.filter { !$0.incriminates }
    }

    private mutating func against(
        _ kind: CaseReason.Kind, _ text: ReportText, about subject: CaseReason.Subject? = nil
    ) {
        reasons.append(CaseReason(incriminates: true, kind: kind, about: subject, text: text))
    }
    private mutating func inFavour(_ kind: CaseReason.Kind, _ text: ReportText) {
        reasons.append(CaseReason(incriminates: false, kind: kind, text: text))
    }

    private mutating func weigh(findings view: CaseView) {
        for judged in view.findings where judged.finding.severity >= .medium {
            hasFinding = true
            let finding = judged.finding
            let assessment = view.evidence.judgement.artifact(at: finding.path)?.assessment
            if assessment?.rung == .contradicted, finding.severity >= .high {
                let rung = assessment?.contradicts ?? .archiveOnly
                contradicted.append(rung)
                against(
                    .contradiction,
                    "\(finding.path): \(finding.title); it contradicts evidence at rung \(rung)",
                    about: .finding(judged.id))
                continue
            }
            if finding.check == SuspiciousContent.id { hasHostileContent = true }
            if finding.severity >= .high { unvouched += 1 }
            against(.finding, "\(finding.path): \(finding.title) (\(finding.severity))", about: .finding(judged.id))
        }
    }

    private mutating func weigh(events view: CaseView) {
        for alert in view.alerts.prefix(Self.limit) {
            against(
                .alert,
                "\(EventSentence.text(of: alert.facts, in: view.evidence.events)): rule \(alert.rule.alertName)",
                about: .alert(alert.id))
        }
        if view.alerts.count > Self.limit {
            against(.moreAlerts, "and \(view.alerts.count - Self.limit, "alert") more")
        }
        for alert in view.silenced where alert.outcome == .excluded && !view.findings.isEmpty {
            let names = ReportText.list(alert.excludedBy.map { "\($0)" })
            against(
                .excludedAlert,
                """
                \(EventSentence.text(of: alert.facts, in: view.evidence.events)): the exclusion \(names) of \
                \(alert.rule.alertName) hid this
                """, about: .alert(alert.id))
        }
    }

    private mutating func weigh(artifacts view: CaseView) {
        // A word that may be anything is about a file only where there is one.
        let mentions = view.mentions.joined().filter { mention in
            mention.strength > .low || view.evidence.judgement.artifact(at: mention.path)?.facts != nil
        }
        let firm = Set(mentions.filter(\.isFirm).map(\.path))
        let named = Set(mentions.map(\.path)).filter { !view.isFolder($0) }.sorted()
        var proven: [EvidenceRung] = []
        for path in named {
            guard let artifact = view.evidence.judgement.artifact(at: path), artifact.facts != nil else {
                if firm.contains(path) {
                    weigh(absent: path, view)
                } else {
                    against(.absent, "\(path), which the command line names, is not there now")
                }
                continue
            }
            guard let assessment = artifact.assessment else { continue }
            if assessment.verdict == .verified, assessment.rung >= .archiveOnly {
                proven.append(assessment.rung)
                inFavour(.proven, "\(path) is \(assessment.rung): \(assessment.reason)")
            }
        }
        isProven = !named.isEmpty && proven.count == named.count
        weakestProof = proven.min()
    }

    private mutating func weigh(absent path: HostPath, _ view: CaseView) {
        switch PathAbsence(of: path, in: view) {
        case .renamed(let target): inFavour(.renamed, "\(path) was renamed to \(target), which is there")
        case .momentary: inFavour(.momentary, "\(path) was made and taken away by the same process within two seconds")
        case .transaction(let transaction):
            inFavour(.replaced, "\(path) is not there now, and its package was changed after the event: \(transaction)")
        case .unaccounted:
            hasVanished = true
            against(.vanished, "\(path) is not there now, and no transaction that is known took it away")
        }
    }

    private mutating func weigh(programs view: CaseView) {
        var standings: [HostPath: ProgramStanding] = [:]
        var isNamed = !view.events.isEmpty
        for event in view.events {
            let start = view.evidence.events.process(of: event)
            let programs = [start.process.executable, start.parent.executable]
            isNamed = isNamed && programs.allSatisfy { $0 != nil }
            for path in programs.compactMap(\.self) where standings[path] == nil {
                standings[path] = ProgramStanding(of: path, in: view.evidence)
            }
        }
        let isHook = { (path: HostPath) in Judgement.isInScope(path) }
        let parents = Set(view.events.compactMap { view.evidence.events.process(of: $0).parent.executable })
        // Of a script that ran it is told elsewhere who vouches for it; one that started something is a program like others.
        for (path, standing) in standings.sorted(by: { $0.key < $1.key }) where !isHook(path) || parents.contains(path)
        {
            if standing.isUnsound {
                hasUnsoundProgram = true
                against(.unsoundProgram, "\(path), which did or started this, is \(standing.text)")
            } else if standing.isSound {
                inFavour(.soundProgram, "\(path) is \(standing.text)")
            }
        }
        weakestProgram = standings.values.compactMap(\.rung).min()
        for alert in view.alerts {
            let start = view.evidence.events.process(of: alert.facts)
            if start.parent.executable == nil {
                against(.noStarter, "the event at \(alert.facts.position.text) names no program that started it")
            } else if start.process.executable == nil {
                against(.noProgram, "the event at \(alert.facts.position.text) names no program by its path")
            } else {
                continue
            }
            break
        }
        hasSoundPrograms = isNamed && standings.values.allSatisfy(\.isSound)
    }

    private mutating func weigh(context view: CaseView) {
        let deeds = view.network.filter { view.isDeed(of: $0) && !$0.isToNeighbour }
        hasNetwork = deeds.contains { !$0.isToOwnNetwork }
        for event in deeds.prefix(Self.limit) {
            against(.network, "\(EventSentence.program(of: event)) spoke to \(event.destination ?? "the network")")
        }
        for change in view.packageChanges where view.group.packages.contains(where: { $0.name == change.package }) {
            if change.bringsFiles, !PackageChanges.isPublished(change, view.evidence) {
                hasUnknownPackage = true
                against(.unknownPackage, "\(change.package) \(change.version), changed in the window: \(change.origin)")
            } else {
                inFavour(
                    .knownTransaction, "a transaction is known: \(change.action) of \(change.package) \(change.version)"
                )
            }
        }
        let arrivals = view.group.packages.sorted().map { PackageChanges.arrival(of: $0, in: view) }
        // That a package came by dpkg says nothing for one that somebody made.
        for arrival in arrivals.compactMap(\.self) where isProven { inFavour(.arrival, arrival) }
        hasTransaction = !arrivals.isEmpty && arrivals.allSatisfy { $0 != nil }
        for trigger in view.triggers { against(.starter, "\(trigger.position.text) starts it: \(trigger.line)") }
        for process in view.processes {
            let words = ReportText.list(process.commandLine.map { "\($0)" })
            against(
                process.isNamedOnly ? .reading : .running,
                "process \(process.processID) \(ours: process.isNamedOnly ? "is given it" : "still runs it"): \(words)")
        }
    }
}
