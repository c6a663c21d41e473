import AuditModel
import AuditTestSupport
import IntegrityJudgement

/// One thing that is there or not: what root can arrange in a tree, or what an operator gives from outside.
enum EvidencePiece: Hashable {
    /// A package in status; one that is removed keeps its Conffiles.
    case stanza(claimant: Bool, status: PackageStatus)
    case listed(claimant: Bool)
    case conffile(claimant: Bool, isObsolete: Bool, isRight: Bool)
    case md5sums(claimant: Bool, isRight: Bool)
    /// Build 0 is the published one, with the script and the hook of digest 0; nil for a build that ships no hook.
    case archive(origin: ArchiveOrigin, build: UInt8, script: UInt8, hook: UInt8?)
    case index(trust: ChainTrust, build: UInt8, version: UInt8)
    case baseline(isDoubted: Bool)

    /// Whether root can put it into the tree; a build that a pinned key signs for is outside wherever it lies.
    var isInside: Bool {
        switch self {
        case .stanza, .listed, .conffile, .md5sums: true
        case .archive(let origin, let build, _, _): origin.evidence == .inside && build > 0
        case .index(let trust, _, _): trust == .hostOnly
        case .baseline: false
        }
    }
}

/// A tree with one script of a package and one hook, and evidence of every kind about them.
struct GeneratedEvidence {
    static let script: HostPath = "/var/lib/dpkg/info/capstan.postinst"
    static let hook: HostPath = "/etc/apt/apt.conf.d/60capstan"
    private static let package = PackageKey(name: "capstan", architecture: "amd64")
    private static let claimant = PackageKey(name: "extras", architecture: "amd64")

    var pieces: [EvidencePiece]
    /// Digest of the script in the tree: 0 is the published one.
    let scriptDigest: UInt8
    let command: UntrustedText

    static let knownCommand: UntrustedText = "rm -f /var/cache/apt/archives/*.deb || true"

    static func random(_ random: inout DebRandom) -> GeneratedEvidence {
        // One accepted report at most, as an audit takes it.
        var hasBaseline = false
        let pieces = (0..<Int.random(in: 0...7, using: &random)).map { _ in piece(&random) }.filter { piece in
            guard case .baseline = piece else { return true }
            defer { hasBaseline = true }
            return !hasBaseline
        }
        return GeneratedEvidence(
            pieces: [.stanza(claimant: false, status: .installed)] + pieces,
            scriptDigest: UInt8.random(in: 0...1, using: &random),
            command: Bool.random(using: &random) ? knownCommand : "/var/lib/misc/agent")
    }

    static func piece(_ random: inout DebRandom) -> EvidencePiece {
        let (claimant, flag) = (Bool.random(using: &random), Bool.random(using: &random))
        let build = UInt8.random(in: 0...2, using: &random)
        switch Int.random(in: 0...8, using: &random) {
        case 0: return .stanza(claimant: true, status: flag ? .installed : .configFiles)
        case 1: return .listed(claimant: claimant)
        case 2: return .conffile(claimant: claimant, isObsolete: flag, isRight: Bool.random(using: &random))
        case 3: return .md5sums(claimant: claimant, isRight: flag)
        case 4, 5:
            let origins: [ArchiveOrigin] = [.supplied, .auditedRootCache, .suppliedFromTree]
            let hook: UInt8? = flag ? UInt8.random(in: 0...1, using: &random) : nil
            // A build is one archive: what the published one holds is settled.
            return .archive(
                origin: origins[Int.random(in: 0...2, using: &random)], build: build,
                script: build == 0 ? 0 : UInt8.random(in: 0...1, using: &random), hook: build == 0 ? 0 : hook)
        case 6, 7:
            let trust: ChainTrust = flag ? .pinned : .hostOnly
            return .index(
                trust: trust, build: trust == .pinned ? 0 : build, version: UInt8.random(in: 1...2, using: &random))
        default: return .baseline(isDoubted: flag)
        }
    }

    static func insidePiece(_ random: inout DebRandom) -> EvidencePiece {
        while true {
            let piece = piece(&random)
            if piece.isInside { return piece }
        }
    }

    private static func digest(_ bytes: UInt8...) -> SHA256Digest {
        SHA256Digest(words: bytes.reduce(7) { $0 << 8 | UInt64($1) }, 0, 0, 0)
    }

    private static func md5(_ isRight: Bool) -> MD5Digest { MD5Digest(words: isRight ? 1 : 2, 0) }

    var report: AuditReport {
        let request = AuditRequest()
        let run = RunIdentity(version: "0", started: Timestamp(seconds: 0), finished: Timestamp(seconds: 1), uid: 0)
        let evidence = evidence
        let judgement = Judge.judgement(on: evidence, request: request, now: run.started)
        return ReportAssembly(request: request, evidence: evidence, judgement: judgement.inquiring(Inquiry()))
            .report(run)
    }

    private var evidence: Evidence {
        var builder = EvidenceBuilder()
        builder.apt(Self.hook, [(.append, "DPkg::Pre-Invoke", command)])
        var evidence = builder.evidence
        evidence.tree.artifacts = [
            Artifact(
                path: Self.hook, role: .aptConf, subject: .aptConfiguration(.read(order: 0)),
                facts: FileFacts(kind: .regular), sha256: Self.digest(8, 0), md5: Self.md5(true)),
            Artifact(
                path: Self.script, role: .maintainerScript,
                subject: .infoEntry(InfoEntry(stem: "capstan", member: "postinst", standing: .owned(Self.package))),
                facts: FileFacts(kind: .regular, mode: 0o755), sha256: Self.digest(9, scriptDigest)),
        ]
        addInfoFiles(to: &evidence)
        evidence.tree.artifacts.sort { $0.path < $1.path }
        addRecords(to: &evidence)
        addReferences(to: &evidence)
        return evidence
    }

