import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// `debvouch compare`: two JSON reports, one after the other.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two JSON reports: which findings are new, resolved and unchanged, and which files changed.",
        discussion: """
            Exit status: 0 nothing is new; 1 a finding is new or worse than it was. From 64 on: sysexits.h, 65 for a file \
            that is no report of this schema version.
            """)

    @Argument(help: ArgumentHelp("The earlier report.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The later report.", valueName: "new"))
    var new: String

    @Option(help: ArgumentHelp("How to write the comparison: text or json.", valueName: "format"))
    var format = AnswerFormat.text

    func validate() throws {
        if old.isEmpty || new.isEmpty { throw ValidationError("a report needs a name") }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let comparison = ReportComparer.compare(
                try PastReportReader.accepted(UntrustedText(old.utf8)),
                with: try PastReportReader.accepted(UntrustedText(new.utf8)))
            switch format {
            case .text: try Terminal.write(ComparisonText.bytes(of: comparison, style: Terminal.style()))
            case .json: try Terminal.write(ComparisonJSON.bytes(of: comparison))
            }
            return comparison.hasNews ? 1 : 0
        }
    }
}

/// How a command that answers a person or a program writes.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
