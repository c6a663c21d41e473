package import AuditModel

/// A directive in a file that apt reads makes apt run a command, and nothing vouches for the file.
package struct AptConfExecutes: Check {
    package static let id = CheckID("apt-conf-executes")
    package let summary = "apt is configured to run a command by a file that nobody vouches for"
    package let why = """
        apt runs the commands of its hook keys as root at every update or installation, some of them even in \
        simulations. No package database covers a file that no package owns, so dpkg --verify and debsums stay silent. \
        A command whose whole content is known, such as docker-clean's, is low where its programs are their packages' own.
        """
    package let references = [
        "apt.conf(5)", "apt-pkg/deb/dpkgpm.cc RunScriptsWithPkgs", "apt-pkg/update.cc AcquireUpdate",
        "ATT&CK T1546.016 Installer Packages",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findProgram, CommonSteps.findWriter, CommonSteps.neutraliseHooks,
        CommonSteps.removeFile, CommonSteps.restoreConffile, CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = view.aptDirectives.filter {
            $0.isInForce && $0.judgement.effect == .executes && !$0.standing.isVouched
        }
        let programs = view.hookPrograms
        return KnownCommands(check: id, runner: "apt", programs: programs).findings(of: directives) {
            $0.commandKind(runner: "apt", programs: programs)
        } each: {
            $0.commandFinding(id, runner: "apt", programs: programs)
        }
    }
}
