import AuditModel
import AuditTestSupport
import Foundation
import IntegrityJudgement
import Testing

/// The properties of the rungs that CONTRIBUTING.md states: over random sets of archives and index stanzas.
@Suite struct `Rules of the rungs` {
    /// One piece of evidence about the one package there is.
    enum Piece: Hashable {
        case archive(version: UInt8, build: UInt8, script: UInt8, origin: ArchiveOrigin)
        case stanza(version: UInt8, build: UInt8, trust: ChainTrust)
    }

    private static let key = PackageKey(name: "capstan", architecture: "all")
    private static let path: HostPath = "/var/lib/dpkg/info/capstan.postinst"
    private static let installed: UInt8 = 1

    private static func digest(_ bytes: UInt8...) -> SHA256Digest {
        SHA256Digest(bytes: bytes + [UInt8](repeating: 0, count: 32 - bytes.count)) ?? digest()
    }

    private static func version(_ number: UInt8) -> UntrustedText { UntrustedText("\(number).0".utf8) }

    /// A build is its version and number: the whole-file digest says which, and one build holds one script.
    private static func archive(_ version: UInt8, _ build: UInt8, _ script: UInt8, _ origin: ArchiveOrigin)
        -> PackageArchive
    {
        let member = ControlMember(
            name: "postinst", kind: .regular, sha256: digest(script, 9), size: 1, mode: 0o755,
            modified: Timestamp(seconds: 0))
        return PackageArchive(
            origin: origin, location: UntrustedText("\(origin.rawValue)/\(version)-\(build)-\(script)".utf8),
            sha256: digest(version, build, script), size: 1, key: key, version: Self.version(version),
            members: [member], md5sums: [], conffiles: nil)
    }

    private static func judge(_ pieces: [Piece], script: UInt8) -> (assessment: Assessment?, isDisproven: Bool) {
        var indexes = SignedIndexes()
        var archives: [PackageArchive] = []
        guard let signer = KeyFingerprint(bytes: [UInt8](repeating: 1, count: 20)) else { return (nil, false) }
        for piece in pieces {
            switch piece {
            case .archive(let version, let build, let script, let origin):
                archives.append(archive(version, build, script, origin))
            case .stanza(let version, let build, let trust):
                let chain = IndexChain(
                    trust: trust, key: signer,
                    release: ReleaseIdentity(location: "InRelease", isOfTree: true, sha256: digest()),
                    index: "Packages", entry: "Packages", indexSHA256: digest(), architectures: ["all"])
                let stanza = IndexStanza(
                    key: key, version: Self.version(version), filename: "pool", size: 1,
                    sha256: digest(version, build, build % 2))
                indexes.stanzas[key.name, default: []].append(ProofChain(chain: chain, stanza: stanza))
            }
        }
        let own = archives.filter { $0.version == Self.version(installed) }
        let other = archives.filter { $0.version != Self.version(installed) }
        let proven = ProvenArchives(
            references: own.isEmpty ? [:] : [key: own], others: other.isEmpty ? [:] : [key: other], indexes: indexes)
        var evidence = Evidence(tree: TreeFacts(host: HostDescription(root: "/", isLive: false)))
        evidence.tree.ledger.packages = [
            InstalledPackage(
                key: key, version: Self.version(installed), status: .installed,
                position: SourcePosition(file: "/var/lib/dpkg/status", line: 1))
        ]
        evidence.tree.ledger.index()
        evidence.references.indexes = indexes
        evidence.references.archives = proven.references
        evidence.references.otherArchives = proven.others
        evidence.references.disprovenArchives = proven.disproven
        evidence.tree.artifacts = [
            Artifact(
                path: path, role: .maintainerScript,
                subject: .infoEntry(InfoEntry(stem: "capstan", member: "postinst", standing: .owned(key))),
                facts: FileFacts(kind: .regular, mode: 0o755), sha256: digest(script, 9))
        ]
        return (Verifier.view(of: evidence).assessments[path], !proven.disproven.isEmpty)
    }

    private static func piece(_ random: inout DebRandom) -> Piece {
        let version = UInt8.random(in: 1...2, using: &random)
        let build = UInt8.random(in: 0...2, using: &random)
        if Bool.random(using: &random) {
            return .stanza(
                version: version, build: build, trust: Bool.random(using: &random) ? .pinned : .hostOnly)
        }
        return .archive(
            version: version, build: build, script: UInt8.random(in: 0...1, using: &random),
            origin: Bool.random(using: &random) ? .supplied : .auditedRootCache)
    }

    private static func seed() -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment["DEBVOUCH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...(.max))
        print("RungRulesTests: DEBVOUCH_SEED=\(seed)")
        return seed
    }

    @Test func `removing evidence never raises what was not contradicted`() throws {
        var random = DebRandom(seed: Self.seed())
        for _ in 0..<1_000 {
            let pieces = (0..<Int.random(in: 1...6, using: &random)).map { _ in Self.piece(&random) }
            let whole = Self.judge(pieces, script: 0)
            let assessment = try #require(whole.assessment)
            // An archive that a pinned index contradicts is a contradiction too: between two references.
            let isDifferent = assessment.verdict == .modified || assessment.verdict == .extra
            if isDifferent || whole.isDisproven { continue }
            for index in pieces.indices {
                var fewer = pieces
                fewer.remove(at: index)
                let rest = try #require(Self.judge(fewer, script: 0).assessment)
                #expect(rest.rung <= assessment.rung, "\(pieces) without \(pieces[index])")
            }
        }
    }

    @Test func `the order in which evidence comes decides nothing`() throws {
        var random = DebRandom(seed: Self.seed())
        for _ in 0..<1_000 {
            let pieces = (0..<Int.random(in: 2...6, using: &random)).map { _ in Self.piece(&random) }
            let one = try #require(Self.judge(pieces, script: 0).assessment)
            let other = try #require(Self.judge(pieces.shuffled(using: &random), script: 0).assessment)
            #expect(one.rung == other.rung, "\(pieces)")
            #expect(one.verdict == other.verdict, "\(pieces)")
        }
    }

    @Test func `an archive without a chain never raises above archive-only and never contradicts a stronger proof`()
        throws
    {
        var random = DebRandom(seed: Self.seed())
        for _ in 0..<1_000 {
            let pieces = (0..<Int.random(in: 0...6, using: &random)).map { _ in Self.piece(&random) }
            let before = try #require(Self.judge(pieces, script: 0).assessment)
            // Build 9 is in no index.
            let planted = Piece.archive(
                version: UInt8.random(in: 1...2, using: &random), build: 9,
                script: UInt8.random(in: 0...1, using: &random),
                origin: Bool.random(using: &random) ? .supplied : .auditedRootCache)
            let after = try #require(Self.judge(pieces + [planted], script: 0).assessment)
            if before.verdict == .verified, before.rung > .archiveOnly {
                #expect(after.rung == before.rung, "\(pieces) with \(planted)")
            }
            if after.rung > before.rung { #expect(after.rung <= .archiveOnly, "\(pieces) with \(planted)") }
        }
    }
}
