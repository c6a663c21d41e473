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

    @Option(help: ArgumentHelp("How to write alerts: ndjson or tsv.", valueName: "format"))
    var format = AlertFormat.ndjson

    func validate() throws {
        if files.contains("") { throw ValidationError("an event file needs a name") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let rules = try ruleOptions.load()
            var detection = Detection(rules: rules, format: format)
            for file in files { try detection.read(UntrustedText(file.utf8)) }
            try detection.finish()
            return detection.exitStatus
        }
    }
}

extension AlertFormat: ExpressibleByArgument {}

/// The work of one `detect`: reads, judges, writes alerts as they are found and says what it could not do.
private struct Detection {
    private let words: [[UInt8]]?
    private let format: AlertFormat
    private var detector: Detector
    private var output: [UInt8] = []
    private var undecided: [FieldPath: Int] = [:]
    private var isComplete = true

    /// Bytes of alerts that are written at one time.
    private static let outputSize = 64 << 10

    init(rules: [CompiledRule], format: AlertFormat) {
        words = RequiredWords.words(for: rules)
        detector = Detector(rules)
        self.format = format
    }

    mutating func read(_ input: UntrustedText) throws(Failure) {
        let words = words
        let summary = try EventReader.read(input, words: words) { (event) throws(Failure) in
            try judge(event)
        }
        if !summary.isComplete { isComplete = false }
        for complaint in summary.complaints { Terminal.complain(complaint) }
    }

    private mutating func judge(_ event: HostEvent) throws(Failure) {
        for judgement in detector.judge(event) {
            switch judgement.outcome {
            case .matched:
                let alert = Alert(rule: judgement.rule.metadata, event: event)
                output += format.line(for: alert, digest: ContentHasher.sha256)
            case .undecided(let missing):
                for field in missing { undecided[field, default: 0] += 1 }
            case .excluded, .notApplicable:
                break
            }
        }
        if output.count >= Self.outputSize { try flush() }
    }

    private mutating func flush() throws(Failure) {
        try Terminal.write(output)
        output.removeAll(keepingCapacity: true)
    }

    /// Writes what is left, and names what nobody could decide: silence about an event is not the same as no match.
    mutating func finish() throws(Failure) {
        try flush()
        for (field, count) in undecided.sorted(by: { $0.key < $1.key }) {
            Terminal.complain("\(count) times undecided: the sensor never sends \(field.text)")
        }
    }

    var exitStatus: Int32 {
        (detector.counts.matched > 0 ? 1 : 0) + (isComplete ? 0 : 2)
    }
}
