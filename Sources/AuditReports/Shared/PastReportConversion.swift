package import AuditModel

extension PastReport {
    /// What reading the JSON form of a report back would give, without the way through its bytes.
    package init(of report: AuditReport, location: UntrustedText) {
        self.init(location: location)
        finished = UntrustedText(Formats.time(report.run.finished).utf8)
        exitStatus = Int(report.exitStatus)
        root = Self.printed(report.host.root)
        hostname = report.host.hostname.map(Self.printed)
        verdict = UntrustedText(report.verdict.rawValue.utf8)
        findings = report.standing.map(Self.past)
        silenced = report.excepted.map(Self.past)
        let proof = report.required
        required = PastRequired(
            proven: proof.proven.count, unproven: proof.unproven.count, accepted: proof.accepted.count)
        for artifact in report.artifacts { artifacts[artifact.path] = PastArtifact(of: artifact) }
        exceptions = report.exceptions.map { standing in
            PastException(
                id: Self.printed(standing.exception.id),
                expires: standing.exception.expiry.map { UntrustedText(Formats.time($0.end).utf8) })
        }
    }

    private static func past(_ judged: JudgedFinding) -> PastFinding {
        let finding = judged.finding
        return PastFinding(
            id: UntrustedText(judged.id.utf8), check: UntrustedText(finding.check.rawValue.utf8),
            severity: finding.severity, path: finding.path,
            title: UntrustedText(Escaping.printable(finding.title).utf8))
    }

    private static func printed(_ text: UntrustedText) -> UntrustedText {
        UntrustedText(Escaping.printable(text).utf8)
    }
}

extension PastArtifact {
    fileprivate init(of artifact: JudgedArtifact) {
        self.init(path: artifact.path)
        sha256 = artifact.sha256
        mode = artifact.facts?.mode
        uid = artifact.facts?.uid
        gid = artifact.facts?.gid
        kind = artifact.facts.map { UntrustedText($0.kind.rawValue.utf8) }
        verdict = artifact.assessment?.verdict
        rung = artifact.assessment?.rung
    }
}
