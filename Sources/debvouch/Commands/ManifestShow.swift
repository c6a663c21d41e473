import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence

/// `debvouch manifest show`.
struct ManifestShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "List the archives of a store.")

    @Argument(help: ArgumentHelp("The store.", valueName: "store"))
    var input: String

    @OptionGroup var trust: TrustOptions

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let (store, seal) = try await ManifestAccess.open(
                UntrustedText(input.utf8), keyrings: trust.keyrings, trusted: trust.fingerprints)
            let archives = try ManifestAccess.all(of: store)
            try Terminal.write(ManifestListing.text(archives, seal: seal, style: Terminal.style()))
            return 0
        }
    }
}
