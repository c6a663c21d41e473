/// Which run of which program made a report; the only part that a second run may change.
package struct RunIdentity: Sendable {
    package let version: String
    package let started: Timestamp
    package let finished: Timestamp
    /// Effective user of the auditor.
    package let uid: UInt32
    /// The saved evidence that was judged; nil where the tree itself was read.
    package let evidence: EvidenceSource?

    package init(
        version: String, started: Timestamp, finished: Timestamp, uid: UInt32, evidence: EvidenceSource? = nil
    ) {
        self.evidence = evidence
        self.version = version
        self.started = started
        self.finished = finished
        self.uid = uid
    }
}

/// Which file of saved evidence a report was made from, as the file says it.
package struct EvidenceSource: Hashable, Sendable {
    /// As the operator named it.
    package let file: UntrustedText
    /// The version of the program that saved it.
    package let version: UntrustedText
    package let saved: Timestamp

    package init(file: UntrustedText, version: UntrustedText, saved: Timestamp) {
        self.file = file
        self.version = version
        self.saved = saved
    }
}

/// A finding with what its check says of it.
package struct JudgedFinding: Sendable {
    /// Stable across runs: a digest of check, path and subject.
    package let id: String
    package var finding: Finding
    package let why: String
    package let references: [String]
    package let guidance: [GuidanceStep]
    /// What the commands in the file run: absolute paths, or names to be sought in PATH.
    package let programs: [UntrustedText]
    /// The exception that silences the finding; nil for one that stands.
    package var exceptedBy: UntrustedText?

    package init(
        id: String, finding: Finding, why: String, references: [String], guidance: [GuidanceStep],
        programs: [UntrustedText] = []
    ) {
        self.id = id
        self.programs = programs
        self.finding = finding
        self.why = why
        self.references = references
        self.guidance = guidance
    }
}

/// One command that apt or dpkg is configured to run.
package struct ConfiguredHook: Sendable {
    /// `apt` or `dpkg`.
    package let program: String
    package let key: UntrustedText
    package let when: String
    package let asWhom: String
    package let command: UntrustedText
    /// Nil where libapt-pkg and our reader disagree on the value's place.
    package let position: SourcePosition?
    package let owner: PackageKey?
    package let rung: EvidenceRung
    /// The known benign shape that the command has, if any.
    package let knownShape: String?

    package init(
        program: String, key: UntrustedText, when: String, asWhom: String, command: UntrustedText,
        position: SourcePosition?, owner: PackageKey?, rung: EvidenceRung, knownShape: String?
    ) {
        self.program = program
        self.key = key
        self.when = when
        self.asWhom = asWhom
        self.command = command
        self.position = position
        self.owner = owner
        self.rung = rung
        self.knownShape = knownShape
    }
}

/// What an operator asks of an audit before it counts as passed.
package struct AuditPolicy: Hashable, Sendable {
    /// The weakest rung that is proof enough for what runs as root or decides that; nil where proof is not asked for.
    package var requiredRung: EvidenceRung?
    /// The lowest severity that counts as a finding; nil for none.
    package var failOn: Severity?

    package init(requiredRung: EvidenceRung? = .archiveOnly, failOn: Severity? = .medium) {
        self.requiredRung = requiredRung
        self.failOn = failOn
    }

    /// The rung that decides: not to ask for proof changes what a report says first, and never what is proven; nor does
    /// what a tree says of itself prove anything.
    package var decidingRung: EvidenceRung { max(requiredRung ?? .archiveOnly, .baseline) }
}

/// Everything that a renderer may show.
package struct AuditReport: Sendable {
    package let run: RunIdentity
    package let host: HostDescription
    package let policy: AuditPolicy
    package let coverage: Coverage
    /// Sorted by path.
    package let artifacts: [JudgedArtifact]
    /// In report order, also those that an exception silences.
    package let findings: [JudgedFinding]
    package let hooks: [ConfiguredHook]
    package let packageCount: Int
    package let archiveCount: Int
    /// The checks that ran, in the order of the manual.
    package let checks: [CheckDescription]
    /// Every index that was verified.
    package let indexes: [IndexChain]
    /// Every exception that the run could have applied, in the order in which they were given.
    package let exceptions: [ExceptionStanding]
    /// What event files said; nil where none were given.
    package let events: EventEvidence?
    /// Alerts and findings that belong together, the worst first.
    package let cases: [Case]
    /// Checks that were left out and could have found something of medium or more.
    package let notAsked: [CheckID]
    /// Whether archives were fetched for this run, so that nobody is advised to do it again.
    package let wasFetched: Bool

    package init(
        run: RunIdentity, host: HostDescription, policy: AuditPolicy, coverage: Coverage, artifacts: [JudgedArtifact],
        findings: [JudgedFinding], hooks: [ConfiguredHook], packageCount: Int, archiveCount: Int,
        checks: [CheckDescription] = [], indexes: [IndexChain] = [], exceptions: [ExceptionStanding] = [],
        events: EventEvidence? = nil, cases: [Case] = [], notAsked: [CheckID] = [], wasFetched: Bool = false
    ) {
        self.run = run
        self.host = host
        self.policy = policy
        self.coverage = coverage
        self.artifacts = artifacts
        self.findings = findings
        self.hooks = hooks
        self.packageCount = packageCount
        self.archiveCount = archiveCount
        self.checks = checks
        self.indexes = indexes
        self.exceptions = exceptions
        self.events = events
        self.cases = cases
        self.notAsked = notAsked
        self.wasFetched = wasFetched
    }

    /// The artifact at a path, by binary search; nil where the audit knows none.
    package func artifact(at path: HostPath) -> JudgedArtifact? {
        artifacts.artifact(at: path)
    }

    /// Findings that no exception silences.
    package var standing: [JudgedFinding] { findings.filter { $0.exceptedBy == nil } }

    /// Findings that an exception silences.
    package var excepted: [JudgedFinding] { findings.filter { $0.exceptedBy != nil } }

    /// Findings that stand and reach the severity asked about.
    package var failing: [JudgedFinding] {
        guard let limit = policy.failOn else { return [] }
        return standing.filter { $0.finding.severity >= limit }
    }

    /// Cases with an alert that come to something as bad as the severity asked about.
    ///
    /// What is only on disk counts through its findings.
    package var failingCases: [Case] {
        guard let limit = policy.failOn else { return [] }
        return cases.filter { !$0.alertIDs.isEmpty && $0.verdict.severity >= limit }
    }

    /// What a report's words are about: medium and above, or as low as the severity asked about.
    ///
    /// A threshold that was raised for the exit status makes nothing better than it is.
    private var notability: Severity { min(policy.failOn ?? .medium, .medium) }

    /// Findings that stand and that a reader has to hear of.
    package var notable: [JudgedFinding] { standing.filter { $0.finding.severity >= notability } }

    /// Cases that come to something that a reader has to hear of.
    package var notableCases: [Case] { cases.filter { $0.verdict.severity >= notability } }

    /// Cases with an alert that nobody excepted, of which the evidence says neither that they are harmless nor that they
    /// are not.
    package var openCases: [Case] {
        let undetermined = cases.filter { $0.verdict == .undetermined && !$0.alertIDs.isEmpty }
        if undetermined.isEmpty { return [] }
        let matched = Set((events?.alerts ?? []).filter { $0.outcome == .matched && $0.exceptedBy == nil }.map(\.id))
        return undetermined.filter { !matched.isDisjoint(with: $0.alertIDs) }
    }
}
