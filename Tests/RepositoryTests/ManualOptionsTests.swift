import AuditTestSupport
import Foundation
import Testing

@Suite struct `The manual and the program's own help` {
    /// Every command and subcommand, as the help lists them, from the top.
    private func commands(below command: [String] = []) throws -> [[String]] {
        let help = try BuiltProgram.run(["help"] + command).text
        guard let list = help.range(of: "SUBCOMMANDS:\n") else { return [command] }
        let names = help[list.upperBound...].split(separator: "\n").compactMap { line in
            line.prefixMatch(of: /\ {2}([a-z-]+)(?: |$)/).map { String($0.output.1) }
        }
        return try [command] + names.flatMap { try commands(below: command + [$0]) }
    }

    private func manual() throws -> String {
        let text = try String(contentsOfFile: Repository.root + "/man/debvouch.1", encoding: .utf8)
        return String(text[(text.range(of: ".Sh DESCRIPTION")?.lowerBound ?? text.startIndex)...])
    }

    @Test func `every command and every long option of the help stands in the manual, beyond the synopsis`() throws {
        let manual = try manual()
        let commands = try commands()
        #expect(commands.count > 14)
        for command in commands {
            let words = command.joined(separator: " ")
            let isNamed = manual.split(separator: "\n").contains { $0.hasPrefix(".") && $0.contains("Cm \(words)") }
            #expect(command.isEmpty || isNamed, "\(words) is not in the manual")
            for option in try BuiltProgram.run(["help"] + command).text.matches(of: /(?m)^ {2}(?:-h, )?--([a-z-]+)/) {
                #expect(
                    Self.describes(manual, option.output.1), "--\(option.output.1) of \(words) is not in the manual")
            }
        }
    }

    /// `Fl -name` as a whole word of a macro's line.
    static func describes(_ manual: String, _ option: Substring) -> Bool {
        manual.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return line.hasPrefix(".")
                && zip(words, words.dropFirst()).contains { $0.hasSuffix("Fl") && $1 == "-\(option)" }
        }
    }

    @Test func `an option is found as a whole word only`() {
        #expect(Self.describes(".It Fl -cache Ar dir\n", "cache"))
        #expect(Self.describes(".Fl -to :\n", "to"))
        #expect(!Self.describes(".It Fl -cache-limit Ar n\n", "cache"))
        #expect(!Self.describes("Fl -cache\n", "cache"))
    }
}
