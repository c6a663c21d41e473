import AuditModel
import FileFormats
import Glibc
import Subprocess
import SystemPackage

/// What a signature turned out to be worth against one certificate.
enum SignatureOutcome: Hashable, Sendable {
    /// `expiredSince` is set where the key has expired after it made the signature.
    case valid(primary: KeyFingerprint, signing: KeyFingerprint?, expiredSince: Timestamp?)
    case bad
    case revoked
    case expired
    /// The certificate has no such key, or the tool could not tell.
    case unsettled
}

/// The auditing machine's own program for verifying OpenPGP signatures.
enum SignatureTool: String, CaseIterable, Sendable {
    case gpgv = "/usr/bin/gpgv"
    case sqv = "/usr/bin/sqv"

    /// The first one that is installed; only these absolute paths are tried, never PATH.
    static var installed: SignatureTool? {
        allCases.first { unsafe access($0.rawValue, X_OK) == 0 }
    }

    private static let timeLimit: Duration = .seconds(20)
    private static let outputLimit = 64 << 10

    /// Runs the tool over one signature packet, one text and one certificate, each in memory, with an empty environment.
    func verify(signature: [UInt8], text: [UInt8], certificate: [UInt8]) async -> SignatureOutcome {
        guard let signatureFile = MemoryFile.holding(signature), let textFile = MemoryFile.holding(text),
            let keyring = MemoryFile.holding(certificate)
        else { return .unsettled }
        let arguments =
            switch self {
            case .gpgv:
                [
                    "--homedir", "/nonexistent", "--status-fd", "1", "--keyring", keyring.path, signatureFile.path,
                    textFile.path,
                ]
            case .sqv: ["--keyring", keyring.path, signatureFile.path, textFile.path]
            }
        let output = await Self.output(of: rawValue, arguments)
        // The files must outlive the program that reads them.
        _ = (signatureFile.path, textFile.path, keyring.path)
        guard let output else { return .unsettled }
        switch self {
        case .gpgv: return Self.outcome(GpgvStatus(output))
        case .sqv: return Self.sequoiaOutcome(output)
        }
    }

    /// Nil where the program failed to start, wrote too much, or ran too long.
    private static func output(of program: String, _ arguments: [String]) async -> [UInt8]? {
        await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                let result = try? await Subprocess.run(
                    .path(FilePath(program)), arguments: Arguments(arguments),
                    environment: .custom([Environment.Key: String]()), workingDirectory: "/", input: .none,
                    output: .bytes(limit: outputLimit), error: .discarded)
                return result?.standardOutput
            }
            group.addTask {
                try? await Task.sleep(for: timeLimit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// An expired key counts where the signature was made before the expiry.
    static func outcome(_ status: GpgvStatus) -> SignatureOutcome {
        if status.isRevoked { return .revoked }
        if status.isBad { return .bad }
        guard let primary = status.primaryKey, let signedAt = status.signedAt else { return .unsettled }
        guard status.keyIsExpired else {
            return .valid(primary: primary, signing: status.signingKey, expiredSince: nil)
        }
        guard let expiry = status.expiry, signedAt < expiry else { return .expired }
        return .valid(primary: primary, signing: status.signingKey, expiredSince: expiry)
    }

    /// sqv prints the primary key's fingerprint for each good signature; it judges keys as of the signature's own time
    /// and refuses revoked and weak ones itself.
    ///
    /// Of a key that has expired since it says nothing, so that no note is made.
    static func sequoiaOutcome(_ output: [UInt8]) -> SignatureOutcome {
        let lines = ByteLines(output).map(\.trimmingASCIISpace).filter { !$0.isEmpty }
        guard lines.count == 1, let primary = KeyFingerprint(hex: lines[0]) else { return .unsettled }
        return .valid(primary: primary, signing: nil, expiredSince: nil)
    }
}
