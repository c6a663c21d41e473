package import AuditModel
import Digests

/// Joins alerts, findings and history into cases.
package enum Correlator {
    /// The cases that a report shows: the worst of all, and how many more there are.
    package static func cases(
        on evidence: Evidence, judgement: Judgement, testimony: Testimony, window: CorrelationWindow
    ) -> (cases: [Case], omitted: Int) {
        worstCases(
            of: CaseEvidence(judgement: judgement, evidence: evidence, testimony: testimony, window: window),
            limit: caseLimit)
    }

    /// Cases of one report.
    private static let caseLimit = 1_000

    /// Cases, the worst first; pure, so that saved evidence gives the same ones again.
    package static func cases(of evidence: CaseEvidence) -> [Case] {
        worstCases(of: evidence, limit: .max).cases
    }

    /// The worst cases, the worst first, and how many more there are.
    ///
    /// All are judged, but only those that are told get their timeline, answers and steps.
    package static func worstCases(
        of evidence: CaseEvidence, limit: Int
    ) -> (cases: [Case], omitted: Int) {
        var groups = CaseGroups.groups(of: evidence)
        let index = CaseIndex(evidence, groups: groups)
        let count = groups.count
        if count > limit {
            let ranked = groups.map { group in
                let view = CaseView(group, in: index)
                return (rank: outline(of: view, CaseReasons(view)).rank, group: group)
            }
            groups = ranked.sorted { $0.rank < $1.rank }.prefix(limit).map(\.group)
        }
        let cases = groups.map { makeCase(of: CaseView($0, in: index)) }
        return (cases.sorted { $0.rank < $1.rank }, count - groups.count)
    }

    /// A case without what is told of it at length.
    private static func outline(
        of view: CaseView, _ reasons: CaseReasons
    ) -> Case {
        let (verdict, confidence) = CaseVerdicts.judge(reasons, view)
        let alertIDs = (view.alerts + view.silenced).map(\.id)
        let findingIDs = view.findings.map(\.id)
        let (title, subjects) = title(of: view)
        var outline = Case(
            id: StableName.caseID(of: alertIDs + findingIDs), title: title,
            verdict: verdict, confidence: confidence, alertIDs: alertIDs, findingIDs: findingIDs)
        outline.titleSubjects = subjects
        return outline
    }

    private static func makeCase(of view: CaseView) -> Case {
        let reasons = CaseReasons(view)
        var result = outline(of: view, reasons)
        result.links = CaseLinks.links(of: view)
        (result.timeline, result.omittedMoments) = CaseTimeline.entries(of: view).told(limit: CaseTimeline.limit)
        result.why = reasons.reasons
        result.answers = CaseAnswers.answers(of: view)
        result.changedPackages = view.packageChanges
        result.steps = CaseSteps.steps(for: view, verdict: result.verdict)
        return result
    }

    /// The title, and every finding and alert of which it says the same.
    private static func title(of view: CaseView) -> (ReportText, Set<CaseReason.Subject>) {
        if let worst = view.findings.max(by: { $0.finding.severity < $1.finding.severity }) {
            let first = view.findings.first { $0.finding.severity == worst.finding.severity } ?? worst
            let told = view.findings.filter {
                $0.finding.path == first.finding.path && $0.finding.title == first.finding.title
            }
            return ("\(first.finding.path): \(first.finding.title)", Set(told.map { .finding($0.id) }))
        }
        guard let alert = view.alerts.first else { return ("", []) }
        let told = view.alerts.filter { $0.facts.identifier == alert.facts.identifier }
        return (EventSentence.text(of: alert.facts, in: view.evidence.events), Set(told.map { .alert($0.id) }))
    }
}

/// Where a case stands among others: the worst first, then what is on disk, which no flood of events may crowd out, then
/// the surest, then by name.
private struct CaseRank: Comparable {
    let verdict: CaseVerdict
    let hasFinding: Bool
    let confidence: Confidence
    let id: String

    static func < (left: CaseRank, right: CaseRank) -> Bool {
        if left.verdict != right.verdict { return left.verdict > right.verdict }
        if left.hasFinding != right.hasFinding { return left.hasFinding }
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        return left.id < right.id
    }
}

extension Case {
    fileprivate var rank: CaseRank {
        CaseRank(verdict: verdict, hasFinding: !findingIDs.isEmpty, confidence: confidence, id: id)
    }
}
