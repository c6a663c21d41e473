import ArgumentParser
import AuditModel
import AuditReports
import FileFormats
import HostEvidence

/// `debvouch rules`: what the detection rules are.
struct Rules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show, check and export detection rules.",
        subcommands: [List.self, Show.self, Lint.self, Export.self])

    /// Every rule that can be named: all built-in ones and those of the operator's folders.
    struct Known {
        /// Its YAML.
        let bytes: [UInt8]
        let rule: CompiledRule

        static func all(_ folders: [UntrustedText]) throws(Failure) -> [Known] {
            var known = BuiltInRules.all().map { Known(bytes: $0.file.bytes, rule: $0.rule) }
            for folder in folders {
                for path in try RuleFolder.files(in: folder) {
                    let bytes = try RuleFolder.read(path)
                    let reading = SigmaRuleFile.read(bytes)
                    guard let rule = reading.rule else {
                        let mistake = reading.mistakes.first ?? SigmaMistake(line: nil, reason: "it holds no rule")
                        throw Failure(.configuration, mistake.text(in: path))
                    }
                    known.append(Known(bytes: bytes, rule: rule))
                }
            }
            return known
        }

        /// The rules with this id, their own or that of the published rule that they restate.
        static func named(_ id: String, in folders: [UntrustedText]) throws(Failure) -> [Known] {
            let id = UntrustedText(id.utf8).asciiLowercased
            let found = try all(folders).filter { known in
                let metadata = known.rule.metadata
                return [metadata.id, metadata.ruleID].contains { $0.asciiLowercased == id }
            }
            if found.isEmpty { throw Failure(.usage, "there is no rule \(id); debvouch rules list names them") }
            return found
        }
    }

    /// `debvouch rules list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the rules: id, version, profile, level and title, with tabs between them.",
            discussion: "A rule of both profiles shows a hyphen as its profile.")

        @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders with more rules.", valueName: "dir"))
        var rules: [String] = []

        func run() async throws {
            try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
                let lines = try Known.all(rules.map { UntrustedText($0.utf8) }).map { known in
                    let metadata = known.rule.metadata
                    let words = [
                        Escaping.printable(metadata.ruleID), String(metadata.version),
                        metadata.profile?.rawValue ?? "-", metadata.level.rawValue,
                        Escaping.printable(metadata.title),
                    ]
                    return words.joined(separator: "\t") + "\n"
                }
                try Terminal.write(Array(lines.joined().utf8))
                return 0
            }
        }
    }

    /// `debvouch rules show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the files of a rule, one YAML document for each version.")

        @Argument(help: ArgumentHelp("The id of a rule, as rules list shows it.", valueName: "id"))
        var rule: String

        @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders with more rules.", valueName: "dir"))
        var rules: [String] = []

        func run() async throws {
            try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
                let files = try Known.named(rule, in: rules.map { UntrustedText($0.utf8) }).map(\.bytes)
                let separator = Array("---\n".utf8)
                try Terminal.write(Array(files.joined(separator: separator)))
                return 0
            }
        }
    }

    /// `debvouch rules lint`.
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check Sigma rule files and explain every mistake with its line.",
            discussion: "Exit status: 0 every file holds a rule; 1 there is a mistake.")

        @Argument(help: ArgumentHelp("Rule files.", valueName: "file"))
        var files: [String]

        func run() async throws {
            try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
                var lines: [String] = []
                for file in files.map({ UntrustedText($0.utf8) }) {
                    for mistake in SigmaRuleFile.read(try RuleFolder.read(file, isObeyed: false)).mistakes {
                        lines.append(Escaping.printable(mistake.text(in: file)) + "\n")
                    }
                }
                try Terminal.write(Array(lines.joined().utf8))
                return lines.isEmpty ? 0 : 1
            }
        }
    }

    /// `debvouch rules export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write rules as exact statements in another language.",
            discussion: """
                Without an id, the rules of the profile are written. A rule that the language cannot express exactly \
                is an error (65), never an approximation. For sqlite the events are expected in a table called \
                events, with a column for each field, null where the field is missing.
                """)

        @Argument(help: ArgumentHelp("Ids of rules, as rules list shows them.", valueName: "id"))
        var ids: [String] = []

        @Option(name: .customLong("to"), help: ArgumentHelp("The language: eql or sqlite.", valueName: "language"))
        var language: RuleLanguage

        @OptionGroup var ruleOptions: RuleOptions

        func run() async throws {
            try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
                var chosen: [CompiledRule] = []
                for id in ids { chosen += try Known.named(id, in: ruleOptions.folders).map(\.rule) }
                if ids.isEmpty { chosen = try RuleFolder.load(ruleOptions.folders, profile: ruleOptions.ruleProfile) }
                var text: [UInt8] = []
                for rule in chosen { text += try Self.statement(for: rule, in: language) }
                try Terminal.write(text)
                return 0
            }
        }

        private static func statement(
            for rule: CompiledRule, in language: RuleLanguage
        ) throws(Failure) -> [UInt8] {
            let comment = language == .eql ? "//" : "--"
            let metadata = rule.metadata
            let head = "\(comment) \(Escaping.printable(metadata.title)) (\(Escaping.printable(metadata.id)))\n"
            do throws(RuleExportError) {
                return Array(head.utf8) + (try RuleExport.statement(for: rule, in: language))
            } catch {
                throw Failure(.unusableData, "\(metadata.title): \(error.reason)")
            }
        }
    }
}

extension RuleLanguage: ExpressibleByArgument {}
