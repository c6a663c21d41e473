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
        let directives = view.aptDirectives.filter { $0.reading.isRead && $0.judgement.effect == .weakens }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.kind.severity, "\($0.key) \(ours: $0.kind.meaning)")
        }
    }
}
