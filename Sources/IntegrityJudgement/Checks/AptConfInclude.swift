package import AuditModel

/// A file makes apt read another one.
package struct AptConfInclude: Check {
    package static let id = CheckID("apt-conf-include")
    package let summary = "apt is made to read configuration from another place"
    package let why = """
        #include lets a file outside /etc/apt say what apt runs, where nobody looks for it; a relative name is sought \
        in the folder that the caller happens to be in.
        """
    package let references = ["apt.conf(5)", "apt-pkg/contrib/configuration.cc ReadConfigFile"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.neutraliseHooks, CommonSteps.reviewSetting,
        CommonSteps.removeFile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.apt.files.flatMap { file -> [Finding] in
            let standing = ConfigurationStanding(of: file.path, in: view)
            guard file.reading.isRead else { return [] }
            // What is not read here is in force for apt, so that it weighs as much as what it can hold.
            let refused = file.problems.filter { $0.kind == .refusedInclude }
            return file.directives.filter { $0.action == .include }.map { directive in
                let target = directive.value.isEmpty ? directive.key : directive.value
                let unread = refused.filter { $0.line == directive.position.line }
                return Finding(
                    check: id, severity: unread.isEmpty ? severity(target, standing) : .high, path: file.path,
                    package: standing.owner, subject: target, title: "makes apt read \(target.cut(to: 200))",
                    evidence: [
                        "\(directive.position.text): #include \"\(target.cut(to: 400))\"", standing.sentence,
                    ] + unread.prefix(1).map(\.sentence))
            }
        }
    }

    private func severity(_ target: UntrustedText, _ standing: ConfigurationStanding) -> Severity {
        if CommandTraits.isInWorldWritableFolder(target) || target.bytes.first != UInt8(ascii: "/") {
            return standing.isVouched ? .medium : .high
        }
        return standing.isVouched ? .info : .medium
    }
}
