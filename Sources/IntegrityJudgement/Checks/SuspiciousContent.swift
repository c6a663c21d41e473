package import AuditModel

/// A script that is not proven, or a configured command, does what attackers do.
package struct SuspiciousContent: Check {
    package static let id = CheckID("suspicious-content")
    package let summary = "a script or configured command holds a pattern of attack"
    package let why = """
        Where nothing proves a script, what it does is the only evidence. The patterns stay silent on what Debian's own \
        packages do, so that each match deserves a reader; none of them proves intent, and silence proves nothing. \
        Constants that a script keeps in variables, and the folder it goes to, are put in before it is judged. Code can \
        always be written so that it does not show what it does: that race cannot be won by reading, and only a \
        reference ends it. What lies behind a limit of the reading is a finding, since it may be anything.
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
            guard let entry = artifact.infoEntry, entry.isScript, !view.isProven(artifact.path) else { return [] }
            guard let content = artifact.content else { return Self.unread(artifact, entry, check: id) }
            // A weak pattern says something only beside a stronger doubt.
            let isDoubted = view.assessments[artifact.path]?.rung == .contradicted
            return Self.findings(
                ContentPatterns.matches(in: content, package: entry.package?.name ?? ""), at: artifact.path,
                package: entry.package,
                least: isDoubted ? .low : .medium, check: id)
        }
    }

    /// A script that is too large to be read at all; dpkg runs it nevertheless.
    private static func unread(_ artifact: Artifact, _ entry: InfoEntry, check: CheckID) -> [Finding] {
        guard artifact.facts.kind == .regular, artifact.facts.size >= sizeLimit else { return [] }
        return [
            Finding(
                check: check, severity: .high, path: artifact.path, package: entry.package,
                subject: "unread-code",
                title: "is far larger than any script of Debian and was not read; it may hold anything",
                evidence: ["\(artifact.path): \(artifact.facts.size) bytes"])
        ]
    }

    /// No more is read of one script (`Limits.controlMember`); the largest of Debian is a hundredth of it.
    private static let sizeLimit: UInt64 = 32 << 20

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

    private static let repeatLimit = 16

    private static func findings(
        _ matches: [ContentMatch], at path: HostPath, package: PackageKey?, least: Severity, check: CheckID,
        firstLine: Int = 1, key: UntrustedText? = nil
    ) -> [Finding] {
        let loud = matches.filter { $0.severity >= least }
        let counts = Dictionary(loud.map { ($0.pattern, 1) }, uniquingKeysWith: +)
        var seen: [String: Int] = [:]
        return loud.compactMap { match in
            seen[match.pattern, default: 0] += 1
            let count = counts[match.pattern] ?? 1
            // The same again and again is one finding with a count, so that no script can make a report endless.
            guard count <= repeatLimit || seen[match.pattern] == 1 else { return nil }
            let line = firstLine + match.line - 1
            var evidence: [ReportText] = ["\(path):\(line): \(match.quoted)"]
            if let key { evidence.append("in the command of \(key)") }
            if count > repeatLimit { evidence.append("and \(count - 1, "more place") like it in the same file") }
            return Finding(
                check: check, severity: match.severity, path: path, package: package,
                subject: UntrustedText("\(match.pattern):\(line)".utf8), title: match.reason, evidence: evidence)
        }
    }
}
