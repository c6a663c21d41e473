package import AuditModel

/// A directive that would run or replace a program is not in force.
package struct AptConfDormantHook: Check {
    package static let id = CheckID("apt-conf-dormant-hook")
    package let summary = "a directive that is not in force would run a command or replace a program"
    package let why = """
        One rename makes a file live that apt skips because of its name, and one line less a hook that a later statement \
        clears or replaces. Leftovers of upgrades are ordinary; a name that apt skips without a word is also a way to \
        keep a hook at hand.
        """
    package let references = ["apt.conf(5)", "apt-pkg/contrib/fileutl.cc GetListOfFilesInDir"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findProgram, CommonSteps.findWriter, CommonSteps.removeFile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = view.aptDirectives.filter { directive in
            let effect = directive.judgement.effect
            return !directive.isInForce && !directive.standing.isVouched
                && (effect == .executes || effect == .overridesProgram)
        }
        return DirectiveGroups.findings(id, of: directives) { directive in
            DirectiveKind(
                severity: severity(of: directive, in: view.hookPrograms), meaning: "would be heeded if it were in force"
            )
        } each: { directive in
            finding(about: directive, in: view.hookPrograms)
        }
    }

    private func finding(about directive: JudgedDirective, in programs: HookPrograms) -> Finding {
        let executes = directive.judgement.effect == .executes
        var more: [ReportText] = []
        if let shape = shape(of: directive) { more.append("known by its content: \(ours: shape.name)") }
        if let reason = reason(directive.reading) { more.append("apt skips the file: \(reason)") }
        let title: ReportText = "would make apt \(ours: executes ? "run a command" : "use another program")"
        return directive.finding(id, severity(of: directive, in: programs), title, more: more)
    }

    private func shape(of directive: JudgedDirective) -> BenignShape? {
        directive.judgement.effect == .executes ? directive.command(runner: "apt").shape : nil
    }

    /// A leftover that equals its package's own records is what apt and dpkg leave behind, and is not in force.
    private func severity(of directive: JudgedDirective, in programs: HookPrograms) -> Severity {
        if case .claimed(_, let rung) = directive.standing, rung >= .selfConsistent { return .low }
        return severity(
            directive.reading,
            isKnown: directive.judgement.effect == .executes
                && directive.commandStanding(runner: "apt", in: programs).isRelieved)
    }

    private func severity(_ reading: ConfigurationReading, isKnown: Bool) -> Severity {
        if isKnown { return .info }
        if case .skippedSilently = reading { return .medium }
        return .low
    }

    private func reason(_ reading: ConfigurationReading) -> ReportText? {
        switch reading {
        case .read: nil
        case .skippedWithNotice(let reason), .skippedSilently(let reason): reason
        }
    }
}
