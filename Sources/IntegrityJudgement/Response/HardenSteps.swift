import AuditModel

/// Making it harder next time, and telling those who have to know.
enum HardenSteps {
    static func steps(for view: CaseView, verdict: CaseVerdict) -> [CaseStep] {
        var steps = [watch(view)]
        if verdict > .undetermined { steps += [access(view), schedule] }
        steps += exclusions(view)
        if verdict > .undetermined { steps.append(escalate(view)) }
        return steps
    }

    private static func watch(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "watch-packaging-paths", phase: .harden, title: "Watch the folders that apt and dpkg obey",
            why:
                "The audit system sees links, writes in place and changes of mode, for which the published rules raise nothing.",
            caution: "A watch does not follow a mount that is laid over its folder later.",
            verify: .command(.onHost("auditctl -l")),
            undo: .command(.onHost("rm /etc/audit/rules.d/60-packaging.rules; augenrules --load")),
            references: ["auditctl(8)", "ATT&CK T1546.016"], countermeasures: ["D3-FIM File Integrity Monitoring"])
        let rules = [
            "-w /etc/apt -p wa -k packaging", "-w /etc/dpkg -p wa -k packaging",
            "-w /var/lib/dpkg/info -p wax -k packaging", "-w /usr/share/keyrings -p wa -k packaging",
        ]
        let quoted = rules.map { "'\($0)'" }.joined(separator: " ")
        return CaseStep(
            step: step,
            commands: [
                .onHost("printf '%s\\n' \(ours: quoted) > /etc/audit/rules.d/60-packaging.rules"),
                .onHost("augenrules --load"),
            ])
    }

    private static func access(_ view: CaseView) -> CaseStep {
        let users = Set(view.events.compactMap { view.evidence.events.process(of: $0).userName }).sorted().prefix(5)
        let step = GuidanceStep(
            id: "review-access", phase: .harden, title: "Review who can become root and write below /etc/apt",
            why: "Only root can write there: whoever did was root, or can be.",
            caution: "Change credentials from another machine, and only once the host is isolated or rebuilt.",
            verify: .command("find \(.place("/etc/apt")) \(.place("/var/lib/dpkg")) ! -user root -o -perm /022"),
            references: ["ATT&CK T1078", "ATT&CK T1098.004"],
            countermeasures: ["D3-CRO Credential Rotation", "D3-AL Account Locking"])
        return CaseStep(
            step: step,
            commands: [
                "grep -E '^(sudo|adm|docker|lxd):' \(.place("/etc/group"))",
                "ls -l \(.place("/etc/sudoers.d"))",
                "find \(.root) -xdev -name authorized_keys -newermt '-30 days' -ls",
                "find \(.place("/etc/apt")) \(.place("/var/lib/dpkg")) ! -user root -o -perm /022 ! -type l",
            ] + users.map { "last -F -f \(.place("/var/log/wtmp")) \($0)" })
    }

    private static var schedule: CaseStep {
        let step = GuidanceStep(
            id: "schedule-audits", phase: .harden, title: "Have the host audited every night",
            why: "The next change is then known by morning, with the difference named.",
            verify: .command(.onHost("systemctl list-timers debvouch-check.timer")),
            undo: .command(.onHost("systemctl disable --now debvouch-check.timer")),
            countermeasures: ["D3-FIM File Integrity Monitoring"])
        return CaseStep(step: step, commands: [.onHost("systemctl enable --now debvouch-check.timer")])
    }

    /// An exclusion behind which a real hook hid is one to narrow.
    private static func exclusions(_ view: CaseView) -> [CaseStep] {
        let hiding = view.silenced.filter { $0.outcome == .excluded && !view.findings.isEmpty }
        if hiding.isEmpty { return [] }
        let step = GuidanceStep(
            id: "narrow-exclusion", phase: .harden, title: "Narrow the exclusions that hid this",
            why: "They name whole families of programs, and this one did what the rule is there to report.",
            caution:
                "A narrower exclusion brings more alerts: write exceptions with a reason and an expiry for the known ones.",
            verify: .sentence("debvouch detect with the same events prints it."), references: ["ATT&CK T1562"])
        return [
            CaseStep(
                step: step,
                commands: hiding.flatMap { alert in
                    alert.excludedBy.map { "debvouch rules show \(alert.rule.ruleID)  # exclusion \($0)" }
                }.distinct)
        ]
    }

    private static func escalate(_ view: CaseView) -> CaseStep {
        let step = GuidanceStep(
            id: "escalate", phase: .escalate, title: "Hand the case to the security team, with the report",
            why: "They decide whether other hosts are affected and who has to be told.",
            caution: "The report names hosts, users and addresses.", verify: .command("sha256sum case.json case.html"),
            references: ["NIST SP 800-61r3"])
        // Other bytes are written in that language in other ways than in the shell's.
        let plain = view.group.paths.filter { path in
            path.bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "/._-+:~".utf8.contains($0) }
        }
        let paths = plain.prefix(3).map { path -> CommandTemplate in
            "# on other hosts, in ES|QL: FROM logs-endpoint.events.* | WHERE file.path == \"\(path)\" OR process.executable == \"\(path)\""
        }
        return CaseStep(
            step: step,
            commands: [
                "debvouch audit --root \(.root) \(ours: CaseSteps.fetch(view)) --events EVENTS --report html=case.html --report json=case.json"
            ] + paths)
    }
}
