package import AuditModel

/// An option in dpkg's own configuration makes dpkg run a command, and nothing vouches for the file.
package struct DpkgConfExecutes: Check {
    package static let id = CheckID("dpkg-conf-executes")
    package let summary = "dpkg is configured to run a command by a file that nobody vouches for"
    package let why = """
        pre-invoke, post-invoke and status-logger are shell commands that dpkg itself runs as root, whoever calls it. \
        They stand outside the folder that detection rules for apt watch.
        """
    package let references = [
        "dpkg.cfg(5)", "dpkg(1)", "dpkg src/main/main.c run_invoke_hooks", "ATT&CK T1546.016 Installer Packages",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findProgram, CommonSteps.findWriter, CommonSteps.neutraliseDpkgHooks,
        CommonSteps.restoreConffile, CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = view.dpkgDirectives.filter {
            $0.judgement.effect == .executes && !$0.standing.isVouched
        }
        let programs = view.hookPrograms
        return KnownCommands(check: id, runner: "dpkg", programs: programs).findings(of: directives) { directive in
            let kind = directive.commandKind(runner: "dpkg", programs: programs)
            if directive.reading.isRead { return kind }
            return DirectiveKind(
                severity: min(kind.severity, .low), meaning: kind.meaning + ", but dpkg skips the file")
        } each: { directive in
            let finding = directive.commandFinding(id, runner: "dpkg", programs: programs)
            guard !directive.reading.isRead, finding.severity > .low else { return finding }
            return directive.finding(id, .low, "would make dpkg run a command, but dpkg skips the file")
        }
    }
}
