import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// `debvouch explain`: what a check, rung, path or finding means.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a check, a rung, a path of the tree or a finding: what it means, why, what to do.",
        discussion: """
            Without an argument: every check with one line. A path or a finding's id makes debvouch read the tree.
            Exit status: 0 explained; 1 there is nothing of that name. From 64 on: sysexits.h.
            """)

    @Argument(
        help: ArgumentHelp(
            "A check's id, a rung, a path inside the tree, or a finding's id (dv-...).", valueName: "what"))
    var what: String?

    @OptionGroup var tree: TreeOptions

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let style = Terminal.style()
            guard let what else {
                try Terminal.write(
                    Explanations.catalogue(CheckCatalog.checks.map { ($0.id, $0.summary) }, style: style))
                return 0
            }
            if let rung = EvidenceRung(rawValue: what) {
                try Terminal.write(Explanations.rung(rung, style: style))
                return 0
            }
            if let check = CheckCatalog.checks.first(where: { Array($0.id.rawValue.utf8) == Array(what.utf8) }) {
                try Terminal.write(
                    Explanations.check(
                        check.id, summary: check.summary, why: check.why, references: check.references,
                        guidance: check.guidance, style: style))
                return 0
            }
            return try await explainInTree(what, style: style)
        }
    }

    private func explainInTree(_ what: String, style: TextStyle) async throws(Failure) -> Int32 {
        guard what.utf8.first == UInt8(ascii: "/") || what.utf8.starts(with: "dv-".utf8) else {
            Terminal.complain(
                "there is no check, rung, path or finding '\(UntrustedText(what.utf8))'; debvouch explain lists the checks"
            )
            return 1
        }
        let started = Clock.now()
        let (_, evidence) = try await tree.request.evidence(tree.base.progress)
        let judgement = Judge.judgement(on: evidence, request: tree.request, now: started)
        let report = ReportAssembly(request: tree.request, evidence: evidence, judgement: judgement)
            .report(.ending(started))
        let path = report.findings.first { Array($0.id.utf8) == Array(what.utf8) }?.finding.path ?? HostPath(what.utf8)
        guard let explanation = Explanations.path(path, in: report, style: style) else {
            Terminal.complain("nothing in this tree's audit is called '\(UntrustedText(what.utf8))'")
            return 1
        }
        try Terminal.write(explanation)
        return 0
    }
}
