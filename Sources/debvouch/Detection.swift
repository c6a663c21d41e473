import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// The work of one `detect`: reads, judges, writes alerts as they are found and says what it could not do.
struct Detection {
    private let words: [[UInt8]]?
    private let format: AlertFormat
    private let store: DetectionStore?
    private let follows: Bool
    private let started: Timestamp
    /// Seconds for which the rule that looks back furthest does so.
    private let lookBack: Int64
    private var state: DetectionState
    private var detector: Detector
    private var gate: AlertGate
    private var output: [UInt8] = []
    private var undecided: [FieldPath: Int] = [:]
    private var isComplete = true
    /// Why inputs cannot be read at present.
    private var failures: [UntrustedText: ReportText] = [:]
    /// When the state was last saved.
    private var saved: Timestamp
    /// When the last look at the inputs began, in this run or in the one before.
    private var looked: Timestamp

    /// Bytes of alerts that are written at one time.
    private static let outputSize = 64 << 10
    /// Between two looks at the files, in milliseconds.
    private static let pause: Int32 = 500
    /// Seconds between two saved states while files are followed.
    private static let savingInterval: Int64 = 5

    /// - Parameters:
    ///   - store: nil where nothing is remembered between runs; then every match becomes an alert.
    ///   - follows: whether to go on until a signal comes.
    init(
        rules: [CompiledRule], exceptions: AppliedExceptions, format: AlertFormat, store: DetectionStore?,
        follows: Bool, started: Timestamp
    ) {
        words = RequiredWords.words(for: rules)
        self.format = format
        self.store = store
        self.follows = follows
        self.started = started
        saved = started
        looked = store?.state.lastRun ?? started
        lookBack = Int64(rules.map(\.metadata.lookBack).max() ?? 0)
        state = store?.state ?? DetectionState()
        let isBounded = store != nil || follows
        detector = Detector(
            rules, window: EventWindow(state.seen, limit: isBounded ? EventWindow.usualLimit : nil))
        gate = AlertGate(exceptions: exceptions, schedule: store.map { AlertSchedule(previous: $0.state.lastRun) })
    }

    /// Reads an input from its start to its end.
    mutating func read(_ input: UntrustedText) throws(Failure) {
        let words = words
        let started = started
        let summary = try EventReader.read(input, words: words, plan: Processors.readingPlan) {
            (event) throws(Failure) in
            try judge(event, now: started)
        }
        if !summary.isComplete { isComplete = false }
        for complaint in summary.complaints { Terminal.complain(complaint) }
    }

    private mutating func judge(_ event: HostEvent, now: Timestamp) throws(Failure) {
        for judgement in detector.judge(event, now: now) {
            switch judgement.outcome {
            case .matched:
                let alert = Alert(rule: judgement.rule.metadata, event: event)
                guard gate.verdict(on: alert, now: now) == .alert else { continue }
                output += format.line(for: alert)
            case .undecided(let missing):
                for field in missing { undecided[field, default: 0] += 1 }
            case .excluded, .notApplicable:
                break
            }
        }
        if output.count >= Self.outputSize { try flush() }
    }

    private mutating func flush() throws(Failure) {
        // An alert that nobody got must not be remembered as one.
        if store == nil { try Terminal.write(output) } else { try Terminal.deliver(output) }
        output.removeAll(keepingCapacity: true)
    }

    /// Writes what is left, and names what nobody could decide: silence about an event is not the same as no match.
    mutating func finish() throws(Failure) {
        try flush()
        for (field, count) in undecided.sorted(by: { $0.key < $1.key }) {
            Terminal.complain("\(count) times undecided: the sensor never sends \(field.text)")
        }
        for (rule, count) in gate.late.sorted(by: { $0.key < $1.key }) {
            Terminal.complain(
                "rule \(rule): \(count) matched late, beyond what the rule looks back to, and made no alert")
        }
        for (rule, count) in gate.beyondCap.sorted(by: { $0.key < $1.key }) {
            Terminal.complain("rule \(rule): \(count) matched beyond the cap of alerts in one run, and made no alert")
        }
        for standing in gate.standings {
            if standing.useCount > 0 {
                Terminal.complain("exception \(standing.exception.id) silenced \(standing.useCount, "alert")")
            }
            if let concern = ExceptionSentences.concern(standing) { Terminal.complain(concern) }
        }
    }

    var exitStatus: Int32 {
        (gate.alerts > 0 ? 1 : 0) + (isComplete && failures.isEmpty ? 0 : 2)
    }
}

extension Detection {
    /// Reads what came to the inputs since the state was saved, then, when following, what comes until a signal does.
    mutating func resume(_ inputs: [UntrustedText]) throws(Failure) {
        var now = started
        while true {
            var hasChanged = false
            for input in inputs where !isStopped {
                if try resume(input, now: now) { hasChanged = true }
            }
            looked = now
            try flush()
            let isLast = !follows || isStopped || StopSignals.wait(milliseconds: Self.pause)
            if isLast || (hasChanged && now.seconds - saved.seconds >= Self.savingInterval) { try save(at: now) }
            if isLast { return }
            gate.schedule = store.map { _ in AlertSchedule(previous: now) }
            now = Clock.now()
        }
    }

    private var isStopped: Bool { follows && StopSignals.isRequested }

    /// True where something was read.
    private mutating func resume(_ input: UntrustedText, now: Timestamp) throws(Failure) -> Bool {
        let key = input == "-" ? input : MachinePath.absolute(input)
        let follows = follows
        let words = words
        let reading = try EventReader.resume(
            input, from: state.inputs[key], since: looked, words: words, plan: Processors.readingPlan,
            stop: { follows && StopSignals.isRequested }
        ) { (event) throws(Failure) in
            try judge(event, now: now)
        }
        for loss in reading.losses { Terminal.complain(loss) }
        if !reading.losses.isEmpty { isComplete = false }
        var failure: ReportText?
        for summary in reading.summaries {
            // A rotation is not looked at again.
            if !summary.unusable.isEmpty || (summary.failure != nil && summary.input != input) { isComplete = false }
            failure = failure ?? summary.failure
            // While following, a file that is away is said once and not at every look.
            let isKnown = summary.failure != nil && summary.failure == failures[input]
            for complaint in isKnown ? [] : summary.complaints { Terminal.complain(complaint) }
        }
        failures[input] = failure
        let hasMoved = reading.cursor != state.inputs[key]
        state.inputs[key] = reading.cursor
        return hasMoved || !reading.summaries.isEmpty && failure == nil
    }

    /// What was written stands in the state only after it was: a run that is killed repeats alerts and loses none.
    private mutating func save(at now: Timestamp) throws(Failure) {
        guard let store else { return }
        detector.window.prune(before: now.seconds - lookBack)
        state.seen = detector.window.times
        state.lastRun = now
        try store.save(state)
        saved = now
    }
}
