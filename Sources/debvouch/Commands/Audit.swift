import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// `debvouch audit`: judges one tree.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge one tree: who vouches for each piece of code that apt and dpkg run as root.",
        discussion: """
            Exit status: 0 clean; 1 findings at or above --fail-on; 2 unproven (something that runs as root is neither \
            proven to --require nor accepted) or incomplete (something could not be read or understood); 3 both. From \
            64 on: the audit could not be made (sysexits.h).
            """)

    @OptionGroup var tree: TreeOptions

    @OptionGroup var saving: EvidenceOptions

    @Flag(help: "First obtain the archives that are needed, through this machine's apt-get; uses the network.")
    var fetch = false

    @OptionGroup var fetching: FetchOptions

    @OptionGroup var events: EventOptions

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Run only these checks; may repeat.", valueName: "id"))
    var check: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Leave these checks out; may repeat.", valueName: "id"))
    var skipCheck: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The weakest rung that proves what runs as root: signed, signed-other-version, archive-only or baseline; or \
            none, which asks for no proof and makes nothing proven.
            """,
            valueName: "rung"))
    var require = "archive-only"

    @Option(
        help: ArgumentHelp("The lowest severity that makes the audit fail, or none.", valueName: "severity"))
    var failOn = "medium"

    @OptionGroup var exceptionOptions: ExceptionOptions

    @Option(
        help: ArgumentHelp(
            "A JSON report that is accepted: what is unchanged since reaches the rung baseline where nothing better speaks.",
            valueName: "report"))
    var baseline: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "A report to write: \(ReportTarget.formats); to standard output or to a file; may repeat (default: text).",
            valueName: "format[=path]"))
    var report: [ReportTarget] = []

    func validate() throws {
        let known = Set(CheckCatalog.checks.map(\.id.rawValue))
        for id in check + skipCheck where !known.contains(id) {
            throw ValidationError("there is no check '\(id)'; debvouch explain lists them")
        }
        if rung == .none {
            let rungs = EvidenceRung.requirable.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "--require takes \(rungs) or none, not '\(require)': what a tree says of itself proves nothing")
        }
        if severity == .none { throw ValidationError("--fail-on takes a severity or none, not '\(failOn)'") }
        try saving.validate(root: tree.base.root, fetches: fetch, deep: tree.deep, archives: tree.archives)
        if baseline?.isEmpty == true { throw ValidationError("--baseline needs a report") }
        if report.count(where: { $0.path == nil }) > 1 {
            throw ValidationError("only one report can go to standard output; give the others a path")
        }
    }

    /// Nil for a word that is no rung of evidence from outside; `.some(nil)` for none.
    private var rung: EvidenceRung?? {
        if require == "none" { return .some(nil) }
        return EvidenceRung(rawValue: require).flatMap { $0.isVouched ? .some($0) : nil }
    }

    /// Nil for a word that is no severity; `.some(nil)` for none.
    private var severity: Severity?? {
        if failOn == "none" { return .some(nil) }
        return Severity(rawValue: failOn).map { .some($0) }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let run = AuditRun(request: request, progress: tree.base.progress, fetching: fetch ? fetching : nil)
            let result = try await run.report()
            try Self.write(result, to: report)
            return result.exitStatus
        }
    }

    /// What these options ask.
    private var request: AuditRequest {
        var request = tree.request
        saving.fill(&request)
        events.fill(&request)
        request.exceptions = exceptionOptions.files
        request.baseline = baseline.map { UntrustedText($0.utf8) }
        request.onlyChecks = Set(check.map(CheckID.init(rawValue:)))
        request.skippedChecks = Set(skipCheck.map(CheckID.init(rawValue:)))
        request.policy = AuditPolicy(requiredRung: rung ?? nil, failOn: severity ?? nil)
        return request
    }

    private static func write(_ result: AuditReport, to targets: [ReportTarget]) throws(Failure) {
        if targets.isEmpty {
            try Terminal.write(TextReport().render(result, style: Terminal.style()))
            return
        }
        // Files first: a reader of standard output that goes away must not cost a report.
        for target in targets {
            guard let path = target.path, let renderer = RendererCatalog.renderer(named: target.format) else {
                continue
            }
            try AtomicFile.write(renderer.render(result, style: .plain), to: UntrustedText(path.utf8))
        }
        for target in targets where target.path == nil {
            guard let renderer = RendererCatalog.renderer(named: target.format) else { continue }
            try Terminal.write(renderer.render(result, style: Terminal.style()))
        }
    }
}
