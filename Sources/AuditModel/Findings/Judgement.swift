/// What judging the evidence came to, before anybody was asked about it.
package struct Judgement: Sendable {
    /// Sorted by path.
    package let artifacts: [JudgedArtifact]
    /// In report order, also those that an exception silences.
    package let findings: [JudgedFinding]
    package let hooks: [ConfiguredHook]
    /// The checks that ran, in the order of the manual.
    package let checks: [CheckDescription]
    /// Every exception about the disk that the run could have applied, in the order in which they were given.
    package let exceptions: [ExceptionStanding]
    /// Every limit that judging hit, for the report's coverage.
    package let limits: [ReportText]
    /// What the tree's logs and programs are to be searched for.
    package let inquiry: Inquiry

    package init(
        artifacts: [JudgedArtifact], findings: [JudgedFinding], hooks: [ConfiguredHook],
        checks: [CheckDescription] = [], exceptions: [ExceptionStanding] = [], limits: [ReportText] = [],
        inquiry: Inquiry = Inquiry()
    ) {
        self.artifacts = artifacts
        self.findings = findings
        self.hooks = hooks
        self.checks = checks
        self.exceptions = exceptions
        self.limits = limits
        self.inquiry = inquiry
    }

    /// The same judgement with what is to be looked for next.
    package func inquiring(_ inquiry: Inquiry) -> Judgement {
        Judgement(
            artifacts: artifacts, findings: findings, hooks: hooks, checks: checks, exceptions: exceptions,
            limits: limits, inquiry: inquiry)
    }

    /// The same judgement with more findings, and with what then became of the exceptions.
    package func adding(_ more: [JudgedFinding], exceptions: [ExceptionStanding]) -> Judgement {
        Judgement(
            artifacts: artifacts,
            findings: (findings + more).sorted { Finding.reportOrder($0.finding, $1.finding) },
            hooks: hooks, checks: checks, exceptions: exceptions, limits: limits, inquiry: inquiry)
    }

    /// Findings that no exception silences.
    package var standing: [JudgedFinding] { findings.filter { $0.exceptedBy == nil } }

    /// The artifact at a path, by binary search; nil where the audit knows none.
    package func artifact(at path: HostPath) -> JudgedArtifact? {
        artifacts.artifact(at: path)
    }
}

extension [JudgedArtifact] {
    /// The artifact at a path, by binary search over artifacts sorted by path.
    package func artifact(at path: HostPath) -> JudgedArtifact? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].path == path ? self[low] : nil
    }
}

/// What to look for in the tree after its files were judged.
package struct Inquiry: Hashable, Codable, Sendable {
    /// Whether anything came up that a case could be made of.
    package var isNeeded = false
    /// What logs, logins and running processes are searched for.
    package var history = HistoryInterest()
    /// Programs whose bytes are compared with their packages' records.
    package var programs: Set<HostPath> = []

    package init() {}
}
