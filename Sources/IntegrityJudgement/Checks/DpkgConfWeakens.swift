package import AuditModel

/// An option in dpkg's configuration switches off a check or moves dpkg to another tree.
package struct DpkgConfWeakens: Check {
    package static let id = CheckID("dpkg-conf-weakens")
    package let summary = "dpkg is configured to skip a check or to work elsewhere"
    package let why = """
        An option in dpkg's configuration holds for every run: a force option lets packages overwrite each other's \
        files, and another admindir or root makes dpkg keep its records where nobody looks.
        """
    package let references = ["dpkg.cfg(5)", "dpkg(1)", "dpkg src/common/force.c"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.reviewSetting, CommonSteps.neutraliseDpkgHooks,
        CommonSteps.recheckInstalled,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        JudgedDirective.dpkg(in: view).compactMap { directive in
            let judgement = directive.judgement
            guard directive.reading.isRead, judgement.effect == .weakens || judgement.effect == .redirects,
                judgement.severity > .info
            else { return nil }
            let severity = directive.standing.isVouched ? .info : judgement.severity
            return directive.finding(id, severity, "\(directive.key) \(ours: judgement.meaning)")
        }
    }
}
