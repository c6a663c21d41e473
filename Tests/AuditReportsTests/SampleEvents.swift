import AuditModel

/// What event files say of a sample host: an alert on the hook, one that an exclusion silenced, one that nobody can decide.
enum SampleEvents {
    /// 2026-11-18 20:26:40 UTC, when the inodes of the sample's files last changed.
    static let start = Timestamp(seconds: 1_795_000_000)

    static func all(_ names: SampleReport.Names) -> EventEvidence {
        var events = EventEvidence()
        events.alerts = [matched(names), excluded(names), undecided(names)]
        events.inputs = [names.log]
        events.documents = 4_321
        events.matched = 1
        events.excluded = 17
        events.undecided = 1
        events.repeated = 2
        events.ofOtherHosts = 3
        events.span = TimeWindow(start: start.advanced(by: -3_600), end: start.advanced(by: 7_200))
        events.categories = ["process", "file", "network"]
        return events
    }

    private static func rule(_ names: SampleReport.Names) -> RuleMetadata {
        var rule = RuleMetadata(id: "5d0c5b1e-4f64-4f0e-9c3a-1f0c6f0f5a01", title: "Hook written", level: .medium)
        rule.published = PublishedRule(
            id: "7c2e1297-7664-42bc-af11-6d5d35220b6b", version: 5,
            name: "APT Package Manager Configuration File Creation")
        rule.description = "A file is made in the folder of apt's configuration."
        rule.author = names.owner.name
        rule.tags = ["attack.persistence", "attack.t1546.016"]
        return rule
    }

    private static func facts(_ names: SampleReport.Names, id: UntrustedText, line: Int, after seconds: Int64)
        -> EventFacts
    {
        var facts = EventFacts(position: EventPosition(input: names.log, line: line, offset: UInt64(line * 1_000)))
        facts.identifier = id
        facts.time = Timestamp(seconds: start.seconds + seconds, nanoseconds: 117_000_000)
        facts.categories = ["file"]
        facts.actions = ["rename"]
        facts.hostID = "c0ffee"
        facts.hostName = names.host
        facts.userID = "0"
        facts.userName = "root"
        facts.process.entityID = "E7"
        facts.process.pid = 8_200
        facts.process.name = names.host
        facts.process.executable = names.program
        facts.process.arguments = [names.program.text, names.command]
        facts.process.commandLine = names.command
        facts.parent.executable = "/usr/bin/bash"
        facts.parent.name = "bash"
        facts.parent.pid = 8_100
        facts.entryType = "sshd"
        facts.entrySource = "192.0.2.7"
        return facts
    }

    private static func matched(_ names: SampleReport.Names) -> AlertRecord {
        var facts = facts(names, id: names.command, line: 12, after: 0)
        facts.file = names.configuration
        facts.originalFile = names.program
        return AlertRecord(
            id: "alert-0001", rule: rule(names), outcome: .matched, facts: facts, relation: .same)
    }

    private static func excluded(_ names: SampleReport.Names) -> AlertRecord {
        var facts = facts(names, id: "Nx3kQ+Aa09", line: 14, after: 2)
        facts.file = names.configuration
        return AlertRecord(
            id: "alert-0002", rule: rule(names), outcome: .excluded, excludedBy: ["filter_perl", names.key],
            facts: facts,
            relation: .unstated)
    }

    private static func undecided(_ names: SampleReport.Names) -> AlertRecord {
        var facts = EventFacts(position: EventPosition(input: names.log, line: 99, offset: 4_000_000))
        facts.identifier = names.host
        facts.process.executable = names.script
        return AlertRecord(
            id: "alert-0003", rule: RuleMetadata(id: "a-rule-of-ours", title: names.key, level: .critical),
            outcome: .undecided, missing: ["process.group_leader.name"], facts: facts, relation: .same,
            exceptedBy: names.owner.name)
    }
}
