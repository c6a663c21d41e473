package import AuditModel

/// An unowned file that apt reads and that only sets data.
package struct AptConfPlain: Check {
    package static let id = CheckID("apt-conf-plain")
    package let summary = "a file that no package owns sets plain data for apt"
    package let why = """
        Image builders, cloud-init, installers and administrators write such files, and none of its keys runs, replaces, \
        weakens or moves anything. It is noted so that the list of unowned files is complete.
        """
    package let references = ["apt.conf(5)"]
    package let guidance = [CommonSteps.reviewSetting]

    package let canBeNotable = false

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.apt.files.compactMap { file in
            let standing = ConfigurationStanding(of: file.path, in: view)
            guard file.reading.isRead, standing == .unowned else { return nil }
            let isPlain = file.directives.allSatisfy { directive in
                directive.action != .include && AptKeyCatalog.judgement(of: directive).effect == .plain
            }
            guard isPlain else { return nil }
            return Finding(
                check: id, severity: .info, path: file.path, title: "plain configuration that no package owns",
                evidence: [
                    "\(file.directives.count) directives, none of which runs, replaces, weakens or moves anything"
                ])
        }
    }
}
