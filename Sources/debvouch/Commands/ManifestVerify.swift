import ArgumentParser
import AuditModel
import HostEvidence

/// `debvouch manifest verify`.
struct ManifestVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say whether a trusted key signed a store.",
        discussion: "Exit status: 0 a trusted key signed exactly these bytes; 1 it did not. From 64 on: sysexits.h.")

    @Argument(help: ArgumentHelp("The store.", valueName: "store"))
    var input: String

    @OptionGroup var trust: TrustOptions

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let seal: ManifestFile.Seal
            do throws(ManifestError) {
                let file = try ManifestFile(path: MachinePath.absolute(UntrustedText(input.utf8)))
                seal = try await file.seal(keyrings: trust.keyrings, trusted: trust.fingerprints)
            } catch {
                throw Failure(error)
            }
            guard case .trusted(let key) = seal else {
                Terminal.complain("\(UntrustedText(input.utf8)) is not signed by a trusted key")
                return 1
            }
            try Terminal.write(Array("signed by \(key.hex)\n".utf8))
            return 0
        }
    }
}
