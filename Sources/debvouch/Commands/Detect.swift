import ArgumentParser
import AuditModel
import AuditReports
import FileFormats
import HostEvidence
import IntegrityJudgement

/// `debvouch detect`: evaluates rules over event files.
struct Detect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evaluate the detection rules over endpoint events.",
        discussion: """
            Reads Elastic Defend documents: one a line, bulk requests, arrays, search responses, Kibana alerts; also \
            compressed with gzip, xz or zstd. Each event is judged once.

            Exit status: 0 no rule matched; 1 a rule matched; 2 something could not be read or evaluated; 3 both.
            """)

    @Argument(help: ArgumentHelp("Event files, or - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var ruleOptions: RuleOptions

    @OptionGroup var exceptionOptions: ExceptionOptions

    @Option(help: ArgumentHelp("How to write alerts: ndjson or tsv.", valueName: "format"))
    var format = AlertFormat.ndjson

    func validate() throws {
        if files.contains("") { throw ValidationError("an event file needs a name") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let rules = try ruleOptions.load()
            let exceptions = AppliedExceptions(try exceptionOptions.load(), scope: .alert, now: Clock.now())
            var detection = Detection(rules: rules, gate: AlertGate(exceptions: exceptions), format: format)
            for file in files { try detection.read(UntrustedText(file.utf8)) }
            try detection.finish()
            return detection.exitStatus
        }
    }
}

extension AlertFormat: ExpressibleByArgument {}
