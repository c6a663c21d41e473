import AuditModel

/// The steps of a response that only a case knows: they name its processes, sessions, packages and rules.
///
/// Steps for a single file come with the check that found it; a case from an event alone takes the general ones here.
enum CaseSteps {
    static func steps(for view: CaseView, verdict: CaseVerdict) -> [CaseStep] {
        if verdict == .explained { return ExplainedSteps.steps(for: view) }
        // What is odd on disk and no more has the steps of its findings; a response plan would be out of proportion.
        if verdict <= .suspicious, view.events.isEmpty { return [] }
        let hasFailing = view.findings.contains { $0.finding.severity >= .medium }
        var steps = [PreserveSteps.volatile(view), PreserveSteps.logs(view), PreserveSteps.files(view)].compactMap(
            \.self)
        if verdict > .undetermined {
            steps += [ContainSteps.isolate(view)] + ContainSteps.suspend(view)
            if !hasFailing { steps += ContainSteps.holdPackageTools }
            steps += EradicateSteps.steps(for: view)
            steps += RecoverSteps.steps(for: view)
        } else {
            steps.append(RecoverSteps.giveReferences(view))
        }
        steps += HardenSteps.steps(for: view, verdict: verdict)
        return isOfThisMachine(view) ? steps : steps.map(OtherHost.marked)
    }

    /// Whether the tree is that of the machine on which the audit runs, rather than an image or a mounted disk.
    private static func isOfThisMachine(_ view: CaseView) -> Bool {
        view.evidence.report.host.isLive || prefix(view).isEmpty
    }

    /// The root as a prefix for paths on the auditing machine; empty for the running system.
    static func prefix(_ view: CaseView) -> [UInt8] {
        let root = view.evidence.report.host.root.bytes
        return root.last == UInt8(ascii: "/") ? Array(root.dropLast()) : root
    }

    /// A path of the tree as the auditing machine sees it.
    static func place(_ path: HostPath, _ view: CaseView) -> UntrustedText {
        UntrustedText(prefix(view) + path.bytes)
    }

    /// The root as an option's value.
    static func root(_ view: CaseView) -> UntrustedText {
        let root = prefix(view)
        return root.isEmpty ? "/" : UntrustedText(root)
    }
}

/// Commands that act on whatever machine they are typed on: an image has no processes, and the auditor's machine is neither
/// to be cut off nor to be repaired.
enum OtherHost {
    private static let steps: Set<String> = [
        "capture-volatile-state", "isolate-host", "suspend-processes", "terminate-processes", "hold-package-tools",
        "neutralise-apt-hooks", "reinstall-exact-version", "patch-afterwards", "watch-packaging-paths",
        "schedule-audits", "review-access",
    ]
    /// What works on a tree that is named, and what runs nothing.
    private static let harmless = ["debvouch ", "find ", "#"]

    static func marked(_ step: CaseStep) -> CaseStep {
        guard steps.contains(step.step.id) else { return step }
        let commands = step.commands.map { command -> ReportText in
            guard case .ours(let words) = command.pieces.first, !harmless.contains(where: words.hasPrefix) else {
                return command
            }
            return "# on the host itself: \(command)"
        }
        return CaseStep(step: step.step, commands: commands, console: step.console)
    }
}

