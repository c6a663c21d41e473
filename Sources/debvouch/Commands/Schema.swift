import ArgumentParser
import AuditReports
import HostEvidence

/// `debvouch schema`: the JSON Schema of the report.
struct Schema: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema (2020-12) of the JSON report.")

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            try Terminal.write(ReportSchema.bytes)
            return 0
        }
    }
}
