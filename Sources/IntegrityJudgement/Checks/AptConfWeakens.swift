package import AuditModel

/// A directive makes apt believe more than it should.
package struct AptConfWeakens: Check {
    package static let id = CheckID("apt-conf-weakens")
    package let summary = "apt is configured to accept what it would refuse"
    package let why = """
        The proof that a package is genuine ends where apt is told not to ask for it. Transport and expiry settings are \
        common on mirrors and behind proxies and weigh little; unsigned lists and packages weigh much.
        """
    package let references = [
        "apt-secure(8)", "apt.conf(5)", "apt-pkg/deb/debmetaindex.cc", "ATT&CK T1553 Subvert Trust Controls",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.reviewSetting, CommonSteps.removeFile,
        CommonSteps.recheckInstalled,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        JudgedDirective.apt(in: view)
            .filter { $0.reading.isRead && $0.judgement.effect == .weakens }
            .map { directive in
                let severity = directive.standing.isVouched ? .info : directive.judgement.severity
                return directive.finding(id, severity, "\(directive.key) \(ours: directive.judgement.meaning)")
            }
    }
}
