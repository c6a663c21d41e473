package import AuditModel
import Digests

/// What somebody wants to vouch for, and on whose word.
package struct AcceptanceRequest: Sendable {
    /// Ids of findings and paths of the tree.
    package var targets: [UntrustedText] = []
    /// Packages of which everything is meant that is not proven.
    package var packages: [UntrustedText] = []
    package var reason: UntrustedText
    package var owner: UntrustedText
    package var expiry: ExceptionExpiry?
    /// Whether also code may pass that proof from outside the tree speaks against.
    package var evenContradicted = false

    package init(reason: UntrustedText, owner: UntrustedText) {
        self.reason = reason
        self.owner = owner
    }
}

/// One file that is accepted as it is.
package struct AcceptedArtifact: Sendable {
    package let artifact: JudgedArtifact
    /// Those that the exception silences, in report order.
    package let findings: [JudgedFinding]
    /// Those about the same file that stand nevertheless.
    package let others: [JudgedFinding]
    package let exception: AuditException
    /// Words in the file's commands of which nobody can say what they run.
    package let unresolved: [UntrustedText]
}

/// Says which exceptions accept what was asked for, and why something cannot be accepted.
package struct AcceptancePlan: Sendable {
    /// Sorted by path.
    package private(set) var accepted: [AcceptedArtifact] = []
    /// Why something cannot be accepted, one sentence each, in the order in which it was asked for.
    package private(set) var refusals: [ReportText] = []

    private let request: AcceptanceRequest
    private let report: AuditReport
    private let evidence: Evidence
    private let programs: PinnablePrograms
    /// Names that an exception has already.
    private let taken: Set<UntrustedText>

    /// - Parameters:
    ///   - report: of an audit to which the exceptions that exist already were given.
    ///   - evidence: with the programs of all hooks.
    ///   - taken: ids that no new exception may have.
    package init(
        _ request: AcceptanceRequest, report: AuditReport, evidence: Evidence, taken: Set<UntrustedText> = []
    ) {
        self.request = request
        self.taken = taken
        self.report = report
        self.evidence = evidence
        programs = PinnablePrograms(in: evidence.tree)
        // By path, so that two findings about one file make one exception.
        var chosen: [HostPath: [JudgedFinding]] = [:]
        for target in request.targets { choose(target, &chosen) }
        for package in request.packages { choose(package: package, &chosen) }
        for (path, findings) in chosen.sorted(by: { $0.key < $1.key }) { accept(path, findings) }
    }

    private mutating func choose(_ target: UntrustedText, _ chosen: inout [HostPath: [JudgedFinding]]) {
        if target.hasPrefix("/") {
            let path = HostPath(target.bytes)
            guard report.artifact(at: path) != nil else {
                refusals.append("\(path) is no file that an audit of this tree judges")
                return
            }
            chosen[path] = standing(at: path)
            return
        }
        guard let judged = report.findings.first(where: { target == $0.id }) else {
            refusals.append("nothing in this tree's audit is called \(target)")
            return
        }
        if let exception = judged.exceptedBy {
            refusals.append("\(target) is silenced by the exception \(exception) already")
            return
        }
        var findings = chosen[judged.finding.path] ?? []
        if !findings.contains(where: { $0.id == judged.id }) { findings.append(judged) }
        chosen[judged.finding.path] = findings
    }

    private mutating func choose(package name: UntrustedText, _ chosen: inout [HostPath: [JudgedFinding]]) {
        let unproven = report.belowRequired.filter { $0.package?.name == name }
        let contradicted = report.standing.map(\.finding).filter {
            $0.package?.name == name && $0.severity == .critical && isContradicted($0.path)
        }
        if unproven.isEmpty, contradicted.isEmpty {
            refusals.append("nothing of a package \(name) waits for being proven or accepted")
        }
        for path in unproven.map(\.path) + contradicted.map(\.path) { chosen[path] = standing(at: path) }
    }

    private func standing(at path: HostPath) -> [JudgedFinding] {
        report.standing.filter { $0.finding.path == path }
    }

    private func isContradicted(_ path: HostPath) -> Bool {
        report.artifact(at: path)?.assessment?.rung == .contradicted
    }

    private mutating func accept(_ path: HostPath, _ findings: [JudgedFinding]) {
        guard let artifact = report.artifact(at: path), let digest = artifact.sha256 else {
            refusals.append("\(path) has no content that could be pinned")
            return
        }
        guard String(decoding: path.bytes, as: UTF8.self).utf8.elementsEqual(path.bytes) else {
            refusals.append("\(path) is not UTF-8, so that no file of exceptions can name it")
            return
        }
        let isContradicted = isContradicted(path) && standing(at: path).contains { $0.finding.severity == .critical }
        if isContradicted, !request.evenContradicted {
            refusals.append(
                "\(path) differs from what its package ships: \(artifact.assessment?.reason ?? ""); not accepted")
            return
        }
        if findings.isEmpty, !report.belowRequired.contains(where: { $0.path == path }) {
            refusals.append("nothing has to be accepted about \(path)")
            return
        }
        guard let pins = pins(of: path) else { return }
        let others = standing(at: path).filter { other in !findings.contains { $0.id == other.id } }
        accepted.append(
            AcceptedArtifact(
                artifact: artifact, findings: findings, others: others,
                exception: exception(for: path, digest, findings, pins, accepts: !isContradicted),
                unresolved: programs.named(in: path).unresolved))
    }

    /// What has to stay as it is of all that the commands in a file run; nil where that cannot be said.
    private mutating func pins(of path: HostPath) -> [PinnedProgram]? {
        let named = programs.named(in: path)
        if named.isCut {
            refusals.append("\(path) runs more programs than can be pinned")
            return nil
        }
        var pins: [PinnedProgram] = []
        for program in named.paths {
            guard let found = evidence.hookPrograms[program], found.facts != nil else { continue }
            guard let digest = found.sha256 else {
                refusals.append("\(path) runs \(program), which cannot be read and pinned")
                return nil
            }
            pins.append(PinnedProgram(path: program, sha256: digest))
        }
        return pins
    }

    private func exception(
        for path: HostPath, _ digest: SHA256Digest, _ findings: [JudgedFinding], _ pins: [PinnedProgram], accepts: Bool
    ) -> AuditException {
        let rules = Set(findings.map { UntrustedText($0.finding.check.rawValue.utf8) }).sorted()
        let isHook = report.artifact(at: path)?.role == .aptConf || report.artifact(at: path)?.role == .dpkgConf
        var identity = path.bytes + [0] + Array(digest.hex.utf8)
        for pin in pins { identity += [0] + pin.path.bytes + [0] + Array(pin.sha256.hex.utf8) }
        for rule in rules { identity += [0] + rule.bytes }
        return AuditException(
            id: freeName(StableName.acceptance(identity)), scope: .disk, rules: rules,
            conditions: [
                ExceptionCondition(ExceptionField.path, .oneOf([path.text])),
                ExceptionCondition(ExceptionField.sha256, .oneOf([UntrustedText(digest.hex.utf8)])),
            ],
            accepts: accepts, programs: isHook ? pins : nil, reason: request.reason, owner: request.owner,
            expiry: request.expiry, source: ExceptionSource(file: "", line: 1))
    }

    /// The name itself, or with a number where an exception that no longer holds has it.
    private func freeName(_ name: String) -> UntrustedText {
        var candidate = UntrustedText(name.utf8)
        var number = 2
        while taken.contains(candidate) {
            candidate = UntrustedText("\(name)-\(number)".utf8)
            number += 1
        }
        return candidate
    }
}
