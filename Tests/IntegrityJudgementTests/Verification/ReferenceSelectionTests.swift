import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// Which archive speaks, and what a script is worth by it.
struct ReferenceSelectionTests {
    private let key = PackageKey(name: "a", architecture: "amd64")

    private func digest(_ byte: UInt8) throws -> SHA256Digest {
        try #require(SHA256Digest(bytes: [UInt8](repeating: byte, count: 32)))
    }

    private func archive(_ origin: ArchiveOrigin, postinst: UInt8?, location: UntrustedText = "a.deb") throws
        -> PackageArchive
    {
        let members = try postinst.map {
            [
                ControlMember(
                    name: "postinst", kind: .regular, sha256: try digest($0), size: 1, mode: 0o755,
                    modified: Timestamp(seconds: 1))
            ]
        }
        return PackageArchive(
            origin: origin, location: location, sha256: try digest(9), size: 1, key: key, version: "1",
            members: members ?? [], md5sums: nil, conffiles: nil)
    }

    /// The verdict on a postinst of digest 1 beside these archives.
    private func assessment(_ archives: [PackageArchive]) throws -> Assessment {
        var evidence = Evidence(tree: TreeFacts(host: HostDescription(root: "/", isLive: false)))
        evidence.tree.ledger.packages = [
            InstalledPackage(
                key: key, version: "1", status: .installed,
                position: SourcePosition(file: "/var/lib/dpkg/status", line: 1))
        ]
        evidence.tree.ledger.index()
        let path: HostPath = "/var/lib/dpkg/info/a.postinst"
        evidence.tree.artifacts = [
            Artifact(
                path: path, role: .maintainerScript,
                subject: .infoEntry(InfoEntry(stem: "a", member: "postinst", standing: .owned(key))),
                facts: FileFacts(kind: .regular, mode: 0o755), sha256: try digest(1))
        ]
        evidence.references.archives = archives.isEmpty ? [:] : [key: archives]
        return try #require(Verifier.view(of: evidence).assessments[path])
    }

    @Test func `without an archive nothing is known`() throws {
        let assessment = try assessment([])
        #expect(assessment.verdict == .unverifiable)
        #expect(assessment.rung == .unverifiable)
    }

    @Test func `equal bytes are worth what the archive is worth`() throws {
        let assessment = try assessment([archive(.supplied, postinst: 1)])
        #expect(assessment.verdict == .verified)
        #expect(assessment.rung == .archiveOnly)
    }

    @Test func `other bytes contradict, and so does a script that is not shipped`() throws {
        #expect(try assessment([archive(.supplied, postinst: 2)]).verdict == .modified)
        #expect(try assessment([archive(.supplied, postinst: 2)]).contradicts == .archiveOnly)
        #expect(try assessment([archive(.supplied, postinst: nil)]).verdict == .extra)
    }

    @Test func `the cache of the tree speaks only where nothing from outside does`() throws {
        let (good, bad) = (try archive(.supplied, postinst: 1), try archive(.auditedRootCache, postinst: 2))
        #expect(try assessment([bad, good]).verdict == .verified)
        let alone = try assessment([bad])
        #expect((alone.verdict, alone.rung) == (.modified, .unverifiable))
        #expect(alone.origin == .inside)
        let (outside, planted) = (try archive(.supplied, postinst: 2), try archive(.auditedRootCache, postinst: 1))
        #expect(try assessment([planted, outside]).verdict == .modified)
    }

    /// A chain that ends in a key of the tree itself, which its owner can make for any archive.
    private func hostTrusted(_ archive: PackageArchive) throws -> PackageArchive {
        let signer = try #require(KeyFingerprint(bytes: [UInt8](repeating: 1, count: 20)))
        let chain = IndexChain(
            trust: .hostOnly, key: signer,
            release: ReleaseIdentity(location: "InRelease", isOfTree: true, sha256: try digest(8)), index: "Packages",
            entry: "Packages", indexSHA256: try digest(8), architectures: ["amd64"])
        var archive = archive
        archive.proof = ProofChain(
            chain: chain,
            stanza: IndexStanza(key: key, version: "1", filename: "a.deb", size: 1, sha256: archive.sha256))
        return archive
    }

    @Test func `a chain of the tree's own making never outvotes an archive from outside`() throws {
        let planted = try hostTrusted(archive(.auditedRootCache, postinst: 1, location: "c.deb"))
        let outside = try archive(.supplied, postinst: 2)
        for archives in [[planted, outside], [outside, planted]] {
            let assessment = try assessment(archives)
            #expect(assessment.verdict == .modified)
            #expect(assessment.contradicts == .archiveOnly)
        }
        let lying = try hostTrusted(archive(.auditedRootCache, postinst: 2, location: "c.deb"))
        #expect(try assessment([lying, archive(.supplied, postinst: 1)]).rung == .archiveOnly)
        #expect(try assessment([planted, archive(.supplied, postinst: 1)]).rung == .archiveOnly)
        let alone = try assessment([planted])
        #expect((alone.verdict, alone.rung, alone.origin) == (.unverifiable, .hostTrusted, .inside))
        // Of two of the tree's own archives one that disagrees is enough, whatever chain the other has.
        #expect(try assessment([planted, lying]).verdict == .modified)
        #expect(try assessment([archive(.suppliedFromTree, postinst: 1)]).rung == .selfConsistent)
    }

    @Test func `of two supplied archives one that disagrees is enough, in either order`() throws {
        let pair = [try archive(.supplied, postinst: 1), try archive(.supplied, postinst: 2, location: "b.deb")]
        #expect(try assessment(pair).verdict == .modified)
        #expect(try assessment(pair.reversed()).verdict == .modified)
    }

    @Test func `removing evidence never raises the rung of what was not contradicted`() throws {
        let archives = [try archive(.supplied, postinst: 1), try archive(.auditedRootCache, postinst: 1)]
        let all = try assessment(archives).rung
        for index in archives.indices {
            var fewer = archives
            fewer.remove(at: index)
            #expect(try assessment(fewer).rung <= all)
        }
        #expect(try assessment([]).rung <= all)
    }
}
