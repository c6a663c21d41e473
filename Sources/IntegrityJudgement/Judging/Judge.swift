package import AuditModel
import Digests

/// Verifies every artifact and runs every check over the evidence.
package enum Judge {
    /// - Parameters:
    ///   - exceptions: of the operator's; those for findings are applied here.
    ///   - now: the time at which exceptions have to be in force, since nothing here may look at a clock.
    package static func judgement(
        on evidence: Evidence, request: AuditRequest, exceptions: [AuditException] = [], now: Timestamp
    ) -> Judgement {
        let view = Verifier.view(of: evidence)
        let checks = CheckCatalog.checks
            .filter { request.onlyChecks.isEmpty || request.onlyChecks.contains($0.id) }
            .filter { !request.skippedChecks.contains($0.id) }
        let found = checks.flatMap { check in check.findings(in: view).map { ($0, check) } }
            .sorted { Finding.reportOrder($0.0, $1.0) }
        var applied = AppliedExceptions(exceptions, scope: .disk, now: now, evidence: evidence)
        let foundArtifacts = artifacts(in: view)
        applied.compare(with: foundArtifacts)
        let artifacts = accepted(foundArtifacts, by: &applied)
        let findings = excepted(judged(found, FindingSteps(view)), artifacts, by: &applied)
        let listing = HookListing(view)
        let judgement = Judgement(
            artifacts: artifacts, findings: findings, hooks: listing.hooks, checks: checks.map(described),
            exceptions: applied.standings, limits: [listing.cut].compactMap(\.self))
        return judgement.inquiring(
            Inquiries.inquiry(of: judgement, events: EventEvidence(), window: request.window))
    }

    /// What an inventory shows: verdicts and hooks, without running a check.
    package static func inventory(of evidence: Evidence) -> Judgement {
        let view = Verifier.view(of: evidence)
        let listing = HookListing(view)
        return Judgement(
            artifacts: artifacts(in: view), findings: [], hooks: listing.hooks,
            limits: [listing.cut].compactMap(\.self))
    }

    private static func excepted(
        _ findings: [JudgedFinding], _ artifacts: [JudgedArtifact], by exceptions: inout AppliedExceptions
    ) -> [JudgedFinding] {
        if exceptions.isEmpty { return findings }
        let byPath = Dictionary(artifacts.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return findings.map { finding in
            var finding = finding
            finding.exceptedBy = exceptions.silencing(finding, at: byPath[finding.finding.path])
            if finding.exceptedBy == nil {
                finding.finding.evidence += exceptions.lapses(at: finding.finding.path)
            }
            return finding
        }
    }

    private static func accepted(
        _ artifacts: [JudgedArtifact], by exceptions: inout AppliedExceptions
    ) -> [JudgedArtifact] {
        if exceptions.isEmpty { return artifacts }
        return artifacts.map { artifact in
            var artifact = artifact
            artifact.acceptedBy = exceptions.accepting(artifact)
            return artifact
        }
    }

    private static func described(_ check: any Check) -> CheckDescription {
        CheckDescription(
            id: check.id, summary: check.summary, why: check.why, references: check.references, guidance: check.guidance
        )
    }

    /// Gives each finding its id, in report order; one archive in two folders is two findings, told apart by their order.
    private static func judged(
        _ found: [(Finding, any Check)], _ steps: FindingSteps
    ) -> [JudgedFinding] {
        var seen: [[UInt8]: Int] = [:]
        return found.map { finding, check in
            let place = finding.identity?.bytes ?? finding.path.bytes
            var identity = Array(finding.check.rawValue.utf8) + [0] + place + [0] + finding.subject.bytes
            let earlier = seen[identity, default: 0]
            seen[identity] = earlier + 1
            if earlier > 0 { identity += [0] + Array(String(earlier).utf8) }
            return JudgedFinding(
                id: StableName.finding(identity), finding: finding, why: check.why,
                references: check.references, guidance: steps.steps(of: check, for: finding),
                programs: steps.programs(of: finding))
        }
    }

    private static func artifacts(in view: EvidenceView) -> [JudgedArtifact] {
        var required = RequiredArtifacts(in: view)
        let found = view.evidence.tree.artifacts.map { artifact -> JudgedArtifact in
            let key = artifact.infoEntry?.package ?? view.ledger.claims(on: artifact.path).compactMap(\.package).first
            return JudgedArtifact(
                path: artifact.path, role: artifact.role, package: key,
                version: key.flatMap { view.ledger.package($0)?.version }, member: artifact.infoEntry?.member,
                facts: artifact.facts, sha256: artifact.sha256, reading: artifact.reading,
                assessment: view.assessments[artifact.path],
                lack: required.lack(of: artifact, package: key, view.assessments[artifact.path]))
        }
        let missing = view.missing.map { missing in
            JudgedArtifact(
                path: missing.path,
                role: InfoEntry.scriptMembers.contains(missing.member) ? .maintainerScript : .controlMember,
                package: missing.package, version: view.ledger.package(missing.package)?.version,
                member: missing.member,
                facts: nil, sha256: nil, assessment: missing.assessment)
        }
        return (found + missing).sorted { $0.path < $1.path }
    }
}
