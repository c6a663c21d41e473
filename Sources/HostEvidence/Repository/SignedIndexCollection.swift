import AuditModel
import Digests
import FileFormats
import TreeReading

/// Finds, verifies and reads every signed index: signature first, digest next, and only then the stanzas.
struct SignedIndexCollection {
    private let tree: HostTree
    private let limits: Limits
    private let names: Set<UntrustedText>
    private let architectures: Set<UntrustedText>
    private(set) var indexes = SignedIndexes()
    private(set) var gaps: [CoverageGap] = []
    /// What a reader of the report should know about how the signatures were verified.
    private(set) var remarks: [ReportText] = []

    private static let lists = DebianPaths.aptLists
    private static let releaseLimit: UInt64 = 16 << 20

    init(tree: HostTree, ledger: Ledger, limits: Limits) {
        self.tree = tree
        self.limits = limits
        let packages = ledger.packages.filter { $0.status != .notInstalled }
        names = Set(packages.map(\.key.name))
        architectures = Set(packages.map(\.key.architecture)).union(ledger.architectures).union(["all"])
    }

    mutating func read(folders: [UntrustedText], keyrings: [GivenKeyring], trusted: [KeyFingerprint]) async {
        var places: [RepositoryPlace] = []
        for folder in folders {
            do throws(HostAccessError) {
                places.append(try RepositoryPlace(machine: folder))
            } catch {
                gaps.append(CoverageGap(path: HostPath(folder.bytes), reason: error.reason, errno: error.errno))
            }
        }
        places.append(RepositoryPlace(tree: tree, folder: Self.lists))
        let located = IndexLocator(places: places)
        gaps += located.gaps
        indexes.wereSought = !located.candidates.isEmpty || !located.indexes.isEmpty
        if !indexes.wereSought { return }
        guard let tool = SignatureTool.installed else {
            gaps.append(
                CoverageGap(
                    path: HostPath(SignatureTool.gpgv.rawValue.utf8),
                    reason: "no program for verifying signatures is on this machine, so no index proves anything; "
                        + "install the package gpgv"))
            return
        }
        let keys = KeyMaterial(tree: tree, keyrings: keyrings)
        gaps += keys.gaps
        let anchors = TrustAnchors.shipped.adding(keys.operatorKeys).adding(trusted)
        noteUnusedPins(trusted, keys)
        note(tool)
        let verifier = SignatureVerifier(tool: tool, keys: keys, anchors: anchors)
        await read(located, verifier)
    }

    private mutating func read(_ located: IndexLocator, _ verifier: SignatureVerifier) async {
        var work: [IndexWork] = []
        var releases: [VerifiedRelease] = []
        for candidate in located.candidates {
            guard let release = await verified(candidate, verifier) else { continue }
            releases.append(release)
            work += IndexWork.all(for: release, present: located.indexes, architectures: architectures)
        }
        let names = names
        for outcome in await BoundedWork.map(work, jobs: limits.jobs, { $0.outcome(names: names) }) { take(outcome) }
        let signed = Set(releases.map(\.textSHA256))
        for candidate in located.passedOver where !holdsSignedText(candidate, signed) {
            note(candidate, .secondRelease, "an InRelease of the same source stands beside it, so apt does not read it")
        }
        noteSuperseded(releases.map(\.identity))
        noteUncovered(located, covered: Set(work.flatMap(\.locations)))
        indexes.problems.sort()
    }

    /// debootstrap leaves a Release whose words are those that the InRelease beside it signs, and nothing is odd about it.
    private mutating func holdsSignedText(_ candidate: ReleaseCandidate, _ signed: Set<SHA256Digest>) -> Bool {
        guard let bytes = bytes(of: candidate.path, in: candidate.place) else { return false }
        return signed.contains(VerifiedRelease.textSHA256(of: bytes))
    }

