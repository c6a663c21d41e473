import AuditModel

/// One directive of a file with what it does and who vouches for the file; what the configuration checks work on.
struct JudgedDirective: Sendable {
    let file: HostPath
    let reading: ConfigurationReading
    let standing: ConfigurationStanding
    let key: UntrustedText
    let value: UntrustedText
    let position: SourcePosition
    let judgement: ConfigurationJudgement
    /// Names the directive within its file: the key, and a number from the second one of that key on.
    let subject: UntrustedText

    static func apt(in view: EvidenceView) -> [JudgedDirective] {
        view.evidence.tree.apt.files.flatMap { file -> [JudgedDirective] in
            let standing = ConfigurationStanding(of: file.path, in: view)
            var counts: [UntrustedText: Int] = [:]
            return file.directives.map { directive in
                JudgedDirective(
                    file: file.path, reading: file.reading, standing: standing, key: directive.key,
                    value: directive.value, position: directive.position,
                    judgement: AptKeyCatalog.judgement(of: directive),
                    subject: numbered(directive.key, &counts))
            }
        }
    }

    static func dpkg(in view: EvidenceView) -> [JudgedDirective] {
        view.evidence.tree.dpkg.flatMap { file -> [JudgedDirective] in
            let standing = ConfigurationStanding(of: file.path, in: view)
            var counts: [UntrustedText: Int] = [:]
            return file.directives.map { directive in
                JudgedDirective(
                    file: file.path, reading: file.reading, standing: standing, key: directive.option,
                    value: directive.value ?? "", position: directive.position,
                    judgement: DpkgOptionCatalog.judgement(of: directive),
                    subject: numbered(directive.option, &counts))
            }
        }
    }

    private static func numbered(_ key: UntrustedText, _ counts: inout [UntrustedText: Int]) -> UntrustedText {
        let folded = key.asciiLowercased
        let count = counts[folded, default: 0] + 1
        counts[folded] = count
        return count == 1 ? key : UntrustedText(key.bytes + Array(" #\(count)".utf8))
    }

    /// The line of the file, and who vouches for it.
    var evidence: [ReportText] {
        ["\(position.text): \(key) \"\(value.cut(to: 400))\"", standing.sentence]
    }

    func command(runner: String) -> ConfiguredCommand {
        ConfiguredCommand(runner: runner, key: key, command: value, judgement: judgement, position: position)
    }

    func finding(_ check: CheckID, _ severity: Severity, _ title: ReportText, more: [ReportText] = []) -> Finding {
        Finding(
            check: check, severity: severity, path: file, package: standing.owner, subject: subject, title: title,
            evidence: evidence + more)
    }

    /// A finding about a command: a known benign shape is a note, a contradicted file makes the rest critical.
    func commandFinding(_ check: CheckID, runner: String, ledger: Ledger) -> Finding {
        let command = command(runner: runner)
        let isKnown = command.isKnown(in: ledger)
        var severity = command.severity(in: ledger)
        if standing.isContradicted, !isKnown, severity >= .high { severity = .critical }
        var more: [ReportText] = ["runs \(ours: command.when), as \(ours: command.asWhom)"]
        if let shape = command.shape {
            more.append("known by its content: \(ours: shape.name)")
            if !isKnown { more.append("but no package that ships what it runs is installed") }
        }
        if !command.programs.isEmpty {
            let names = command.programs.prefix(12).map { ReportText(pieces: [.theirs($0.cut(to: 200))]) }
            more.append(names.reduce("programs:" as ReportText) { "\($0) \($1)" })
        }
        let title: ReportText =
            !isKnown
            ? "makes \(ours: runner) run a command that nobody vouches for"
            : "makes \(ours: runner) run a known command"
        return finding(check, severity, title, more: more)
    }
}
