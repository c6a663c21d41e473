import AuditModel
import ShellReading

/// Shell variables that hold what a certain kind of command printed.
struct TaintedVariables {
    private var names: Set<UntrustedText> = []

    /// Collects the names in `NAME=$(...)` whose substitution holds a command of that kind.
    init(in script: ScriptReading, from source: (ShellCommand) -> Bool) {
        for (_, command) in script.commands {
            for word in command.assignments + command.arguments
            where ShellPrograms.isAssignment(word.text) && word.nested.contains(where: { $0.contains(where: source) }) {
                names.insert(UntrustedText(word.text.bytes.prefix { $0 != 0x3D && $0 != 0x2B }))
            }
        }
    }

    var isEmpty: Bool { names.isEmpty }

    func isUsed(by command: ShellCommand) -> Bool {
        guard !names.isEmpty else { return false }
        return command.words.contains(where: holds) || command.redirections.contains { holds($0.target) }
    }

    private func holds(_ word: ShellWord) -> Bool {
        word.references.contains { reference in
            switch reference.source {
            case .variable(let name), .variableOr(let name, _): names.contains(name)
            case .output: false
            }
        }
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
