import AuditModel

/// Findings about the commands of one program's configuration: those that are relieved in one for each file, the others one
/// by one.
struct KnownCommands {
    private static let shown = 8

    let check: CheckID
    let runner: String
    let programs: HookPrograms

    func findings(
        of directives: [JudgedDirective], kind: (JudgedDirective) -> DirectiveKind, each: (JudgedDirective) -> Finding
    ) -> [Finding] {
        var relieved: [JudgedDirective] = []
        var others: [JudgedDirective] = []
        for directive in directives {
            if directive.commandStanding(runner: runner, in: programs).isRelieved {
                relieved.append(directive)
            } else {
                others.append(directive)
            }
        }
        let groups = Dictionary(grouping: relieved, by: \.file).sorted { $0.key < $1.key }
        return groups.map { finding(about: $0.value, of: $0.key) }
            + DirectiveGroups.findings(check, of: others, kind: kind, each: each)
    }

    private func finding(about directives: [JudgedDirective], of file: HostPath) -> Finding {
        var evidence: [ReportText] = directives.first.map { [$0.standing.sentence] } ?? []
        for directive in directives.prefix(Self.shown) {
            let command = directive.command(runner: runner)
            evidence.append(directive.evidence[0])
            evidence.append("runs \(ours: command.when), as \(ours: command.asWhom)")
            if case .known(let shape) = CommandStanding(command, in: programs) {
                evidence.append("known by its content: \(ours: shape.name)")
            } else {
                evidence.append("nothing that it would run exists")
            }
        }
        if directives.count > Self.shown { evidence.append("and \(directives.count - Self.shown) more") }
        evidence += claims(of: directives)
        return Finding(
            check: check, severity: .low, path: file, package: directives.first?.standing.owner,
            subject: "known commands", title: "makes \(ours: runner) run \(directives.count, "known command")",
            evidence: evidence)
    }

    /// What the relief rests on, each program once.
    private func claims(of directives: [JudgedDirective]) -> [ReportText] {
        var seen: Set<UntrustedText> = []
        let words = directives.prefix(Self.shown).flatMap { $0.command(runner: runner).programs }
        return words.filter { seen.insert($0).inserted }.compactMap { programs.program($0)?.sentence }
    }
}
