import AuditModel

/// What keeps it from going on while people think.
enum ContainSteps {
    static func isolate(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "isolate-host", phase: .contain, title: "Cut the host off from the network, all but your own way in",
            why: "It stops further packages from being installed, and movement to other hosts.",
            caution: """
                Record sockets and sessions first. Allow the address you work from before the policy drops, or you lose the \
                host; a virtual machine is better isolated from outside.
                """,
            verify: "nft list table inet quarantine",
            undo: "nft delete table inet quarantine; in the response console: release",
            references: ["ATT&CK T1105", "ATT&CK T1021"], countermeasures: ["D3-NI Network Isolation"])
        return CaseStep(
            step: step,
            commands: [
                "ADMIN=192.0.2.10  # the address that you work from", "nft add table inet quarantine",
                "nft add chain inet quarantine in '{ type filter hook input priority -300; policy drop; }'",
                "nft add chain inet quarantine out '{ type filter hook output priority -300; policy drop; }'",
                "nft add rule inet quarantine in iif lo accept", "nft add rule inet quarantine out oif lo accept",
                "nft add rule inet quarantine in ip saddr \"$ADMIN\" accept",
                "nft add rule inet quarantine out ip daddr \"$ADMIN\" accept",
            ],
            console: ["isolate --comment \"packaging case\""])
    }

    /// Stopped and not ended, so that memory and open files stay.
    static func suspend(_ view: CaseView) -> [CaseStep] {
        let pids = ProcessNumbers.list(view)
        if pids.isEmpty { return [] }
        let step = GuidanceStep(
            id: "suspend-processes", phase: .contain, title: "Suspend the processes, parents first",
            why: "A suspended process keeps its memory and its deleted program for you; a killed one does not.",
            caution: "Check that each pid is still the process that the event names: start time and command line.",
            verify: "ps -o pid,stat,args shows state T for each.", undo: "kill -CONT with the same numbers.",
            references: ["ATT&CK T1059"], countermeasures: ["D3-PS Process Suspension"])
        return [
            CaseStep(
                step: step,
                commands: pids.flatMap { pid -> [ReportText] in
                    ["ps -o pid,ppid,lstart,user,args -p \(pid)", "kill -STOP \(pid)"]
                },
                console: ProcessNumbers.entities(view).map { "suspend-process --entityId \($0)" })
        ]
    }

    /// A case without a finding has no check whose steps would say it.
    static var holdPackageTools: [CaseStep] {
        [DatabaseSteps.holdPackageTools, CommonSteps.neutraliseHooks].map { step in
            CaseStep(step: step, commands: step.commands.map { "\(ours: $0)" })
        }
    }
}

/// Taking it away, and whatever brings it back.
enum EradicateSteps {
    static func steps(for view: CaseView) -> [CaseStep] {
        [terminate(view), starters(view), packages(view), scan(view)].compactMap(\.self)
    }

    private static func terminate(_ view: CaseView) -> CaseStep? {
        let pids = ProcessNumbers.list(view)
        if pids.isEmpty { return nil }
        let step = GuidanceStep(
            id: "terminate-processes", phase: .eradicate, title: "End the suspended processes",
            why: "What they hold open or would write again ends with them.",
            caution: "After memory and /proc have been copied; once ended, a deleted program is gone.",
            verify: "ps -o pid,stat,args -p prints no line for any.", countermeasures: ["D3-PT Process Termination"])
        return CaseStep(
            step: step, commands: pids.map { "kill -KILL \($0)" },
            console: ProcessNumbers.entities(view).map { "kill-process --entityId \($0)" })
    }

    private static func starters(_ view: CaseView) -> CaseStep? {
        if view.triggers.isEmpty { return nil }
        let step = GuidanceStep(
            id: "remove-starters", phase: .eradicate, title: "Take away the entries that start it",
            why: "As long as cron, systemd or a login shell names the file, it comes back or fails loudly.",
            caution: "Copy the file first; an entry that a package ships belongs to that package's archive.",
            verify: "The same files name it nowhere.",
            references: ["ATT&CK T1053.003", "ATT&CK T1543"],
            countermeasures: ["D3-FEV File Eviction"])
        return CaseStep(
            step: step,
            // From the last line of a file to its first, since each that goes moves those behind it.
            commands: view.triggers.prefix(10).reversed().flatMap { trigger -> [ReportText] in
                let place = CaseSteps.place(trigger.position.file, view)
                if trigger.isLink { return ["cp -a \(place) evidence/", "ls -l \(place)", "rm \(place)"] }
                return [
                    "cp -a \(place) evidence/", "sed -n \(trigger.position.line)p \(place)",
                    "sed -i \(trigger.position.line)d \(place)",
                ]
            })
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
            verify: "debvouch audit --root ROOT", undo: "Install the same version again from its archive.",
            references: ["ATT&CK T1195.002", "ATT&CK T1546.016"], countermeasures: ["D3-SFA System File Analysis"])
        let admindir = CaseSteps.place("/var/lib/dpkg", view)
        return CaseStep(
            step: step,
            commands: names.flatMap { name -> [ReportText] in
                [
                    "dpkg-query --admindir=\(admindir) --status \(name)",
                    "dpkg-query --admindir=\(admindir) --listfiles \(name)",
                    "cat \(CaseSteps.place(HostPath("/var/lib/dpkg/info/".utf8 + name.bytes + ".prerm".utf8), view))",
                ]
            })
    }

    private static func scan(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "scan-for-more", phase: .eradicate, title: "Look for more of it, on this host and on others",
            why: "A hook is how somebody stays; what they came for lies elsewhere.",
            caution: "Scan an image or a mounted disk where you can: on the running host the kernel may hide files.",
            verify: "There is no further finding at high or above.",
            countermeasures: ["D3-FH File Hashing", "D3-FA File Analysis"])
        let root = CaseSteps.root(view)
        let digests = view.artifacts.filter { $0.assessment?.verdict != .verified }.compactMap(\.sha256).prefix(5)
        return CaseStep(
            step: step,
            commands: ["debvouch audit --root \(root) --fetch --deep --files", "clamscan -ri --cross-fs=no \(root)"]
                + digests.map { "find \(root) -xdev -type f -exec sha256sum {} + | grep \(ours: $0.hex)" },
            console: view.group.paths.prefix(5).map { "scan --path \($0)" })
    }
}
