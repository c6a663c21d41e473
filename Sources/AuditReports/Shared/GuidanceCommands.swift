package import AuditModel

/// Writes the commands of guidance steps for a shell that knows `$'...'` (POSIX.1-2024, bash).
package enum GuidanceCommands {
    /// The commands of a step with the values of one finding.
    package static func commands(
        of step: GuidanceStep, for judged: JudgedFinding, in report: AuditReport
    ) -> [String] {
        let values = CommandValues(report, judged.finding)
        return step.commands.filter(values.hasWhatItNeeds).flatMap { command in
            values.each(of: judged.programs, for: command).map { $0.write(command) }
        }
    }

    /// A command that is about no finding: only the report's own values are known to it.
    static func command(_ command: CommandTemplate, in report: AuditReport) -> String {
        CommandValues(report).write(command)
    }

    /// A line that goes with a step, with the values of the finding that asks for it; empty where there is none.
    static func line(_ line: GuidanceLine?, for finding: Finding? = nil, in report: AuditReport) -> String {
        switch line {
        case nil: ""
        case .sentence(let words): words
        case .command(let command): CommandValues(report, finding).write(command)
        }
    }

    /// A command of a check that no report gives values to; what it lacks is named in capitals.
    static func template(_ command: CommandTemplate) -> String { CommandValues().write(command) }

    /// As `template`, for a line that goes with a step.
    static func template(_ line: GuidanceLine) -> String {
        switch line {
        case .sentence(let words): words
        case .command(let command): template(command)
        }
    }

    /// A line for the response console of Elastic Defend, which knows double quotes and no other escapes.
    ///
    /// A line with a value that cannot be typed there is a comment that says so.
    static func console(_ line: ReportText) -> String {
        var written = ShellLine()
        var words = ""
        for piece in line.pieces {
            switch piece {
            case .ours(let text):
                words += text
                written.add(words: text)
            case .theirs(let text):
                written.add(value: text.bytes)
                let isTyped = Escaping.isPlain(text) && !text.bytes.contains { "\"\\".utf8.contains($0) }
                if !isTyped || written.holdsOption { return "# cannot be typed there: \(Escaping.printable(line))" }
                let isBare = text.bytes.allSatisfy(ShellLine.isBare) && !text.isEmpty
                words += isBare ? Escaping.printable(text) : "\"\(Escaping.printable(text))\""
            }
        }
        return words
    }
}
