import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// The work of one `detect`: reads, judges, writes alerts as they are found and says what it could not do.
struct Detection {
    private let words: [[UInt8]]?
    private let format: AlertFormat
    private var detector: Detector
    private var gate: AlertGate
    private var output: [UInt8] = []
    private var undecided: [FieldPath: Int] = [:]
    private var isComplete = true

    /// Bytes of alerts that are written at one time.
    private static let outputSize = 64 << 10

    init(rules: [CompiledRule], gate: AlertGate, format: AlertFormat) {
        words = RequiredWords.words(for: rules)
        detector = Detector(rules)
        self.gate = gate
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
                guard gate.verdict(on: alert, now: Clock.now()) == .alert else { continue }
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
        for standing in gate.standings {
            if standing.useCount > 0 {
                Terminal.complain("exception \(standing.exception.id) silenced \(standing.useCount, "alert")")
            }
            if let concern = ExceptionSentences.concern(standing) { Terminal.complain(concern) }
        }
    }

    var exitStatus: Int32 {
        (gate.alerts > 0 ? 1 : 0) + (isComplete ? 0 : 2)
    }
}
