package import AuditModel

/// A file that apt skips holds a directive that would run or replace a program.
package struct AptConfDormantHook: Check {
    package static let id = CheckID("apt-conf-dormant-hook")
    package let summary = "a file that apt skips because of its name would run a command or replace a program"
    package let why = """
        One rename makes such a file live. Leftovers of upgrades are ordinary; a name that apt skips without a word is \
        also a way to keep a hook at hand.
        """
    package let references = ["apt.conf(5)", "apt-pkg/contrib/fileutl.cc GetListOfFilesInDir"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findProgram, CommonSteps.findWriter, CommonSteps.removeFile,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        JudgedDirective.apt(in: view).compactMap { directive in
            let effect = directive.judgement.effect
            guard !directive.reading.isRead, !directive.standing.isVouched,
                effect == .executes || effect == .overridesProgram
            else { return nil }
            let shape = effect == .executes ? directive.command(runner: "apt").shape : nil
            var more: [ReportText] = []
            if let shape { more.append("known by its content: \(ours: shape.name)") }
            if let reason = reason(directive.reading) { more.append("apt skips the file: \(reason)") }
            let title: ReportText =
                "would make apt \(ours: effect == .executes ? "run a command" : "use another program")"
            return directive.finding(
                id, severity(directive.reading, isKnown: shape?.isBacked(in: view.ledger) ?? false), title, more: more)
        }
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
