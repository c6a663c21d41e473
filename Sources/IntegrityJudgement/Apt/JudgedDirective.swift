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
    /// Whether a later statement clears or replaces what this one sets, as libapt-pkg and our reader agree.
    var isReplaced = false

    /// Whether the program that the file is for does what the directive says.
    var isInForce: Bool { reading.isRead && !isReplaced && !judgement.isDormant }

    /// Every directive of apt's files, in reading order.
    static func apt(in view: EvidenceView) -> [JudgedDirective] {
        let survivors = Survivors(view.evidence.tree.apt)
        return view.evidence.tree.apt.files.flatMap { file -> [JudgedDirective] in
            let standing = ConfigurationStanding(of: file.path, in: view)
            var counts: [UntrustedText: Int] = [:]
            return file.directives.map { directive in
                JudgedDirective(
                    file: file.path, reading: file.reading, standing: standing, key: directive.key,
                    value: directive.value, position: directive.position,
                    judgement: AptKeyCatalog.judgement(of: directive),
                    subject: numbered(directive.key, &counts),
                    isReplaced: file.reading.isRead && !survivors.hold(directive))
            }
        }
    }

    /// Every option of dpkg's files, in reading order.
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

    /// The line of the file, who vouches for it, and why it does nothing where that is so.
    var evidence: [ReportText] {
        var lines: [ReportText] = [
            "\(position.text): \(key.cut(to: 400)) \"\(value.cut(to: 400))\"", standing.sentence,
        ]
        if isReplaced { lines.append("a later statement clears or replaces it") }
        if judgement.isDormant { lines.append("no program that would do it reads keys below that Binary::") }
        return lines
    }

    /// The severity of what the directive sets where it is not vouched for; what is not in force is low at most.
    var unvouchedSeverity: Severity { isInForce ? judgement.severity : min(judgement.severity, .low) }

    /// What the directive has in common with others of its file.
    var kind: DirectiveKind {
        DirectiveKind(
            severity: standing.isVouched ? .info : unvouchedSeverity,
            meaning: judgement.meaning + (isInForce ? "" : ", but is not in force"))
    }

    func command(runner: String) -> ConfiguredCommand {
        ConfiguredCommand(runner: runner, key: key, command: value, judgement: judgement, position: position)
    }

    func finding(_ check: CheckID, _ severity: Severity, _ title: ReportText, more: [ReportText] = []) -> Finding {
        Finding(
            check: check, severity: severity, path: file, package: standing.owner, subject: subject,
            title: "\(title)\(standing.claim)", evidence: evidence + more)
    }

    func commandStanding(runner: String, in programs: HookPrograms) -> CommandStanding {
        CommandStanding(command(runner: runner), in: programs)
    }

    /// As `kind`, of a command: what its content speaks for apart from the others.
    func commandKind(runner: String, programs: HookPrograms) -> DirectiveKind {
        let command = command(runner: runner)
        let commandStanding = CommandStanding(command, in: programs)
        return DirectiveKind(
            severity: commandSeverity(command, commandStanding),
            meaning: commandStanding == .open
                ? "\(judgement.meaning) that nobody vouches for, \(command.when)"
                : "makes \(runner) run a command that is wholly visible")
    }

    private func commandSeverity(_ command: ConfiguredCommand, _ commandStanding: CommandStanding) -> Severity {
        let severity = min(command.judgement.severity, commandStanding.ceiling)
        return standing.isContradicted && severity >= .high ? .critical : severity
    }

    /// A finding about a command that nothing relieves; a contradicted file makes it critical.
    func commandFinding(_ check: CheckID, runner: String, programs: HookPrograms) -> Finding {
        let command = command(runner: runner)
        let commandStanding = CommandStanding(command, in: programs)
        var more: [ReportText] = ["runs \(ours: command.when), as \(ours: command.asWhom)"]
        if let shape = command.shape {
            more.append("its words are known: \(ours: shape.name)")
            more += command.programs.compactMap { word in
                programs.program(word).map(\.sentence) ?? "\(word) was not looked up"
            }
        }
        let names = command.programs.prefix(12).map { ReportText(pieces: [.theirs($0.cut(to: 200))]) }
        if !names.isEmpty {
            more.append(names.reduce("programs:" as ReportText) { "\($0) \($1)" })
        }
        if commandStanding == .visible {
            more.append("all that it does is visible and touches no code, with programs that are vouched for")
        }
        return finding(
            check, commandSeverity(command, commandStanding),
            "makes \(ours: runner) run a command that nobody vouches for", more: more)
    }
}

/// The statements of apt's files whose values are in force in the end.
private struct Survivors {
    private struct Mark: Hashable {
        let position: SourcePosition
        let value: UntrustedText
    }

    /// Nil where the tree in force is not known beyond doubt, so that every statement counts.
    private let marks: Set<Mark>?

    init(_ apt: AptConfiguration) {
        let isCertain =
            apt.disagreements.isEmpty && apt.files.allSatisfy { !$0.reading.isRead || $0.problems.isEmpty }
            && !apt.effective.isEmpty && apt.effective.allSatisfy { $0.position != nil }
        marks =
            isCertain
            ? Set(
                apt.effective.compactMap { setting in setting.position.map { Mark(position: $0, value: setting.value) }
                })
            : nil
    }

    func hold(_ directive: AptDirective) -> Bool {
        guard let marks, directive.action == .set || directive.action == .append else { return true }
        return marks.contains(Mark(position: directive.position, value: directive.value))
    }
}
