import AuditModel

/// How far the content of a command, and the programs that it names, speak for it.
enum CommandStanding: Hashable, Sendable {
    /// A known shape, each program of which is its package's own or does not exist.
    case known(BenignShape)
    /// What it would run does not exist, and nothing else of it does anything.
    case runsNothing
    /// All that it does is visible and touches no code, and every program is vouched for.
    case visible
    case open

    init(_ command: ConfiguredCommand, in programs: HookPrograms) {
        if let shape = command.shape, Self.isBacked(shape, command, in: programs) {
            self = .known(shape)
            return
        }
        switch VisibleCommand.reading(of: command.command, in: programs) {
        case .runsNothing: self = .runsNothing
        case .harmless: self = .visible
        case nil: self = .open
        }
    }

    /// Whether nothing more than the one relief of CONTRIBUTING.md speaks for it.
    var isRelieved: Bool {
        switch self {
        case .known, .runsNothing: true
        case .visible, .open: false
        }
    }

    /// The most that an unvouched command of this standing can weigh.
    var ceiling: Severity {
        switch self {
        case .known, .runsNothing: .low
        case .visible: .medium
        case .open: .critical
        }
    }

    private static func isBacked(_ shape: BenignShape, _ command: ConfiguredCommand, in programs: HookPrograms) -> Bool
    {
        command.programs.allSatisfy { word in
            guard let program = programs.program(word) else { return false }
            if program.isAbsent { return true }
            guard let proof = program.proof else { return false }
            return ProgramHomes.isHome(word, target: program.target, of: proof.owner, shape: shape, programs.ledger)
        }
    }
}
