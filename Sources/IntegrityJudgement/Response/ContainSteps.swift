import AuditModel

/// What keeps it from going on while people think.
enum ContainSteps {
    /// In one transaction, since a policy of drop that stands before the rules that accept ends the session that types them;
    /// and always to be typed by hand, also where the audited host is this machine.
    static var isolate: CaseStep {
        let step = GuidanceStep(
            id: "isolate-host", phase: .contain, title: "Cut the host off from the network, all but your own way in",
            why: "It stops further packages from being installed, and movement to other hosts.",
            caution: """
                Record sockets and sessions first, and keep a console at hand: with a wrong address you lose the host. It cuts \
                off the Elastic agent too, so that the console's isolate is better where it works; a virtual machine is better \
                isolated from outside.
                """,
            verify: .sentence("nft list table inet quarantine, and a second session from the same address."),
            undo: .sentence("nft delete table inet quarantine on the host, or release in the response console."),
            references: ["ATT&CK T1105", "ATT&CK T1021"], countermeasures: ["D3-NI Network Isolation"])
        let neighbours = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept"
        let chains = [("input", "in", "iif lo", "saddr"), ("output", "out", "oif lo", "daddr")].map {
            hook, name, loop, side in
            "chain \(name) { type filter hook \(hook) priority -300; policy drop; \(loop) accept; "
                + "ip \(side) $ADMIN4 accept; ip6 \(side) $ADMIN6 accept; \(neighbours); };"
        }
        let forward = "chain through { type filter hook forward priority -300; policy drop; };"
        let table = "table inet quarantine { \(chains.joined(separator: " ")) \(forward) }"
        return CaseStep(
            step: step,
            commands: [
                .onHostByHand(
                    "ADMIN4=192.0.2.10 ADMIN6=2001:db8::10  # the addresses that you work from; a family that you have none of keeps its example"
                ),
                .onHostByHand("echo \"\(ours: table)\" | nft -f -"),
            ],
            console: ["isolate --comment \"packaging case\""])
    }

    /// What would start a process again while it is being looked at.
    static func holdStarters(_ view: CaseView) -> CaseStep? {
        let units = view.triggers.map(\.position.file).compactMap { unit(of: $0) }
        let commands = units.map { .onHost("systemctl stop \($0)") as CommandTemplate }.distinct.prefix(10)
        if commands.isEmpty { return nil }
        let step = GuidanceStep(
            id: "hold-starters", phase: .contain, title: "Stop what would start it again",
            why: "A process that is stopped or ended before its starter comes back within minutes.",
            caution:
                "While cron is stopped, nothing that others rely on runs from it: start it again when the entries are gone.",
            verify: .sentence("systemctl is-active prints inactive for each."),
            undo: .sentence("systemctl start with the same names."),
            references: ["ATT&CK T1053.003"])
        return CaseStep(step: step, commands: Array(commands))
    }

    /// The unit that acts on a file; nil where only a login or a boot does.
    private static func unit(of file: HostPath) -> UntrustedText? {
        if file.isBeneath("/var/spool/cron") || file.bytes.starts(with: "/etc/cron".utf8) { return "cron.service" }
        let isUnit = [".service", ".timer", ".path", ".socket"].contains { file.name.hasSuffix($0) }
        return isUnit && file.components.contains("systemd") ? file.name : nil
    }

    /// Stopped and not ended, so that memory and open files stay.
    static func suspend(_ view: CaseView) -> CaseStep? {
        let processes = CaseProcesses(view)
        if processes.named.isEmpty { return nil }
        let step = GuidanceStep(
            id: "suspend-processes", phase: .contain, title: "Suspend the processes, parents first",
            why: "A suspended process keeps its memory and its deleted program for you; a killed one does not.",
            caution: """
                Check that each pid is still the process that the event names: start time and command line. A child that is \
                started meanwhile is found through its parent, which is why parents come first.
                """,
            verify: .sentence("ps -o pid,stat,args with the same numbers shows state T for each."),
            undo: .sentence("kill -CONT with the same numbers, children first."),
            references: ["ATT&CK T1059"], countermeasures: ["D3-PS Process Suspension"])
        let start: CommandTemplate =
            .onHost("stop() { kill -STOP \"$1\" && for p in $(pgrep -P \"$1\"); do stop \"$p\"; done; }")
        return CaseStep(
            step: step,
            commands: [processes.check] + (processes.pids.isEmpty ? [] : [start])
                + processes.pids.map { .onHost("stop \($0)") } + CaseSteps.rest(processes.left, "process"),
            console: processes.entities.map { "suspend-process --entityId \($0)" })
    }

    /// A case without a finding has no check whose steps would say it.
    static var holdPackageTools: [CaseStep] {
        [DatabaseSteps.holdPackageTools, CommonSteps.neutraliseHooks].map { step in
            CaseStep(step: step, commands: step.commands)
        }
    }
}

/// Taking it away, and whatever brings it back.
enum EradicateSteps {
    static func steps(for view: CaseView) -> [CaseStep] {
        // What starts a process goes before the process.
        [starters(view), terminate(view), packages(view), scan(view)].compactMap(\.self)
    }

