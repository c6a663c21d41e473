import AuditTestSupport
import Foundation

/// The program's own description of its arguments, as swift-argument-parser prints it for tools.
struct ProgramHelp: Decodable {
    let command: CommandHelp

    static func read() throws -> CommandHelp {
        let dump = try Command.require(BuiltProgram.path, ["--experimental-dump-help"])
        return try JSONDecoder().decode(ProgramHelp.self, from: Data(dump.output)).command
    }
}

/// One command with what it takes and the commands below it.
struct CommandHelp: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [ArgumentHelp]?
    let subcommands: [CommandHelp]?

    /// Without what every command has: `--help` and `--version`, and the command `help`.
    var ownArguments: [ArgumentHelp] {
        (arguments ?? []).filter { $0.shouldDisplay && !["help", "version"].contains($0.longName) }
    }
    var ownCommands: [CommandHelp] { (subcommands ?? []).filter { $0.commandName != "help" } }
}

/// One option, flag or positional argument.
struct ArgumentHelp: Decodable {
    /// `--long` or `-s`, without the hyphens.
    struct Name: Decodable {
        let kind: String
        let name: String
    }

    let kind: String
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let parsingStrategy: String
    let abstract: String?
    let shouldDisplay: Bool

    var longName: String? { names?.first { $0.kind == "long" }?.name }
}
