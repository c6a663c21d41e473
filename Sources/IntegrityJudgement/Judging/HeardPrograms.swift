package import AuditModel
import Digests

extension Judge {
    /// The judgement with findings about programs that the testimony names, made before any case is.
    ///
    /// - Parameters: as for `judgement(on:request:exceptions:now:)`, to which the exceptions were given as well.
    package static func judgement(
        _ judgement: Judgement, hearing testimony: Testimony, on evidence: Evidence, request: AuditRequest,
        exceptions: [AuditException], now: Timestamp
    ) -> Judgement {
        let check = EventProgramModified()
        guard !testimony.programs.isEmpty, judgement.checks.contains(where: { $0.id == check.id }) else {
            return judgement
        }
        let heard = CaseEvidence(
            judgement: judgement, evidence: evidence, testimony: testimony, window: request.window)
        var applied = AppliedExceptions(exceptions, scope: .disk, now: now)
        let found = check.findings(in: heard).map { finding in
            var judged = JudgedFinding(
                id: StableName.finding(finding.check, finding.path), finding: finding, why: check.why,
                references: check.references, guidance: check.guidance)
            judged.exceptedBy = testimony.programs[finding.path].flatMap { program in
                applied.silencing(judged, at: JudgedArtifact(program))
            }
            return judged
        }
        if found.isEmpty { return judgement }
        return judgement.adding(found, exceptions: zip(judgement.exceptions, applied.standings).map { $0.adding($1) })
    }
}

extension StableName {
    /// As every other finding is named that has no subject.
    fileprivate static func finding(_ check: CheckID, _ path: HostPath) -> String {
        finding(Array(check.rawValue.utf8) + [0] + path.bytes + [0])
    }
}

extension JudgedArtifact {
    /// What exceptions may ask about a program.
    fileprivate init(_ program: ProgramFacts) {
        self.init(
            path: program.path, role: .other, package: program.owners.first, version: nil, member: nil,
            facts: program.facts, sha256: program.sha256, assessment: nil)
    }
}

extension ExceptionStanding {
    /// With what a second look at findings came to.
    fileprivate func adding(_ later: ExceptionStanding) -> ExceptionStanding {
        if later.useCount == 0 { return self }
        return ExceptionStanding(
            exception: exception, state: .used, breadth: breadth, uses: uses + later.uses,
            useCount: useCount + later.useCount)
    }
}
