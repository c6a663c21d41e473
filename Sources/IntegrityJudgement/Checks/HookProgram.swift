package import AuditModel

/// A program that a hook or setting names is changed, nobody's, or open to others than root.
package struct HookProgram: Check {
    package static let id = CheckID("hook-program")
    package let summary = "a program that apt or dpkg is configured to run is changed, unowned, or open to others"
    package let why = """
        A command is as good as the programs that it runs. Whoever may write one of them, a folder on the way to it, or a \
        folder that PATH names before it decides what root runs at the next package operation, and the configuration that \
        names it may be a package's own.
        """
    package let references = [
        "apt.conf(5)", "dpkg.cfg(5)", "ATT&CK T1574.007 Path Interception by PATH",
        "ATT&CK T1546.016 Installer Packages",
    ]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.neutraliseHooks, CommonSteps.recheckInstalled,
        CommonSteps.rebuild, CommonSteps.escalate,
    ]

    private static let shown = 3
    /// Different commands whose programs are looked at, far more than there are programs that are looked up.
    private static let commandLimit = 10_000

    /// A command that a file holds many times is read once.
    private struct Naming: Hashable {
        let file: HostPath
        let key: UntrustedText
        let value: UntrustedText

        init(_ directive: JudgedDirective) {
            file = directive.file
            key = directive.key
            value = directive.value
        }
    }

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let directives = (view.aptDirectives + view.dpkgDirectives).filter { directive in
            let effect = directive.judgement.effect
            return directive.isInForce && (effect == .executes || effect == .overridesProgram)
        }
        var users: [HostPath: (program: NamedProgram, directives: [JudgedDirective])] = [:]
        var seen: Set<Naming> = []
        for directive in directives
        where seen.count < Self.commandLimit && seen.insert(Naming(directive)).inserted {
            for word in words(of: directive) {
                guard let program = view.hookPrograms.program(word) else { continue }
                users[program.path, default: (program, [])].directives.append(directive)
            }
        }
        return users.sorted { $0.key < $1.key }.compactMap { finding(about: $0.value.program, $0.value.directives) }
    }

    private func words(of directive: JudgedDirective) -> [UntrustedText] {
        if directive.judgement.effect == .executes { return directive.command(runner: "apt").programs }
        return directive.value.bytes.first == UInt8(ascii: "/") ? [directive.value] : []
    }

    private func finding(about program: NamedProgram, _ users: [JudgedDirective]) -> Finding? {
        guard let problem = problem(of: program) else { return nil }
        let weight = min(users.map(\.judgement.severity).max() ?? .low, .high)
        var evidence: [ReportText] = [program.sentence]
        if program.target != program.path { evidence.append("\(program.path) leads to \(program.target)") }
        if let shadowed = program.shadowed { evidence.append("it stands before \(shadowed) in PATH") }
        evidence += program.openPlaces.prefix(Self.shown).map { "others than root may write \($0)" }
        evidence += content(of: program)
        evidence += users.prefix(Self.shown).map { $0.evidence[0] }
        if users.count > Self.shown { evidence.append("and \(users.count - Self.shown) more that name it") }
        return Finding(
            check: id, severity: min(weight, problem.ceiling), path: program.path, package: owner(of: program),
            subject: UntrustedText(problem.kind.utf8), title: problem.title, evidence: evidence)
    }

    /// What is wrong with a program.
    private struct Problem {
        let kind: String
        let title: ReportText
        var ceiling = Severity.high
    }

    private func problem(of program: NamedProgram) -> Problem? {
        switch program.standing {
        case .absent:
            if program.openPlaces.isEmpty || program.word.bytes.first != UInt8(ascii: "/") { return nil }
            return Problem(
                kind: "absent", title: "does not exist, and others than root may put a program there, which is then run"
            )
        case .changed(let owner, _), .forged(let owner):
            // A conffile may be an administrator's.
            let isConffile = program.target.isBeneath("/etc")
            return Problem(
                kind: "modified", title: "is run by apt or dpkg and is not what \(owner.name) ships",
                ceiling: isConffile ? .low : .high)
        case .unowned where program.isFile && (program.isExecutable || !program.target.isBeneath("/etc")):
            if program.shadowed != nil {
                return Problem(
                    kind: "shadowed", title: "is run in the place of a package's program, and no package owns it")
            }
            return Problem(kind: "unowned", title: "is run by apt or dpkg, and no package owns it")
        case .sound, .unrecorded, .unowned, .unread:
            if !program.isFile || program.openPlaces.isEmpty { return nil }
            return Problem(kind: "writable", title: "is run by apt or dpkg, and others than root may change it")
        }
    }

    /// What the script does that speaks against it.
    private func content(of program: NamedProgram) -> [ReportText] {
        let matches = program.content.map { ContentPatterns.matches(in: $0) } ?? []
        return matches.filter { $0.severity >= .medium }.prefix(Self.shown).map { match in
            "\(program.path):\(match.line): \(match.reason): \(match.quoted)"
        }
    }

    private func owner(of program: NamedProgram) -> PackageKey? {
        switch program.standing {
        case .sound(let key, _), .changed(let key, _), .forged(let key), .unrecorded(let key): key
        case .unowned, .absent, .unread: nil
        }
    }
}
