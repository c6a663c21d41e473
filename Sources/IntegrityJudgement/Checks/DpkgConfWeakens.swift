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
        let directives = view.dpkgDirectives.filter { directive in
            let judgement = directive.judgement
            return directive.reading.isRead && judgement.severity > .info
                && (judgement.effect == .weakens || judgement.effect == .redirects)
        }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.kind.severity, "\($0.key) \(ours: $0.judgement.meaning)")
        }
    }
}
