import AuditModel

/// One group with everything that bears on it, found once for timeline, verdict, answers and steps.
struct CaseView {
    let evidence: CaseEvidence
    let group: CaseGroup
    let findings: [JudgedFinding]
    let alerts: [AlertRecord]
    /// Alerts that an exclusion silenced or that nobody could decide, about the same paths.
    let silenced: [AlertRecord]
    /// Other events that name the same paths.
    let touching: [EventFacts]
    /// Processes below those of the events.
    let descendants: [EventFacts]
    let network: [EventFacts]
    let windows: [TimeWindow]
    /// Records of the tree's logs about the group, or from its windows; in report order.
    let records: [HistoryRecord]
    let triggers: [TriggerMention]
    let processes: [RunningProcess]

    init(_ group: CaseGroup, in evidence: CaseEvidence) {
        self.evidence = evidence
        self.group = group
        findings = group.findings.map { evidence.report.findings[$0] }
        let alerts = group.alerts.map { evidence.events.alerts[$0] }
        self.alerts = alerts
        let paths = Set(group.paths)
        let commands = evidence.subjects.commands.filter { paths.contains($0.value) }
        silenced = evidence.events.alerts.filter { alert in
            alert.outcome != .matched && !alert.facts.mentions(of: paths.contains, commands: commands).isEmpty
        }
        let told = Set((alerts + silenced).map(\.facts.identifier))
        touching = evidence.events.touching.filter { event in
            !told.contains(event.identifier) && event.destination == nil
                && !event.mentions(of: paths.contains, commands: commands).isEmpty
        }
        let events = (alerts + silenced).map(\.facts) + touching
        let roots = Set(events.compactMap(\.processKey))
        descendants = evidence.events.processes.filter { key, start in
            !roots.contains(key) && !told.contains(start.identifier)
                && !roots.isDisjoint(with: ProcessLineage(of: start, in: evidence.events).keys)
        }
        .values.sorted(by: EventSelection.precedes)
        let keys = roots.union(descendants.compactMap(\.processKey))
        network = evidence.events.network.filter { $0.processKey.map(keys.contains) ?? false }
        let artifacts = paths.sorted().compactMap { evidence.report.artifact(at: $0) }
        let doubted = artifacts.filter { $0.assessment?.verdict != .verified }
        let moments = events.compactMap(\.time) + doubted.compactMap { $0.facts?.changed }
        let windows = TimeWindow.merged(moments.map { evidence.window.around($0) })
        self.windows = windows
        let names = Set(group.packages.map(\.name))
        let interest = HistoryInterest(windows: windows)
        records = evidence.history.records.filter { record in
            Self.concerns(record, paths: paths, packages: names, interest: interest)
        }
        triggers = evidence.history.triggers.filter { !paths.isDisjoint(with: $0.paths) }
        processes = evidence.history.processes.filter { $0.concerns(paths, events) }
    }

    private static func concerns(
        _ record: HistoryRecord, paths: Set<HostPath>, packages: Set<UntrustedText>, interest: HistoryInterest
    ) -> Bool {
        let namesGroup = record.subjects.contains { subject in
            switch subject {
            case .path(let path): paths.contains(path)
            case .package(let name): packages.contains(name)
            case .processID, .program: false
            }
        }
        if namesGroup { return true }
        if case .login(let login) = record.kind, let time = record.time {
            return interest.includes(from: time, to: login.end)
        }
        return record.time.map(interest.includes) ?? false
    }

    /// The artifacts of the group that are there, in path order.
    var artifacts: [JudgedArtifact] { group.paths.compactMap { evidence.report.artifact(at: $0) } }

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

    /// Packages that a log says were changed in one of the windows.
    var changes: [HistoryRecord] {
        let interest = HistoryInterest(windows: windows)
        return records.filter { record in
            guard case .packageAction(let action) = record.kind, let time = record.time else { return false }
            return action.action.changesFiles && interest.includes(time)
        }
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
