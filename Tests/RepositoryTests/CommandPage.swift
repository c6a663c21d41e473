/// The manual page of one command, in mdoc, made from the program's own help.
struct CommandPage {
    let command: CommandHelp
    /// The date of debvouch(1): one manual, one date.
    let date: String
    /// Pages to look at besides debvouch(1), as name and section.
    let related: [(name: String, section: Int)]

    var path: String { "man/debvouch-\(command.commandName).1" }

    var text: String {
        let name = "debvouch-\(command.commandName)"
        var lines = [
            #".\" Made by the tests from the program's own help; DEBVOUCH_RECORD=1 make test writes it anew."#,
            ".Dd \(date)", ".Dt \(name.uppercased()) 1", ".Os", ".Sh NAME", ".Nm \(name)",
            ".Nd \(Mdoc.title(command.abstract ?? ""))", ".Sh SYNOPSIS",
        ]
        let variants = command.ownCommands.isEmpty ? [[command]] : command.ownCommands.map { [command, $0] }
        lines += variants.flatMap(Self.synopsis)
        lines += [".Sh DESCRIPTION"] + Self.description(of: command)
        if command.ownCommands.isEmpty {
            let options = Self.options(of: command)
            lines += options.isEmpty ? [] : [".Sh OPTIONS"] + options
        } else {
            lines.append(".Sh COMMANDS")
            for inner in command.ownCommands {
                lines.append(".Ss \(command.commandName) \(inner.commandName)")
                lines += Self.description(of: inner)
                lines += Self.options(of: inner)
            }
        }
        lines += [".Sh SEE ALSO"] + Mdoc.references([("debvouch", 1)] + related)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func synopsis(_ words: [CommandHelp]) -> [String] {
        let arguments = words.last?.ownArguments ?? []
        return [".Nm debvouch", ".Cm " + words.map(\.commandName).joined(separator: " ")]
            + arguments.map { $0.isOptional ? ".Op \($0.usage)" : ".\($0.usage)" }
    }

    private static func description(of command: CommandHelp) -> [String] {
        Mdoc.paragraphs([command.abstract, command.discussion].compactMap { $0 }.joined(separator: "\n"))
    }

    private static func options(of command: CommandHelp) -> [String] {
        if command.ownArguments.isEmpty { return [] }
        let items = command.ownArguments.flatMap { argument in
            [".It \(argument.usage)"] + Mdoc.sentences(argument.abstract ?? "") + argument.defaultSentence
        }
        return [".Bl -tag -width Ds"] + items + [".El"]
    }
}

extension ArgumentHelp {
    /// The words of a macro line: `Fl -root Ar dir`.
    var usage: String {
        let value = Mdoc.words(valueName ?? "value")
        let dots = isRepeating && (kind == "positional" || parsingStrategy == "upToNextOption") ? " ..." : ""
        guard kind != "positional", let longName else { return "Ar \(value)\(dots)" }
        return kind == "flag" ? "Fl -\(longName)" : "Fl -\(longName) Ar \(value)\(dots)"
    }

    /// Nothing where the description already says it, nor for the number of processors of this machine.
    var defaultSentence: [String] {
        guard let defaultValue, longName != "jobs", abstract?.contains("default") != true else { return [] }
        return ["The default is", ".Ql \(Mdoc.words(defaultValue)) ."]
    }
}
