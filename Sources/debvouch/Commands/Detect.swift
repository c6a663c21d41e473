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
            Reads Elastic Defend documents: one a line, bulk requests, arrays, the answers of searches, of EQL and of \
            ES|QL, Kibana alerts, what collectors wrap, and Discover's CSV; also compressed with gzip, xz or zstd. \
            Each event is judged once.

            Exit status: 0 no alert; 1 alerts; 2 something could not be read or evaluated; 3 both.
            """)

    @Argument(help: ArgumentHelp("Event files, or - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var ruleOptions: RuleOptions

    @OptionGroup var exceptionOptions: ExceptionOptions

    @Option(
        help: ArgumentHelp(
            "Remember here what was judged, so that each event alerts once across runs.", valueName: "file"))
    var state: String?

    @Flag(help: "Go on reading what is appended, until SIGINT or SIGTERM.")
    var follow = false

    @Option(help: ArgumentHelp("How to write alerts: ndjson or tsv.", valueName: "format"))
    var format = AlertFormat.ndjson

    func validate() throws {
        if files.contains("") { throw ValidationError("an event file needs a name") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
        if follow, files.contains("-") {
            throw ValidationError("--follow is for files; standard input is read to its end anyway")
        }
        if state == "" { throw ValidationError("--state needs a file") }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let rules = try RuleFolder.load(ruleOptions.folders, profile: ruleOptions.ruleProfile)
            let started = Clock.now()
            let exceptions = AppliedExceptions(
                try ExceptionFiles.load(exceptionOptions.files), scope: .alert, now: started)
            if follow, let reason = StopSignals.prepare() {
                throw Failure(.internalError, "signals cannot be awaited: \(reason)")
            }
            let store = try state.map { (path) throws(Failure) in try DetectionStore(path) }
            var detection = Detection(
                rules: rules, exceptions: exceptions, format: format, store: store, follows: follow, started: started)
            let inputs = files.map { UntrustedText($0.utf8) }
            if store == nil, !follow {
                for input in inputs { try detection.read(input) }
            } else {
                try detection.resume(inputs)
            }
            try detection.finish()
            return detection.exitStatus
        }
    }
}

extension AlertFormat: ExpressibleByArgument {}
