import ArgumentParser
import HostEvidence

/// `debvouch manifest sign`.
struct ManifestSign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Make the detached signature FILE.sig with gpg and a key of your own.")

    @Argument(help: ArgumentHelp("The store.", valueName: "store"))
    var input: String

    @Option(help: ArgumentHelp("The key to sign with, as gpg's --local-user takes it.", valueName: "key"))
    var key: String?

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            do throws(ManifestError) {
                try await ManifestFile.sign(input, key: key)
            } catch {
                throw Failure(error)
            }
            return 0
        }
    }
}
