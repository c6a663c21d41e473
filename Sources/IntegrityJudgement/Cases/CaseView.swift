import AuditModel

/// One group with everything that bears on it, found once for timeline, verdict, answers and steps.
struct CaseView {
    let evidence: CaseEvidence
    let group: CaseGroup
    let findings: [JudgedFinding]
    let alerts: [AlertRecord]
    /// What each alert names of dpkg's and apt's folders.
    let mentions: [[PathMention]]
    /// When an alert named a path last.
    let lastNamed: [HostPath: Timestamp]
    /// Alerts that an exclusion silenced or that nobody could decide, about the same paths.
    let silenced: [AlertRecord]
    /// Other events that name the same paths.
    let touching: [EventFacts]
    /// Processes below those of the events.
    let descendants: [EventFacts]
    /// What left the own network first, then what left the host; only so many are told.
    let network: [EventFacts]
    /// Processes that ran what the case is about, and those below them: what a writer's shell did later is not theirs.
    private let doers: Set<ProcessKey>
    let windows: [TimeWindow]
    /// Records of the tree's logs about the group, or from its windows; in report order.
    let records: [HistoryRecord]
    let triggers: [TriggerMention]
    let processes: [RunningProcess]

    /// Packages that a log says were changed in one of the windows.
    let packageChanges: [ChangedPackage]
    /// When half of the tree's maintainer scripts had had their last change.
    let usualChange: Timestamp?
    let index: CaseIndex

    init(_ group: CaseGroup, in index: CaseIndex) {
        let evidence = index.evidence
        self.evidence = evidence
        self.index = index
        self.group = group
        usualChange = index.usualChange
        findings = group.findings.map { evidence.judgement.findings[$0] }
        let alerts = group.alerts.map { evidence.events.alerts[$0] }
        self.alerts = alerts
        let mentions = alerts.map { $0.facts.mentions(of: Judgement.isInScope) }
        self.mentions = mentions
        lastNamed = Dictionary(
            zip(alerts, mentions).flatMap { alert, mentions in
                mentions.compactMap { mention in alert.facts.time.map { (mention.path, $0) } }
            }, uniquingKeysWith: max)
        silenced = index.silenced(naming: group.paths)
        let told = Set((alerts + silenced).map(\.facts.identifier))
        touching = index.touching(group.paths).filter { !told.contains($0.identifier) }
        let events = (alerts + silenced).map(\.facts) + touching
        let roots = Set(events.compactMap(\.processKey))
        descendants = index.processes(below: roots).filter { !told.contains($0.identifier) }
        let all = index.network(of: roots.union(descendants.compactMap(\.processKey)))
        network = NetworkReach.allCases.reversed().flatMap { reach in all.filter { $0.reach == reach } }
        let ran = Set(events.filter { !$0.categories.contains("file") }.compactMap(\.processKey))
        doers = roots.union(index.processes(below: ran).compactMap(\.processKey))
        let doubted = group.paths.compactMap { evidence.judgement.artifact(at: $0) }
            .filter { $0.assessment?.verdict != .verified }
        let moments = events.compactMap(\.time) + doubted.compactMap { $0.facts?.changed }
        windows = TimeWindow.merged(moments.map { evidence.window.around($0) })
        // Of a script that is gone no artifact says the package, but its name does.
        let names = Set(group.packages.map(\.name)).union(group.paths.compactMap(\.packageOfScript))
        records = index.records(naming: group.paths, names, in: windows)
        packageChanges = PackageChanges.list(records, in: windows, index)
        triggers = index.triggers(of: group.paths)
        let paths = Set(group.paths)
        processes = evidence.history.processes.filter { $0.concerns(paths, events) }
    }

    /// Whether an event is the doing of a process that the case is about, or of one that this started.
    func isDeed(of event: EventFacts) -> Bool { evidence.events.doers(of: event).contains(where: doers.contains) }

    /// The artifacts of the group that are there, in path order.
    var artifacts: [JudgedArtifact] { group.paths.compactMap { evidence.judgement.artifact(at: $0) } }

    /// Every event about the group, alerts first.
    var events: [EventFacts] { (alerts + silenced).map(\.facts) + touching }

    /// Addresses from which the sessions of the events came.
    var loginSources: Set<UntrustedText> {
        let starts = events.flatMap { event in
            [event, evidence.events.process(of: event)]
                + ProcessLineage(of: event, in: evidence.events).ancestors.compactMap(\.facts)
        }
        return Set(starts.compactMap(\.entrySource))
    }
}

extension PackageAction.Action {
    /// Whether dpkg brings or takes files with it.
    var changesFiles: Bool {
        switch self {
        case .install, .upgrade, .remove, .purge, .disappear: true
        case .configure, .triggerProcessing, .status: false
        }
    }
}

extension RunningProcess {
    /// Programs that people look at files with, or copy them.
    private static let readers: Set<UntrustedText> = [
        "cat", "cmp", "cp", "debvouch", "diff", "emacs", "grep", "head", "less", "more", "nano", "rsync", "sha256sum",
        "stat", "tail", "tar", "vi", "view", "vim", "vim.basic", "vim.tiny",
    ]

    /// Whether nothing but an argument names the path.
    var isNamedOnly: Bool {
        reasons.allSatisfy { reason in
            switch reason {
            case .argument, .workingFolder: true
            case .executable, .deletedExecutable, .processID: false
            }
        }
    }

    /// Whether it is one of those programs, from its usual folder, and only given the path.
    var isReading: Bool {
        guard isNamedOnly, let executable else { return false }
        let path = HostPath(executable.bytes)
        return ["/usr/bin", "/bin"].contains(path.parent) && Self.readers.contains(path.name)
    }

    /// Whether the process has to do with one of the paths, or is the very process that one of the events tells of: a number
    /// alone is given again, so start and program have to fit too.
    fileprivate func concerns(_ paths: Set<HostPath>, _ events: [EventFacts]) -> Bool {
        reasons.contains { reason in
            switch reason {
            case .executable(let path), .deletedExecutable(let path), .argument(let path): paths.contains(path)
            case .workingFolder: false
            case .processID: events.contains { isProcess(of: $0) }
            }
        }
    }

    private func isProcess(of event: EventFacts) -> Bool {
        guard event.process.pid == processID, let started, let time = event.time else { return false }
        return started <= time.advanced(by: 1) && event.process.executable?.text == executable
    }
}
