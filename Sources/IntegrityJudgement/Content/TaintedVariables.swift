import AuditModel
import ShellReading

/// Shell variables that hold what a certain kind of command printed.
struct TaintedVariables {
    /// More names than any script needs would only cost time.
    private static let limit = 64
    private var references: [UntrustedText] = []

    /// Collects the names in `NAME=$(...)` whose substitution holds a command of that kind.
    init(in script: ScriptReading, from source: (ShellCommand) -> Bool) {
        for (_, command) in script.commands {
            for word in command.assignments + command.arguments
            where ShellPrograms.isAssignment(word.text) && word.nested.contains(where: { $0.contains(where: source) }) {
                guard references.count < Self.limit else { return }
                let name = word.text.bytes.prefix { $0 != 0x3D }
                references.append(UntrustedText([0x24] + name))
                references.append(UntrustedText([0x24, 0x7B] + name + [0x7D]))
            }
        }
    }

    var isEmpty: Bool { references.isEmpty }

    func isUsed(by command: ShellCommand) -> Bool {
        !references.isEmpty
            && ([command.program] + command.arguments.map(\.text) + command.redirections.map(\.target.text))
                .contains { text in references.contains { text.holds($0) } }
    }

    /// Whether a pipeline runs, as code, what such a variable holds.
    func isRun(in pipeline: ShellPipeline) -> Bool {
        guard !isEmpty else { return false }
        if pipeline.feeds(from: isUsed, to: CommandTraits.runsInput) { return true }
        return pipeline.commands.contains { command in
            isUsed(by: command) && CommandTraits.runsArgument(command)
        }
    }
}
