import AuditModel
import FileFormats

/// Who signed one Release text.
struct ReleaseSignature: Hashable, Sendable {
    let trust: ChainTrust
    let key: KeyFingerprint
    /// Set where the key has expired after it made the signature.
    let expiredSince: Timestamp?
}

/// Decides whether any signature over a text counts, one signature and one certificate at a time.
///
/// Signatures are taken apart before the tool sees them, so that its answer is about exactly one of them: gpgv checks
/// only the first of several that do not fit together, and its exit status mixes them all (apt-secure(8)).
struct SignatureVerifier: Sendable {
    let tool: SignatureTool
    let keys: KeyMaterial
    let anchors: TrustAnchors

    /// A signature block with more than this many signatures, or a signature with more candidates, is cut here.
    private static let signatureLimit = 32
    private static let candidateLimit = 16

    /// The strongest signature that holds; throws the reason that says most where none does.
    func verify(text: [UInt8], signature: [UInt8]) async throws(RepositoryProblem) -> ReleaseSignature {
        let claims = try OpenPGPPacket.all(in: signature).prefix(Self.signatureLimit).compactMap { SignatureClaim($0) }
        if claims.isEmpty { throw RepositoryProblem(.noSignature, "it holds no signature of a known version") }
        var best: ReleaseSignature?
        var problems: [RepositoryProblem] = []
        for claim in claims {
            do throws(RepositoryProblem) {
                let found = try await verify(claim, text: text)
                if found.trust == .pinned { return found }
                best = best ?? found
            } catch {
                problems.append(error)
            }
        }
        if let best { return best }
        throw problems.min { Self.weight($0.link) < Self.weight($1.link) }
            ?? RepositoryProblem(.badSignature, "no signature could be verified")
    }

    /// The worst news first.
    private static func weight(_ link: ChainLink) -> Int {
        [.revokedKey, .badSignature, .weak, .expiredKey, .noSignature, .unknownKey].firstIndex(of: link) ?? 99
    }

    private func verify(_ claim: SignatureClaim, text: [UInt8]) async throws(RepositoryProblem) -> ReleaseSignature {
        guard claim.digestIsTrusted else {
            throw RepositoryProblem(
                .weak, "the signature uses digest algorithm \(claim.digestAlgorithm), which is broken")
        }
        guard claim.kind <= 1 else {
            throw RepositoryProblem(.badSignature, "a signature of kind \(claim.kind) does not sign a document")
        }
        let candidates = keys.candidates(for: claim)
        if candidates.isEmpty {
            let name = claim.issuer.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
            throw RepositoryProblem(.unknownKey, "no key \(ours: name.uppercased()) is at hand")
        }
        let ordered =
            candidates.filter { anchors.contains($0.primary) } + candidates.filter { !anchors.contains($0.primary) }
        return try await strongest(of: Array(ordered.prefix(Self.candidateLimit)), claim, text: text)
    }

    /// A revocation that any copy of a key carries counts for that key, since nobody else can have made it.
    private func strongest(
        of candidates: [Certificate], _ claim: SignatureClaim, text: [UInt8]
    ) async throws(RepositoryProblem) -> ReleaseSignature {
        var valid: [ReleaseSignature] = []
        var revoked: Set<KeyFingerprint> = []
        var failure = RepositoryProblem(.badSignature, "\(tool) confirms no signature by the key it names")
        for candidate in candidates {
            let outcome = await tool.verify(signature: claim.packet, text: text, certificate: candidate.bytes)
            switch outcome {
            case .valid(let primary, let signing, let expiredSince):
                guard primary == candidate.primary else { continue }
                if candidate.refuses(signing, of: claim) {
                    failure = RepositoryProblem(.weak, "the key \(ours: primary.hex) is too weak")
                    continue
                }
                let trust: ChainTrust = anchors.contains(primary) ? .pinned : .hostOnly
                valid.append(ReleaseSignature(trust: trust, key: primary, expiredSince: expiredSince))
            case .revoked:
                revoked.insert(candidate.primary)
                failure = RepositoryProblem(.revokedKey, "the key \(ours: candidate.primary.hex) is revoked")
            case .expired:
                failure = RepositoryProblem(
                    .expiredKey, "the key \(ours: candidate.primary.hex) had expired before the signature was made")
            case .bad:
                failure = RepositoryProblem(.badSignature, "the signature does not fit the text")
            case .unsettled:
                continue
            }
        }
        guard let found = valid.first(where: { !revoked.contains($0.key) }) else { throw failure }
        return found
    }
}

extension Certificate {
    /// Whether the key that signed is too weak; where the tool does not name it, any key that the signature may mean.
    fileprivate func refuses(_ signing: KeyFingerprint?, of claim: SignatureClaim) -> Bool {
        if let signing { return weakKeys.contains(signing) }
        return weakKeys.contains { $0.bytes.suffix(8).elementsEqual(claim.issuer) }
    }
}
