import ArgumentParser
import AuditModel
import AuditReports
import FileFormats
import HostEvidence
import IntegrityJudgement

/// `debvouch accept`: a person vouches for files as they are.
struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Accept files as they are: write exceptions that pin what they hold and what they run.",
        discussion: """
            Reads the tree as audit does and adds one exception for each file to a file of exceptions. The exception pins \
            the SHA-256 of the file and, for configuration that runs commands, of each program that these may run; where \
            one of them changes, the exception has ended, the finding stands again and says why. It silences the checks \
            that have a finding about the file now and no other. What was accepted counts as accepted, not as proven, \
            for every audit that is given the file with --exceptions.
            All or nothing is written. A file that differs from what a proven archive holds is refused, unless \
            --even-contradicted is given: then its findings are silenced, and it is still not accepted.
            Exit status: 0 accepted; 1 refused, with the reasons. From 64 on: sysexits.h, 78 where the file of \
            exceptions has a mistake or others can change it.
            """)

    @Argument(
        help: ArgumentHelp(
            "A finding's id (dv-...), or a path inside the tree for all findings about it.", valueName: "what"))
    var targets: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Packages of which to accept every file that is not proven; may repeat.", valueName: "name"))
    var package: [String] = []

    @Option(help: ArgumentHelp("Why the files are right as they are.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("Who says so.", valueName: "name"))
    var owner: String

    @Option(
        help: ArgumentHelp(
            "The last day on which it holds, in UTC (2027-06-30), or a time (2027-06-30T12:00:00Z).", valueName: "date")
    )
    var expires: String?

    @Option(
        help: ArgumentHelp(
            "The file of exceptions to add to; needed with --root (default: /etc/debvouch/exceptions.json).",
            valueName: "file"))
    var output: String?

    @Flag(help: "Also silence findings about code that proof from outside the tree speaks against.")
    var evenContradicted = false

    @OptionGroup var tree: TreeOptions

    private static let defaultOutput = "/etc/debvouch/exceptions.json"

    func validate() throws {
        if targets.isEmpty, package.isEmpty { throw ValidationError("name a finding, a path or --package") }
        for text in targets where text.utf8.first != UInt8(ascii: "/") && !text.utf8.starts(with: "dv-".utf8) {
            throw ValidationError("'\(text)' is neither a finding's id (dv-...) nor a path that starts with /")
        }
        if package.contains("") { throw ValidationError("--package needs a name") }
        if Self.isBlank(reason) { throw ValidationError("--reason needs words") }
        if Self.isBlank(owner) { throw ValidationError("--owner needs a name") }
        if output == "" { throw ValidationError("--output needs a file") }
        if output == nil, tree.base.root != "/" {
            throw ValidationError("--output is needed with --root: /etc/debvouch is this machine's own")
        }
        if let expires {
            guard let expiry = ExceptionExpiry(written: UntrustedText(expires.utf8)) else {
                throw ValidationError("--expires takes a date (2027-06-30) or a time (2027-06-30T12:00:00Z)")
            }
            if expiry.end <= Clock.now() { throw ValidationError("--expires takes a day that is not over") }
        }
    }

    private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy(\.isASCIISpace) }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let started = Clock.now()
            let file = MachinePath.absolute(UntrustedText((output ?? Self.defaultOutput).utf8))
            let existing = try ExceptionFiles.existing(file)
            let read = try await tree.request.evidence(tree.base.progress)
            var evidence = read.1
            evidence.readHookPrograms(through: read.0)
            let judgement = Judge.judgement(
                on: evidence, request: tree.request, exceptions: existing, now: started)
            let report = ReportAssembly(request: tree.request, evidence: evidence, judgement: judgement)
                .report(.ending(started))
            let plan = AcceptancePlan(request, report: report, evidence: evidence, taken: Set(existing.map(\.id)))
            for refusal in plan.refusals { Terminal.complain(refusal) }
            guard plan.refusals.isEmpty else {
                Terminal.complain("nothing was accepted, and \(file) is as it was")
                return 1
            }
            try ExceptionFiles.append(plan.accepted.map(\.exception), to: file)
            let entries = plan.accepted.map { accepted in
                AcceptanceEntry(
                    path: accepted.artifact.path, exception: accepted.exception, findings: accepted.findings,
                    others: accepted.others, unresolved: accepted.unresolved)
            }
            try Terminal.write(AcceptanceText.bytes(of: entries, in: file, style: Terminal.style()))
            return 0
        }
    }

    private var request: AcceptanceRequest {
        var request = AcceptanceRequest(reason: UntrustedText(reason.utf8), owner: UntrustedText(owner.utf8))
        request.targets = targets.map { UntrustedText($0.utf8) }
        request.packages = package.map { UntrustedText($0.utf8) }
        request.expiry = expires.flatMap { ExceptionExpiry(written: UntrustedText($0.utf8)) }
        request.evenContradicted = evenContradicted
        return request
    }
}