    /// The list and md5sums of each package, so that none of them is a finding of its own.
    private func addInfoFiles(to evidence: inout Evidence) {
        for key in [Self.package, Self.claimant] {
            for (member, digest) in [("list", nil), ("md5sums", Self.digest(5))] as [(UntrustedText, SHA256Digest?)] {
                evidence.tree.artifacts.append(
                    Artifact(
                        path: HostPath("/var/lib/dpkg/info/".utf8 + key.name.bytes + ".".utf8 + member.bytes),
                        role: .controlMember,
                        subject: .infoEntry(InfoEntry(stem: key.name, member: member, standing: .owned(key))),
                        facts: FileFacts(kind: .regular), sha256: digest))
            }
        }
    }

    private func addRecords(to evidence: inout Evidence) {
        for key in [Self.package, Self.claimant] {
            let isClaimant = key == Self.claimant
            var records: [ConffileRecord] = []
            var status: PackageStatus?
            for piece in pieces {
                switch piece {
                case .stanza(isClaimant, let given): status = status ?? given
                case .listed(isClaimant):
                    evidence.tree.ledger.claims[Self.hook, default: []].append(.listed(key))
                case .conffile(isClaimant, let isObsolete, let isRight):
                    let record = ConffileRecord(
                        path: Self.hook, shippedMD5: Self.md5(isRight), isObsolete: isObsolete)
                    records.append(record)
                    evidence.tree.ledger.claims[Self.hook, default: []].append(.conffile(key, record))
                case .md5sums(isClaimant, let isRight):
                    evidence.tree.recordedMD5[key, default: [:]][Self.hook] = Self.md5(isRight)
                default: continue
                }
            }
            guard let status else { continue }
            evidence.tree.ledger.packages.append(
                InstalledPackage(
                    key: key, version: "1.0", status: status, conffiles: records,
                    position: SourcePosition(file: "/var/lib/dpkg/status", line: 1)))
        }
        evidence.tree.ledger.index()
    }

    private func addReferences(to evidence: inout Evidence) {
        var indexes = SignedIndexes()
        var archives: [PackageArchive] = []
        for (number, piece) in pieces.enumerated() {
            switch piece {
            case .archive(let origin, let build, let script, let hook):
                archives.append(Self.archive(origin, build, script, hook, number))
            case .index(let trust, let build, let version):
                guard let signer = KeyFingerprint(bytes: [UInt8](repeating: trust == .pinned ? 1 : 2, count: 20)) else {
                    continue
                }
                let chain = IndexChain(
                    trust: trust, key: signer,
                    release: ReleaseIdentity(location: "InRelease", isOfTree: true, sha256: Self.digest()),
                    index: "Packages", entry: "Packages", indexSHA256: Self.digest(), architectures: ["amd64"])
                let stanza = IndexStanza(
                    key: Self.package, version: version == 1 ? "1.0" : "2.0", filename: "pool", size: 1,
                    sha256: Self.digest(build, 0, 0))
                indexes.chains.append(chain)
                indexes.stanzas[Self.package.name, default: []].append(ProofChain(chain: chain, stanza: stanza))
            case .baseline(let isDoubted): evidence.references.baseline = baseline(isDoubted)
            default: continue
            }
        }
        let proven = ProvenArchives(
            references: archives.isEmpty ? [:] : [Self.package: archives], others: [:], indexes: indexes)
        evidence.references.indexes = indexes
        evidence.references.archives = proven.references
        evidence.references.disprovenArchives = proven.disproven
        evidence.references.archivesWereSought = !archives.isEmpty
    }

    private static func archive(
        _ origin: ArchiveOrigin, _ build: UInt8, _ script: UInt8, _ hook: UInt8?, _ number: Int
    ) -> PackageArchive {
        let members = [("md5sums", digest(5), UInt16(0o644)), ("postinst", digest(9, script), 0o755)].map {
            ControlMember(
                name: UntrustedText($0.0.utf8), kind: .regular, sha256: $0.1, size: 1, mode: $0.2,
                modified: Timestamp(seconds: 0))
        }
        let entry = hook.map {
            PayloadEntry(
                path: Self.hook, kind: .regular, size: 0, mode: 0o644, uid: 0, gid: 0, modified: Timestamp(seconds: 0),
                md5: md5($0 == 0), sha256: digest(8, $0))
        }
        return PackageArchive(
            origin: origin, location: UntrustedText("\(origin.rawValue) \(number)".utf8),
            sha256: digest(build, script, hook ?? 0), size: 1, key: package, version: "1.0", members: members,
            md5sums: [], conffiles: nil, payload: entry.map { [$0] } ?? [])
    }

    private func baseline(_ isDoubted: Bool) -> PastReport {
        var report = PastReport(location: "accepted.json")
        for (path, digest, mode) in [
            (Self.hook, Self.digest(8, 0), UInt16(0o644)), (Self.script, Self.digest(9, 0), UInt16(0o755)),
        ] {
            var artifact = PastArtifact(path: path)
            artifact.sha256 = digest
            artifact.mode = mode
            (artifact.uid, artifact.gid) = (0, 0)
            artifact.verdict = .unverifiable
            artifact.rung = .unverifiable
            report.artifacts[path] = artifact
        }
        if isDoubted {
            report.findings = [Self.script, Self.hook].map {
                PastFinding(id: "dv-1", check: "x", severity: .low, path: $0, title: "")
            }
        }
        return report
    }
}
