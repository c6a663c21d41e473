package import AuditModel

/// A setting of apt or dpkg keeps updates from being installed.
package struct UpdatesHeldBack: Check {
    package static let id = CheckID("updates-held-back")
    package let summary = "apt or dpkg is configured so that updates are not installed"
    package let why = """
        A host that installs no updates keeps its holes, and most of these settings do it without a word: dpkg's no-act \
        ends with status 0 and changes nothing. Who runs updates by other means switches the daily job off on purpose, \
        which weighs little.
        """
    package let references = [
        "apt.conf(5)", "dpkg(1)", "/usr/lib/apt/apt.systemd.daily", "unattended-upgrade(8)",
        "ATT&CK T1562.001 Disable or Modify Tools",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.reviewSetting, CommonSteps.removeFile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = (view.aptDirectives + view.dpkgDirectives).filter {
            $0.reading.isRead && $0.judgement.effect == .holdsBack
        }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.kind.severity, "\($0.key) \(ours: $0.kind.meaning)")
        }
    }
}
