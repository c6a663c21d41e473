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
            steps += [ContainSteps.isolate, ContainSteps.holdStarters(view), ContainSteps.suspend(view)]
                .compactMap(\.self)
            if !hasFailing { steps += ContainSteps.holdPackageTools }
            steps += EradicateSteps.steps(for: view)
            steps += RecoverSteps.steps(for: view)
        } else {
            steps.append(RecoverSteps.giveReferences(view))
        }
        steps += HardenSteps.steps(for: view, verdict: verdict)
        return steps
    }

    /// How the audit is told to obtain archives: a mounted tree must not choose where we connect.
    static func fetch(_ view: CaseView) -> String {
        view.evidence.host.isLive ? "--fetch" : "--fetch --sources SOURCES"
    }

    /// What a step does not write out.
    static func rest(_ count: Int, _ noun: StaticString) -> [CommandTemplate] {
        count > 0 ? ["# and \(count, noun) more, which the case's own part of the report names"] : []
    }
}

/// Copies of what the next step, or the next boot, takes away.
enum PreserveSteps {
    static func volatile(_ view: CaseView) -> CaseStep {
        let pids = CaseProcesses(view).pids
        let each = pids.flatMap { pid -> [CommandTemplate] in
            [
                .onHost(
                    "ls -l /proc/\(pid)/exe /proc/\(pid)/cwd /proc/\(pid)/fd > \(.evidence("live/proc-"))\(pid).txt"),
                .onHost("cp /proc/\(pid)/exe \(.evidence("live/exe-"))\(pid)"),
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
            verify: .command("ls -l \(.evidence("live"))"), references: ["ATT&CK T1057", "ATT&CK T1049"],
            countermeasures: ["D3-PA Process Analysis"])
        return CaseStep(
            step: step,
            commands: [
                .onHost("mkdir -p -m 0700 evidence \(.evidence("live"))"),
                .onHost("ps -eo pid,ppid,lstart,user,args --forest > \(.evidence("live/ps.txt"))"),
                .onHost("ss -tunap > \(.evidence("live/sockets.txt"))"),
                .onHost("last -Faiwx > \(.evidence("live/last.txt"))"),
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
            verify: .command("sha256sum -c \(.evidence("packaging.tar.sha256"))"),
            countermeasures: ["D3-SFA System File Analysis"])
        return CaseStep(
            step: step,
            commands: [
                "test -e \(.evidence("packaging.tar")) || tar --xattrs --acls --ignore-failed-read -C \(.root) -cf \(.evidence("packaging.tar")) \(ours: names)",
                "sha256sum \(.evidence("packaging.tar")) > \(.evidence("packaging.tar.sha256"))",
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
            !told.contains($0) && view.evidence.judgement.artifact(at: $0)?.facts != nil
        }
        if paths.isEmpty { return nil }
        let step = GuidanceStep(
            id: "preserve-named-files", phase: .preserve, title: "Copy the files that the events name",
            why: "Their bytes and times are evidence whatever the verdict becomes.",
            verify: CommonSteps.preserveFile.verify, countermeasures: ["D3-FH File Hashing"])
        return CaseStep(
            step: step,
            commands: paths.prefix(limit).flatMap { copy($0) } + CaseSteps.rest(paths.count - limit, "file"),
            console: paths.prefix(limit).map { "get-file --path \($0)" })
    }

    /// The most files that one step copies.
    private static let limit = 20

    /// The same commands as those of `CommonSteps.preserveFile`, so that a plan tells them once.
    static func copy(_ path: HostPath) -> [CommandTemplate] {
        [
            "stat \(.place(path)) >> \(.evidence("stat.txt"))",
            "env -C \(.root) cp -a --no-clobber --parents .\(path) \"$PWD/\(.evidence("tree/"))\"",
            "env -C \(.evidence("tree")) find .\(path) -type f -exec sha256sum {} + >> \(.evidence("sha256.txt"))",
        ]
    }
}