    private mutating func verified(
        _ candidate: ReleaseCandidate, _ verifier: SignatureVerifier
    ) async -> VerifiedRelease? {
        do throws(RepositoryProblem) {
            guard let signed = try signedText(of: candidate) else { return nil }
            let signature = try await verifier.verify(text: signed.text, signature: signed.signature)
            if signature.expiredSince != nil {
                note(
                    candidate, .signedBeforeExpiry,
                    "the key \(ours: signature.key.hex) has expired since it signed this")
            }
            return VerifiedRelease(
                candidate: candidate, file: try ReleaseFile(signed.text), text: signed.text, signature: signature)
        } catch {
            note(candidate, error.link, error.reason)
            return nil
        }
    }

    /// The signed text and its signature, as bytes that nobody reads a second time; nil where they are a gap.
    private mutating func signedText(of candidate: ReleaseCandidate) throws(RepositoryProblem) -> SignedText? {
        guard let bytes = bytes(of: candidate.path, in: candidate.place) else { return nil }
        if candidate.isClearSigned { return try SignedText(clearSigned: bytes) }
        guard let path = candidate.detached else {
            throw RepositoryProblem(.noSignature, "no signature lies beside it")
        }
        guard let detached = self.bytes(of: path, in: candidate.place) else { return nil }
        return try SignedText(release: bytes, detached: detached)
    }

    private mutating func bytes(of path: HostPath, in place: RepositoryPlace) -> [UInt8]? {
        do throws(HostAccessError) {
            return try place.tree.read(path, cap: Self.releaseLimit, followingLink: true).bytes
        } catch {
            gaps.append(place.gap(error))
            return nil
        }
    }

    private mutating func take(_ outcome: IndexOutcome) {
        indexes.problems += outcome.problems
        gaps += outcome.gaps
        guard let chain = outcome.chain else { return }
        indexes.chains.append(chain)
        for stanza in outcome.stanzas {
            indexes.stanzas[stanza.key.name, default: []].append(ProofChain(chain: chain, stanza: stanza))
        }
    }

    private mutating func note(_ candidate: ReleaseCandidate, _ link: ChainLink, _ reason: ReportText) {
        indexes.problems.append(
            ChainProblem(link: link, location: candidate.location, isOfTree: candidate.place.isOfTree, reason: reason))
    }

    /// Two Releases of one suite: the older one proves where a package came from, and is said to be older.
    private mutating func noteSuperseded(_ releases: [ReleaseIdentity]) {
        for release in releases {
            let newer = releases.first {
                $0.origin == release.origin && $0.codename == release.codename && $0.suite == release.suite
                    && ($0.date ?? release.date ?? .distantPast) > (release.date ?? .distantPast)
            }
            guard let newer, release.origin != nil else { continue }
            indexes.problems.append(
                ChainProblem(
                    link: .superseded, location: release.location, isOfTree: release.isOfTree,
                    reason: "a newer Release of \(release.text) is at \(newer.location)"))
        }
    }

    private mutating func noteUncovered(_ located: IndexLocator, covered: Set<UntrustedText>) {
        for (place, path) in located.indexes {
            let location = place.location(of: path)
            // Where a Release stands beside it and was refused, that refusal says it all.
            let isBesideRefused = located.candidates.contains { candidate in
                candidate.mayCover(path, in: place)
            }
            guard !covered.contains(location), !isBesideRefused else { continue }
            indexes.problems.append(
                ChainProblem(
                    link: .uncovered, location: location, isOfTree: place.isOfTree,
                    reason: "no Release file here lists this index, so nothing vouches for it"))
        }
    }

    private mutating func noteUnusedPins(_ trusted: [KeyFingerprint], _ keys: KeyMaterial) {
        let known = Set(keys.certificates.map(\.primary))
        for key in trusted where !known.contains(key) {
            remarks.append(
                "No key file here holds the trusted key \(ours: key.hex), so it can verify nothing; give it with --keyring."
            )
        }
    }

    /// On a live audit the verifying program is the audited machine's own.
    private mutating func note(_ tool: SignatureTool) {
        guard tree.isLive,
            let file = try? tree.read(HostPath(tool.rawValue.utf8), cap: 256 << 20, followingLink: true)
        else { return }
        remarks.append(
            "Signatures were verified by this machine's own \(tool), SHA-256 \(ours: ContentHasher.sha256(file.bytes).hex)."
        )
    }
}
