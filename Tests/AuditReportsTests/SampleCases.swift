import AuditModel

/// The cases of a sample report: one with events, one from the disk alone, one that is explained.
enum SampleCases {
    static func all(_ names: SampleReport.Names) -> [Case] {
        [planted(names), changed(names), explained(names)]
    }

    private static func planted(_ names: SampleReport.Names) -> Case {
        var story = Case(
            id: "case-0000000000a1",
            title: "\(names.configuration): \(names.key) makes apt run a command", verdict: .likelyMalicious,
            confidence: .high, alertIDs: ["alert-0001", "alert-0002"], findingIDs: ["dv-0000000000000002"])
        story.titleSubjects = [.finding("dv-0000000000000002")]
        story.links = [
            CaseLink(from: "alert-0001", to: "dv-0000000000000002", basis: .path, strength: .high),
            CaseLink(from: names.log, to: names.configuration.text, basis: .mention, strength: .medium),
        ]
        story.timeline = timeline(names)
        story.why = [
            CaseReason(
                incriminates: true, kind: .finding, about: .finding("dv-0000000000000002"),
                text: "\(names.configuration): \(names.key) makes apt run a command (high)"),
            CaseReason(
                incriminates: true, kind: .network, text: "\(names.command) [8200] as root spoke to 192.0.2.7:443"),
            CaseReason(
                incriminates: true, kind: .excludedAlert,
                text: "\(names.command) [8200]: the exclusion \(names.key) of \(names.host) hid this"),
            CaseReason(
                incriminates: false, kind: .soundProgram,
                text: "\(names.program) is owned by \(names.package) and self-consistent"),
        ]
        story.answers = [
            CaseAnswer(
                id: "who-started-it", question: "Which program started it?",
                answer: ["parent is /usr/bin/bash, owned by bash", "entry in \(names.log):3: \(names.command)"]),
            CaseAnswer(
                id: "which-packages-changed", question: "Which packages changed then?",
                answer: ["install of \(names.package) \(names.version)"]),
        ]
        story.changedPackages = [
            ChangedPackage(
                time: SampleEvents.start.advanced(by: -600), action: "install", package: names.package,
                version: names.version, rung: .contradicted, origin: "published by \(names.release)"),
            ChangedPackage(
                time: SampleEvents.start.advanced(by: -599), action: "remove", package: "auditd", version: "1:3.0.9-1",
                rung: nil, origin: "known to no signed index"),
        ]
        story.steps = steps(names)
        return story
    }

    /// More moments than a text report shows, several at one time, and one long before the others.
    private static func timeline(_ names: SampleReport.Names) -> [TimelineEntry] {
        let start = SampleEvents.start
        func moment(_ seconds: Int64, _ kind: TimelineKind, _ text: ReportText) -> TimelineEntry {
            TimelineEntry(time: start.advanced(by: seconds), kind: kind, text: text, source: "\(names.log):\(seconds)")
        }
        let close = (0..<24).map { moment(3, .log, "line \($0): \(names.command)") }
        return [
            moment(-95_000_000, .file, "\(names.configuration): content last written (mtime, which anybody can set)"),
            moment(-1_200, .login, "root logged in on pts/0 from 192.0.2.7"),
            moment(-600, .transaction, "dpkg: install \(names.package) \(names.version)"),
            moment(-599, .transaction, "dpkg: remove auditd 1:3.0.9-1"),
            moment(0, .alert, "\(names.command) [8200] as root: rename of \(names.configuration): matched a rule"),
            moment(0, .file, "\(names.configuration): inode last changed (ctime)"),
            moment(0, .network, "\(names.command) [8200] as root spoke to 192.0.2.7:443"),
            moment(2, .event, "\(names.command) [8200] as root: silenced in a rule by \(names.key)"),
        ] + close + [moment(5_400, .network, "\(names.command) [8200] as root spoke to 192.0.2.8:443")]
    }

    private static func steps(_ names: SampleReport.Names) -> [CaseStep] {
        [
            CaseStep(
                step: GuidanceStep(
                    id: "capture-volatile-state", phase: .preserve, title: "Record what runs and whom it talks to",
                    why: "Processes & sockets are <gone> after a reboot.", caution: "On a live host only.",
                    verify: .command("ls -l \"$E\""), countermeasures: ["D3-PA Process Analysis"]),
                commands: ["E=/mnt/evidence; mkdir -p \"$E\"", "cp \(names.configuration) \"$E\""],
                console: ["processes", "get-file --path \(names.configuration)"]),
            CaseStep(
                step: GuidanceStep(
                    id: "suspend-processes", phase: .contain, title: "Suspend the processes, parents first",
                    why: "A suspended process keeps its memory.", undo: .command("kill -CONT 8200"),
                    references: ["ATT&CK T1059"], countermeasures: ["D3-PS Process Suspension"]),
                commands: ["kill -STOP 8200"], console: ["suspend-process --entityId \(names.host)"]),
            CaseStep(
                step: GuidanceStep(
                    id: "scan-for-more", phase: .eradicate, title: "Look for more of it",
                    why: "A hook is how somebody stays.", verify: .command("debvouch audit --root \(.root)")),
                commands: ["debvouch audit --root \(names.root) --fetch"]),
        ]
    }

    /// What the disk alone says, with a step that the finding has too.
    private static func changed(_ names: SampleReport.Names) -> Case {
        let finding = SampleFindings.all(names)[0].finding
        var story = Case(
            id: "case-0000000000a2", title: "\(finding.path): \(finding.title)", verdict: .suspicious,
            confidence: .medium,
            alertIDs: [], findingIDs: ["dv-0000000000000001", "dv-0000000000000003"])
        story.titleSubjects = [.finding("dv-0000000000000001")]
        story.links = [
            CaseLink(from: "dv-0000000000000001", to: "dv-0000000000000003", basis: .path, strength: .high)
        ]
        story.timeline = [
            TimelineEntry(
                time: Timestamp(seconds: 1_700_000_000), kind: .file,
                text: "\(finding.path): content last written (mtime, which anybody can set)", source: "\(finding.path)"),
            TimelineEntry(
                time: SampleEvents.start, kind: .file, text: "\(finding.path): inode last changed (ctime)",
                source: "\(finding.path)"),
        ]
        story.why = [
            CaseReason(
                incriminates: true, kind: .contradiction, about: .finding("dv-0000000000000001"),
                text: "\(finding.path): \(finding.title); it contradicts evidence at rung \(EvidenceRung.signed)"),
            CaseReason(
                incriminates: true, kind: .laterChange, text: "no transaction that is known explains the change"),
        ]
        story.steps = [
            CaseStep(
                step: GuidanceStep(
                    id: "capture-volatile-state", phase: .preserve, title: "Record what runs and whom it talks to",
                    why: "Processes & sockets are <gone> after a reboot.", caution: "On a live host only.",
                    verify: .command("ls -l \"$E\""), countermeasures: ["D3-PA Process Analysis"]),
                commands: ["E=/mnt/evidence; mkdir -p \"$E\"", "cp \(names.configuration) \"$E\""],
                console: ["processes", "get-file --path \(names.configuration)"])
        ]
        return story
    }

    private static func explained(_ names: SampleReport.Names) -> Case {
        var story = Case(
            id: "case-0000000000a3", title: "\(names.program) ran, started by /usr/bin/apt", verdict: .explained,
            confidence: .low, alertIDs: ["alert-0003"], findingIDs: [])
        story.why = [
            CaseReason(
                incriminates: false, kind: .knownTransaction,
                text: "a transaction is known: upgrade of \(names.package)")
        ]
        return story
    }
}
