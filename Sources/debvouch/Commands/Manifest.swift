import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence

/// `debvouch manifest`: the known-good store that stands in for archives.
struct Manifest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build, merge, show, sign and verify known-good stores.",
        discussion: """
            A store holds the digests of proven archives' control members and configuration, so that a host can be audited \
            without any .deb. Its rungs are those of the chains recorded in it where a trusted key signed it, and \
            archive-only otherwise.
            """,
        subcommands: [
            ManifestBuildCommand.self, ManifestMerge.self, ManifestShow.self, ManifestSign.self, ManifestVerify.self,
        ])
}

/// What every command that judges a signature takes.
struct TrustOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: ArgumentHelp("OpenPGP keyrings whose keys to trust.", valueName: "file"))
    var keyring: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Full fingerprints of primary keys to trust.", valueName: "fingerprint"))
    var trust: [String] = []

    func validate() throws {
        for text in trust where KeyFingerprint(hex: text.utf8) == nil {
            throw ValidationError("--trust takes a full fingerprint of 40 or 64 hexadecimal digits, not '\(text)'")
        }
    }

    var keyrings: [UntrustedText] { keyring.map { MachinePath.absolute(UntrustedText($0.utf8)) } }
    var fingerprints: [KeyFingerprint] { trust.compactMap { KeyFingerprint(hex: $0.utf8) } }
}
