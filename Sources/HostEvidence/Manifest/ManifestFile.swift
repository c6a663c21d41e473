package import AuditModel
import FileFormats
import Glibc
import Subprocess
import SystemPackage
import TreeReading

/// Opens known-good stores with the detached signature that stands beside them, `FILE.sig`.
package struct ManifestFile: Sendable {
    /// What the signature beside a store says.
    package enum Seal: Sendable {
        /// No `FILE.sig`.
        case unsigned
        /// Signed by a pinned key.
        case trusted(KeyFingerprint)
        /// Signed by a key that nobody pinned.
        case unpinned(KeyFingerprint)
        /// Signed by a key that is not at hand.
        case unknownKey(ReportText)
    }

    package let path: UntrustedText
    private let bytes: [UInt8]
    /// Binary or armoured.
    private let signature: [UInt8]?

    /// Reads the store and its signature whole, once.
    package init(path: UntrustedText) throws(ManifestError) {
        self.path = path
        bytes = try Self.read(path)
        let beside = UntrustedText(path.bytes + Array(".sig".utf8))
        signature = Self.exists(beside) ? try Self.read(beside) : nil
    }

    /// - Throws: `badSignature` where there is a signature and it does not hold, `missingProgram` where it cannot be
    ///   verified at all.
    package func seal(keyrings: [UntrustedText], trusted: [KeyFingerprint]) async throws(ManifestError) -> Seal {
        guard let signature else { return .unsigned }
        guard let tool = SignatureTool.installed else {
            throw ManifestError(.missingProgram, path, "no program for verifying signatures; install the package gpgv")
        }
        guard let machine = try? HostTree(root: [UInt8(ascii: "/")]) else {
            throw ManifestError(.unreadable, path, "the machine's keyrings cannot be read")
        }
        let keys = KeyMaterial(tree: machine, keyrings: keyrings.map { ($0, isPinned: true) })
        let anchors = TrustAnchors.shipped.adding(keys.operatorKeys).adding(trusted)
        do throws(RepositoryProblem) {
            let block = Armour.blocks(of: .signature, in: signature).first
            let packets = try block.map { lines throws(RepositoryProblem) in try Armour.decode(lines, kind: .signature)
            }
            let found = try await SignatureVerifier(tool: tool, keys: keys, anchors: anchors)
                .verify(text: bytes, signature: packets ?? signature)
            return found.trust == .pinned ? .trusted(found.key) : .unpinned(found.key)
        } catch {
            if error.link == .unknownKey { return .unknownKey(error.reason) }
            throw ManifestError(.badSignature, path, "its signature does not hold: \(error.reason)")
        }
    }

    /// The store over the bytes that `seal` judged.
    package func store(isTrusted: Bool) throws(ManifestError) -> ManifestStore {
        try ManifestStore(bytes: bytes, path: path, isTrusted: isTrusted)
    }

    /// Makes `FILE.sig` by gpg with the operator's own keys.
    package static func sign(_ path: String, key: String?) async throws(ManifestError) {
        let shown = UntrustedText(path.utf8)
        var arguments = ["--batch", "--yes", "--detach-sign", "--digest-algo", "SHA512", "--output", path + ".sig"]
        if let key { arguments += ["--local-user", key] }
        do {
            let result = try await run(
                .path("/usr/bin/gpg"), arguments: Arguments(arguments + ["--", path]), output: .discarded,
                error: .string(limit: 64 << 10))
            if result.terminationStatus.isSuccess { return }
            let words = result.standardError.split(separator: "\n").last.map(String.init) ?? "gpg failed"
            throw ManifestError(.unwritable, shown, "\(UntrustedText(words.utf8))")
        } catch let error as ManifestError {
            throw error
        } catch {
            throw ManifestError(.missingProgram, shown, "cannot run /usr/bin/gpg; install the package gpg")
        }
    }

    private static func exists(_ path: UntrustedText) -> Bool {
        unsafe access(path.bytes.map { CChar(bitPattern: $0) } + [0], F_OK) == 0
    }

    private static func read(_ path: UntrustedText) throws(ManifestError) -> [UInt8] {
        do throws(HostAccessError) {
            let machine = try HostTree(root: [UInt8(ascii: "/")])
            return try machine.read(HostPath(path.bytes), cap: ManifestStore.sizeLimit, followingLink: true).bytes
        } catch {
            throw ManifestError(.unreadable, path, error.reason)
        }
    }
}