/// Copies of what the next step, or the next boot, takes away.
enum PreserveSteps {
    static func volatile(_ view: CaseView) -> CaseStep {
        let pids = ProcessNumbers.list(view)
        let each = pids.flatMap { pid -> [ReportText] in
            [
                "ls -l /proc/\(pid)/exe /proc/\(pid)/cwd /proc/\(pid)/fd > \"$E/proc-\(pid).txt\"",
                "cp /proc/\(pid)/exe \"$E/exe-\(pid)\"",
            ]
        }
        let step = GuidanceStep(
            id: "capture-volatile-state", phase: .preserve, title: "Record what runs and whom it talks to",
            why:
                "Processes, sockets and sessions are gone after isolation or a reboot, and a deleted program lives only in /proc.",
            caution: """
                On a live host only. Write to a disk or share that is not the host's own. A pid may have been given to another \
                process since: compare the start time first.
                """,
            verify: "ls -l \"$E\"", references: ["ATT&CK T1057", "ATT&CK T1049"],
            countermeasures: ["D3-PA Process Analysis"])
        return CaseStep(
            step: step,
            commands: [
                "E=/mnt/evidence; mkdir -p \"$E\"", "ps -eo pid,ppid,lstart,user,args --forest > \"$E/ps.txt\"",
                "ss -tunap > \"$E/sockets.txt\"", "last -Faiwx > \"$E/last.txt\"",
            ] + each,
            console: ["processes"] + pids.prefix(1).map { _ in "execute --command \"ss -tunap\"" })
    }

    static func logs(_ view: CaseView) -> CaseStep {
        let logs = [
            "var/log/dpkg.log", "var/log/apt", "var/log/auth.log", "var/log/syslog", "var/log/audit", "var/log/journal",
            "var/log/wtmp", "var/log/btmp", "var/lib/dpkg", "etc/apt", "etc/dpkg", "var/cache/apt/archives",
        ]
        let names = logs.map { "\($0)" }.joined(separator: " ")
        let step = GuidanceStep(
            id: "preserve-logs", phase: .preserve, title: "Copy logs, dpkg's database and the archive cache",
            why:
                "Rotation, the next upgrade and apt-get clean delete the only records of who installed what, and from where.",
            caution: "Copy before any apt or dpkg runs; tar keeps times and owners only when run as root.",
            verify: "sha256sum evidence/packaging.tar", countermeasures: ["D3-SFA System File Analysis"])
        return CaseStep(
            step: step,
            commands: [
                "tar --xattrs --acls --ignore-failed-read -C \(CaseSteps.root(view)) -cf evidence/packaging.tar \(ours: names)",
                "sha256sum evidence/packaging.tar >> evidence.sha256",
            ],
            console: [
                "get-file --path /var/log/dpkg.log", "get-file --path /var/log/apt/history.log",
                "get-file --path /var/lib/dpkg/status",
            ])
    }

    /// The files that events name and that no finding's own step copies.
    static func files(_ view: CaseView) -> CaseStep? {
        let told = Set(view.findings.map(\.finding.path))
        let paths = view.group.paths.filter {
            !told.contains($0) && view.evidence.report.artifact(at: $0)?.facts != nil
        }
        if paths.isEmpty { return nil }
        let step = GuidanceStep(
            id: "preserve-named-files", phase: .preserve, title: "Copy the files that the events name",
            why: "Their bytes and times are evidence whatever the verdict becomes.",
            verify: "sha256sum -c evidence.sha256", countermeasures: ["D3-FH File Hashing"])
        return CaseStep(
            step: step,
            commands: paths.prefix(20).flatMap { path -> [ReportText] in
                [
                    "stat \(CaseSteps.place(path, view)) >> evidence.stat",
                    "cp -a --no-dereference \(CaseSteps.place(path, view)) evidence/",
                    "sha256sum \(CaseSteps.place(path, view)) >> evidence.sha256",
                ]
            },
            console: paths.prefix(20).map { "get-file --path \($0)" })
    }
}

/// The process numbers that a case knows of.
enum ProcessNumbers {
    /// Those that run now first, then those of events; at most ten.
    static func list(_ view: CaseView) -> [Int] {
        var seen: Set<Int> = []
        let events = view.events.compactMap { view.evidence.events.process(of: $0).process.pid ?? $0.process.pid }
        return Array(
            (view.processes.map(\.processID) + events).filter { $0 > 1 && seen.insert($0).inserted }.prefix(10))
    }

    /// Defend's own names for the same processes.
    static func entities(_ view: CaseView) -> [UntrustedText] {
        var seen: Set<UntrustedText> = []
        return Array(view.events.compactMap(\.process.entityID).filter { seen.insert($0).inserted }.prefix(10))
    }
}
