package import AuditModel

/// A key of apt or an option of dpkg that is not known to hold nothing but data.
package struct ConfKeyUnknown: Check {
    package static let id = CheckID("conf-key-unknown")
    package let summary = "apt or dpkg is given a setting that is not known to be harmless"
    package let why = """
        Each key that apt, its tools and its daily job read is judged by what it does. One that is in no table may be \
        misspelt, of another version or of a tool that is not known here, and could do anything.
        """
    package let references = ["apt.conf(5)", "dpkg.cfg(5)", "dpkg(1)"]
    package let guidance = [CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.reviewSetting]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = (view.aptDirectives + view.dpkgDirectives).filter {
            $0.isInForce && $0.judgement.effect == .unknown && !$0.standing.isVouched
        }
        return DirectiveGroups.findings(id, of: directives, kind: \.kind) {
            $0.finding(id, $0.kind.severity, "\($0.key.cut(to: 200)) \(ours: $0.judgement.meaning)")
        }
    }
}
