package import AuditModel

/// A script that is not proven, or a configured command, does what attackers do.
package struct SuspiciousContent: Check {
    package static let id = CheckID("suspicious-content")
    package let summary = "a script or configured command holds a pattern of attack"
    package let why = """
        Where nothing proves a script, what it does is the only evidence. The patterns stay silent on what Debian's own \
        packages do, so that each match deserves a reader; none of them proves intent, and silence proves nothing.
        """
    package let references = [
        "ATT&CK T1059.004 Unix Shell", "ATT&CK T1105 Ingress Tool Transfer", "ATT&CK T1027 Obfuscated Files",
        "ATT&CK T1543 Create or Modify System Process",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.compareWithArchive, CommonSteps.findProgram, CommonSteps.findWriter,
        CommonSteps.neutraliseHooks, CommonSteps.rebuild, CommonSteps.escalate,
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        scripts(in: view) + commands(in: view)
    }

    private func scripts(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.artifacts.flatMap { artifact -> [Finding] in
            guard let entry = artifact.infoEntry, entry.isScript, let content = artifact.content,
                !view.isProven(artifact.path)
            else { return [] }
            // A weak pattern says something only beside a stronger doubt.
            let isDoubted = view.assessments[artifact.path]?.rung == .contradicted
            return Self.findings(
                ContentPatterns.matches(in: content), at: artifact.path, package: entry.package,
                least: isDoubted ? .low : .medium, check: id)
        }
    }

    private func commands(in view: EvidenceView) -> [Finding] {
        let apt = view.evidence.tree.apt.files.flatMap { AptHooks.all(in: $0) }
        let dpkg = view.evidence.tree.dpkg.flatMap { DpkgHooks.all(in: $0) }
        var seen: Set<CommandText> = []
        let found = (apt + dpkg).flatMap { command -> [Finding] in
            guard let position = command.position, command.shape == nil, !view.isProven(position.file),
                seen.count < Self.commandLimit,
                seen.insert(CommandText(file: position.file, command: command.command)).inserted
            else { return [] }
            let owner = ConfigurationStanding(of: position.file, in: view).owner
            return Self.findings(
                ContentPatterns.matches(inHook: command.command), at: position.file, package: owner, least: .medium,
                check: id, firstLine: position.line, key: command.key)
        }
        return FindingBundles.bundled(found)
    }

    /// Different commands that are read for patterns; each of those beyond is a finding of apt-conf-executes as it is.
    private static let commandLimit = 10_000

    /// A command that a file holds many times is read once.
    private struct CommandText: Hashable {
        let file: HostPath
        let command: UntrustedText
    }

    private static func findings(
        _ matches: [ContentMatch], at path: HostPath, package: PackageKey?, least: Severity, check: CheckID,
        firstLine: Int = 1, key: UntrustedText? = nil
    ) -> [Finding] {
        matches.filter { $0.severity >= least }.map { match in
            let line = firstLine + match.line - 1
            var evidence: [ReportText] = ["\(path):\(line): \(match.quoted)"]
            if let key { evidence.append("in the command of \(key)") }
            return Finding(
                check: check, severity: match.severity, path: path, package: package,
                subject: UntrustedText("\(match.pattern):\(line)".utf8), title: match.reason, evidence: evidence)
        }
    }
}
