import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence

/// `debvouch manifest merge`.
struct ManifestMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one store from several; only stores that a trusted key signed can be merged.")

    @Argument(help: ArgumentHelp("The store to make.", valueName: "file"))
    var output: String

    @Argument(help: ArgumentHelp("The stores to merge.", valueName: "store"))
    var inputs: [String]

    @OptionGroup var trust: TrustOptions

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            var groups: [[PackageArchive]] = []
            for input in inputs {
                let (store, seal) = try await ManifestAccess.open(
                    UntrustedText(input.utf8), keyrings: trust.keyrings, trusted: trust.fingerprints)
                let archives = try ManifestAccess.all(of: store)
                // Without a trusted signature the recorded chains are only claims, and a merged store would hide that.
                if !archives.allSatisfy({ $0.proof != nil }) {
                    throw Failure(.unusableData, "\(UntrustedText(input.utf8)) is \(seal)")
                }
                groups.append(archives)
            }
            let added = try ManifestOutput.write(groups, to: output)
            try Terminal.write(Array("archives: \(added), in \(Escaping.printable(UntrustedText(output.utf8)))\n".utf8))
            return 0
        }
    }
}