    private static func terminate(_ view: CaseView) -> CaseStep? {
        let processes = CaseProcesses(view)
        if processes.pids.isEmpty { return nil }
        let step = GuidanceStep(
            id: "terminate-processes", phase: .eradicate, title: "End the suspended processes",
            why: "What they hold open or would write again ends with them.",
            caution: "After memory and /proc have been copied; once ended, a deleted program is gone.",
            verify: .sentence("ps -o pid,stat,args with the same numbers prints no line for any."),
            countermeasures: ["D3-PT Process Termination"])
        let start: CommandTemplate = .onHost(
            "end() { for p in $(pgrep -P \"$1\"); do end \"$p\"; done; kill -KILL \"$1\"; }")
        return CaseStep(
            step: step,
            commands: [processes.check, start] + processes.pids.map { .onHost("end \($0)") }
                + CaseSteps.rest(processes.left, "process"),
            console: processes.entities.map { "kill-process --entityId \($0)" })
    }

    private static func starters(_ view: CaseView) -> CaseStep? {
        if view.triggers.isEmpty { return nil }
        let step = GuidanceStep(
            id: "remove-starters", phase: .eradicate, title: "Take away the entries that start it",
            why: """
                As long as cron, systemd or a login shell names the file, it comes back or fails loudly. A line that is made a \
                comment moves no other, so that the numbers stay true whichever case is seen to first.
                """,
            caution: "Read the lines before: an entry that a package ships belongs to that package's archive.",
            verify: .sentence("debvouch audit names no entry that starts it."),
            undo: .sentence("Put the copy in evidence/tree back."), references: ["ATT&CK T1053.003", "ATT&CK T1543"],
            countermeasures: ["D3-FEV File Eviction"])
        let shown = view.triggers.prefix(limit)
        var files: [HostPath] = []
        for file in shown.map(\.position.file) where !files.contains(file) { files.append(file) }
        return CaseStep(
            step: step,
            commands: files.flatMap { file in starters(shown.filter { $0.position.file == file }, in: file) }
                + CaseSteps.rest(view.triggers.count - limit, "entry"))
    }

    /// The most entries that are written out.
    private static let limit = 10

    private static func starters(_ entries: [TriggerMention], in file: HostPath) -> [CommandTemplate] {
        let copies = PreserveSteps.copy(file)
        if entries.contains(where: \.isLink) { return copies + ["ls -l \(.place(file))", "rm \(.place(file))"] }
        let lines = entries.map(\.position.line).sorted()
        let shown = lines.map { " -e \($0)p" }.joined()
        let changed = lines.map { " -e '\($0)s/^/# /'" }.joined()
        return copies + [
            "sed -n\(ours: shown) \(.place(file))",
            "lsattr -d \(.place(file))", "chattr -i -a \(.place(file))  # only where lsattr shows i or a",
            "sed -i\(ours: changed) \(.place(file))",
        ]
    }

    /// Whatever was installed then and is published by nobody.
    private static func packages(_ view: CaseView) -> CaseStep? {
        let doubtful = view.packageChanges.filter { !PackageChanges.isPublished($0, view.evidence) }
        let names = Set(doubtful.map(\.package)).filter(\.isPackageName).sorted().prefix(10)
        if names.isEmpty { return nil }
        let step = GuidanceStep(
            id: "review-changed-packages", phase: .eradicate,
            title: "Review the packages that changed then and that no signed index knows",
            why: "An installation that nobody ordered is either the way in or what was brought.",
            caution: """
                Removing a package runs its prerm and postrm as root. Read both first; where they are hostile, replace them \
                by an empty script that exits 0 before the removal.
                """,
            verify: .command("debvouch audit --root \(.root)"),
            undo: .sentence("Install the same version again from its archive."),
            references: ["ATT&CK T1195.002", "ATT&CK T1546.016"], countermeasures: ["D3-SFA System File Analysis"])
        return CaseStep(
            step: step,
            commands: names.flatMap { name -> [CommandTemplate] in
                [
                    "dpkg-query --admindir=\(.place("/var/lib/dpkg")) --status \(name)",
                    "dpkg-query --admindir=\(.place("/var/lib/dpkg")) --listfiles \(name)",
                    "cat \(.place(HostPath("/var/lib/dpkg/info/".utf8 + name.bytes + ".prerm".utf8)))",
                ]
            })
    }

    private static func scan(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "scan-for-more", phase: .eradicate, title: "Look for more of it, on this host and on others",
            why: "A hook is how somebody stays; what they came for lies elsewhere.",
            caution: "Scan an image or a mounted disk where you can: on the running host the kernel may hide files.",
            verify: .sentence("There is no further finding at high or above."),
            countermeasures: ["D3-FH File Hashing", "D3-FA File Analysis"])
        let digests = view.artifacts.filter { $0.assessment?.verdict != .verified }.compactMap(\.sha256).prefix(5)
        return CaseStep(
            step: step,
            commands: [
                "debvouch audit --root \(.root) \(ours: CaseSteps.fetch(view)) --deep --files",
                "clamscan -ri --cross-fs=no \(.root)",
            ]
                + digests.map { "find \(.root) -xdev -type f -exec sha256sum {} + | grep \(ours: $0.hex)" },
            console: view.group.paths.prefix(5).map { "scan --path \($0)" })
    }
}
