import ArgumentParser
import AuditModel
import AuditReports
import Glibc
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

    var keyrings: [UntrustedText] { keyring.map { UntrustedText(AbsolutePath.of($0).utf8) } }
    var fingerprints: [KeyFingerprint] { trust.compactMap { KeyFingerprint(hex: $0.utf8) } }
}

/// Opens stores for the commands.
enum ManifestAccess {
    /// The store, and a sentence on its signature; a signature that does not hold ends the program.
    static func open(
        _ path: String, keyrings: [UntrustedText], trusted: [KeyFingerprint]
    ) async throws(Failure) -> (store: ManifestStore, seal: ReportText) {
        do throws(ManifestError) {
            let file = try ManifestFile(path: UntrustedText(AbsolutePath.of(path).utf8))
            switch try await file.seal(keyrings: keyrings, trusted: trusted) {
            case .trusted(let key):
                return (try file.store(isTrusted: true), "signed by \(ours: key.hex), which is trusted")
            case .unpinned(let key):
                return (
                    try file.store(isTrusted: false),
                    "signed by \(ours: key.hex), which is not trusted (--trust): everything in it is archive-only"
                )
            case .unknownKey(let reason):
                return (try file.store(isTrusted: false), "signed, but \(reason): everything in it is archive-only")
            case .unsigned:
                return (try file.store(isTrusted: false), "not signed: everything in it is archive-only")
            }
        } catch {
            throw Failure(error)
        }
    }

    static func all(of store: ManifestStore) throws(Failure) -> [PackageArchive] {
        do throws(ManifestError) {
            return try store.all()
        } catch {
            throw Failure(error)
        }
    }
}

extension Failure {
    init(_ error: ManifestError) {
        let status: ExitStatus =
            switch error.code {
            case .unreadable: .noInput
            case .malformed, .badSignature: .unusableData
            case .missingProgram: .unavailable
            case .unwritable: .cannotCreate
            }
        self.init(status, "\(error.path): \(error.reason)")
    }
}
