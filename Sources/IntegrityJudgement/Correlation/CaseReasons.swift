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
    private(set) var hasSoundParent = false
    private(set) var hasTransaction = false

    init(_ view: CaseView) {
        weigh(findings: view)
        weigh(events: view)
        weigh(artifacts: view)
        weigh(programs: view)
        weigh(context: view)
        var seen: Set<CaseReason> = []
        let distinct = reasons.filter { seen.insert($0).inserted }
        reasons = distinct.filter(\.incriminates) + distinct.filter { !$0.incriminates }
    }

    private mutating func against(_ text: ReportText) { reasons.append(CaseReason(incriminates: true, text: text)) }
    private mutating func inFavour(_ text: ReportText) { reasons.append(CaseReason(incriminates: false, text: text)) }

    private mutating func weigh(findings view: CaseView) {
        for judged in view.findings where judged.finding.severity >= .medium {
            let finding = judged.finding
            let assessment = view.evidence.report.artifact(at: finding.path)?.assessment
            if assessment?.rung == .contradicted, finding.severity >= .high {
                let rung = assessment?.contradicts ?? .archiveOnly
                contradicted.append(rung)
                against("\(finding.path): \(finding.title); it contradicts evidence at rung \(rung)")
                continue
            }
            if finding.check == "suspicious-content" { hasHostileContent = true }
            if finding.severity >= .high { unvouched += 1 }
            against("\(finding.path): \(finding.title) (\(finding.severity))")
        }
    }

    private mutating func weigh(events view: CaseView) {
        for alert in view.alerts {
            against("\(EventSentence.text(of: alert.facts, in: view.evidence.events)): rule \(alert.rule.alertName)")
        }
        for alert in view.silenced where alert.outcome == .excluded && !view.findings.isEmpty {
            let names = ReportText.list(alert.excludedBy.map { "\($0)" })
            against(
                """
                \(EventSentence.text(of: alert.facts, in: view.evidence.events)): the exclusion \(names) of \
                \(alert.rule.alertName) hid this
                """)
        }
    }

    private mutating func weigh(artifacts view: CaseView) {
        let named = Set(view.alerts.flatMap { $0.facts.mentions { AuditReport.isInScope($0) }.map(\.path) }).sorted()
        var proven: [EvidenceRung] = []
        for path in named {
            guard let artifact = view.evidence.report.artifact(at: path), artifact.facts != nil else {
                vanished(path, view)
                continue
            }
            guard let assessment = artifact.assessment else { continue }
            if assessment.verdict == .verified, assessment.rung >= .archiveOnly {
                proven.append(assessment.rung)
                inFavour("\(path) is \(assessment.rung): \(assessment.reason)")
            }
        }
        isProven = !named.isEmpty && proven.count == named.count
        weakestProof = proven.min()
    }

    private mutating func vanished(_ path: HostPath, _ view: CaseView) {
        let names = view.records.contains { record in
            guard case .packageAction(let action) = record.kind, action.action.changesFiles else { return false }
            return path.name.bytes.starts(with: action.name.bytes)
        }
        if names {
            inFavour("\(path) is not there now, and dpkg.log has a transaction of that package")
        } else {
            hasVanished = true
            against("\(path) is not there now, and no transaction that is known took it away")
        }
    }

    private mutating func weigh(programs view: CaseView) {
        var soundParents = 0
        for event in view.events {
            let start = view.evidence.events.process(of: event)
            let isHook = start.process.executable.map { AuditReport.isInScope($0) } ?? false
            let programs = [isHook ? nil : start.process.executable, start.parent.executable].compactMap(\.self)
            for path in programs {
                let standing = ProgramStanding(of: path, in: view.evidence)
                if standing.isUnsound {
                    hasUnsoundProgram = true
                    against("\(path), which did this, is \(standing.text)")
                } else if standing.isSound {
                    inFavour("\(path) is \(standing.text)")
                }
            }
            if ProgramStanding(of: start.parent.executable, in: view.evidence).isSound { soundParents += 1 }
        }
        hasSoundParent = soundParents > 0 && soundParents == view.events.count && !hasUnsoundProgram
    }

    private mutating func weigh(context view: CaseView) {
        for event in view.network.prefix(5) {
            hasNetwork = true
            against("\(EventSentence.program(of: event)) spoke to \(event.destination ?? "the network")")
        }
        for change in PackageChanges.list(view) where change.rung != nil || !view.group.packages.isEmpty {
            let isOfGroup = view.group.packages.contains { $0.name == change.package }
            if !PackageChanges.isPublished(change, view.evidence), isOfGroup {
                hasUnknownPackage = true
                against("\(change.package) \(change.version), changed in the window: \(change.origin)")
            } else if isOfGroup {
                hasTransaction = true
                inFavour("a transaction is known: \(change.action) of \(change.package) \(change.version)")
            }
        }
        for trigger in view.triggers { against("\(trigger.position.text) starts it: \(trigger.line)") }
        for process in view.processes {
            against(
                "process \(process.processID) still runs it: \(ReportText.list(process.commandLine.map { "\($0)" }))")
        }
    }
}

/// Packages that changed while a case was going on.
enum PackageChanges {
    static func list(_ view: CaseView) -> [ChangedPackage] {
        view.changes.compactMap { record in
            guard case .packageAction(let action) = record.kind, let time = record.time else { return nil }
            let version = action.newVersion ?? action.oldVersion ?? ""
            let key = PackageKey(name: action.name, architecture: action.architecture)
            let rungs = view.evidence.report.artifacts
                .filter { $0.package == key && $0.role == .maintainerScript }.compactMap { $0.assessment?.rung }
            return ChangedPackage(
                time: time, action: UntrustedText(action.action.rawValue.utf8), package: action.name, version: version,
                rung: rungs.min(), origin: origin(of: key, version: version, in: view.evidence))
        }
    }

    static func isPublished(_ change: ChangedPackage, _ evidence: CaseEvidence) -> Bool {
        let listed = evidence.indexes.stanzas[change.package] ?? []
        return evidence.indexes.chains.isEmpty || listed.contains { $0.stanza.version == change.version }
    }

    private static func origin(of key: PackageKey, version: UntrustedText, in evidence: CaseEvidence) -> ReportText {
        if evidence.indexes.chains.isEmpty { return "no signed index was read, so nothing is known of its origin" }
        let listed = evidence.indexes.stanzas[key.name] ?? []
        if let proof = listed.first(where: { $0.stanza.version == version }) {
            return "published by \(proof.chain.release.text)"
        }
        return listed.isEmpty
            ? "known to no signed index" : "other versions are published, this one is in no signed index"
    }
}
