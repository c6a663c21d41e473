package import AuditModel

/// A directive makes apt read or write elsewhere.
package struct AptConfRedirects: Check {
    package static let id = CheckID("apt-conf-redirects")
    package let summary = "apt is configured to use another place than its own"
    package let why = """
        A moved database, list of sources or keyring makes apt work on an intruder's copy while the usual files look \
        untouched. Proxies and caches are moved every day and weigh little.
        """
    package let references = ["apt.conf(5)", "apt-pkg/init.cc pkgInitConfig"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.neutraliseHooks, CommonSteps.reviewSetting,
        CommonSteps.removeFile, CommonSteps.recheckInstalled,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = view.aptDirectives.filter { $0.reading.isRead && $0.judgement.effect == .redirects }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.kind.severity, "\($0.key) \(ours: $0.kind.meaning)")
        }
    }
}
