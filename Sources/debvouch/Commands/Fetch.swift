import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence

/// `debvouch fetch`: obtains the archives that an audit needs.
struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Obtain the archives that an audit needs, through apt-get with a private configuration.",
        discussion: """
            None of the machine's apt configuration is read by that apt-get but its sources and scalar proxies; no hook runs. \
            A fetch that was broken off goes on where it stopped. Exit status: 0 everything is at hand; 2 some archives \
            could not be had. From 64 on: sysexits.h.
            """)

    @OptionGroup var fetching: FetchOptions
    @OptionGroup var tree: RootOptions

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let (outcome, _) = try await fetching.fetch(for: tree.request, progress: tree.progress)
            var lines = outcome.limits.map { Escaping.printable($0) }
            lines.append(Escaping.printable(outcome.summary))
            try Terminal.write(Array((lines.joined(separator: "\n") + "\n").utf8))
            return outcome.problems.isEmpty && outcome.unavailable.isEmpty ? 0 : 2
        }
    }
}
