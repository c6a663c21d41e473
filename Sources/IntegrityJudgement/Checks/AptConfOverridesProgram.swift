package import AuditModel

/// A directive puts another program in the place of one that apt relies on.
package struct AptConfOverridesProgram: Check {
    package static let id = CheckID("apt-conf-overrides-program")
    package let summary = "apt is configured to run another program in the place of its own"
    package let why = """
        dpkg, the download methods and the signature verifier are programs whose answer apt believes. Whoever replaces \
        the verifier decides what is genuine; whoever replaces dpkg runs at every installation as root.
        """
    package let references = [
        "apt.conf(5)", "apt-pkg/deb/debsystem.cc GetDpkgBaseCommand", "apt-pkg/contrib/gpgv.cc ExecGPGV",
        "ATT&CK T1574 Hijack Execution Flow",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findProgram, CommonSteps.findWriter, CommonSteps.neutraliseHooks,
        CommonSteps.removeFile, CommonSteps.recheckInstalled, CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = view.aptDirectives.filter {
            $0.isInForce && $0.judgement.effect == .overridesProgram && !$0.standing.isVouched
        }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.judgement.severity, "\($0.key) \(ours: $0.judgement.meaning)")
        }
    }
}
