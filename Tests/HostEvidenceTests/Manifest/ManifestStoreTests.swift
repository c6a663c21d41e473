import AuditModel
import AuditTestSupport
import Digests
import Foundation
import HostEvidence
import Testing

/// The store as a file format: what goes in comes out, and no damage brings anything that was not proven.
struct ManifestStoreTests {
    private func digest(_ text: String) -> SHA256Digest {
        ContentHasher.sha256(Array(text.utf8))
    }

    private func archive(_ number: Int, member: String) throws -> PackageArchive {
        let fingerprint = try #require(KeyFingerprint(hex: String(repeating: "AB", count: 20).utf8))
        let key = PackageKey(name: UntrustedText("package\(number)".utf8), architecture: "all")
        let release = ReleaseIdentity(location: "/lists/InRelease", isOfTree: false, sha256: digest("release"))
        let chain = IndexChain(
            trust: .pinned, key: fingerprint, release: release, index: "/lists/Packages",
            entry: "main/binary-all/Packages", indexSHA256: digest("index"), architectures: [])
        let stanza = IndexStanza(
            key: key, version: "1.0-1", filename: "pool/p.deb", size: 1000, sha256: digest("archive\(number)"))
        let members = ["postinst", "prerm"].map { name in
            ControlMember(
                name: UntrustedText(name.utf8), kind: .regular, sha256: digest(member + name), size: 10, mode: 0o755,
                modified: Timestamp(seconds: 1_700_000_000))
        }
        return PackageArchive(
            origin: .supplied, location: "/p.deb", sha256: stanza.sha256, size: 1000, key: key, version: "1.0-1",
            proof: ProofChain(chain: chain, stanza: stanza), members: members,
            md5sums: Array("d41d8cd98f00b204e9800998ecf8427e  usr/f\(number)\n".utf8), conffiles: nil, payload: nil)
    }

    private func store(_ archives: [PackageArchive]) throws -> [UInt8] {
        let path = try TestFolders.make("store") + "/store"
        let writer = try ManifestWriter(creating: path)
        #expect(try writer.add(archives) == archives.count)
        #expect(try writer.add(archives) == 0)
        try writer.finish()
        return try HostFiles.read(Array(path.utf8))
    }

    @Test func `what goes in comes out, at the rung of its chain or at archive-only`() throws {
        let archives = try (0..<20).map { try archive($0, member: "shared") }
        let bytes = try store(archives)
        let trusted = try ManifestStore(bytes: bytes, path: "store", isTrusted: true)
        let untrusted = try ManifestStore(bytes: bytes, path: "store", isTrusted: false)
        #expect(try trusted.all().map(\.sha256).count == 20)
        #expect(try trusted.all().allSatisfy { $0.rung == .signed })
        #expect(try untrusted.all().allSatisfy { $0.rung == .archiveOnly && $0.proof == nil })
        let found = try #require(try trusted.archives(of: [archives[3].key]).first)
        #expect(found.members == archives[3].members)
        #expect(found.md5sums == archives[3].md5sums)
        #expect(found.sha256 == archives[3].sha256)
        #expect(found.proof?.stanza.filename == "pool/p.deb")
        #expect(try trusted.archives(of: [PackageKey(name: "none", architecture: "all")]).isEmpty)
    }

    @Test func `archives that share their members add little, and without a proof nothing`() throws {
        let shared = try store((0..<400).map { try archive($0, member: "shared") })
        let distinct = try store((0..<400).map { try archive($0, member: "own\($0)") })
        #expect(shared.count < distinct.count)
        #expect(distinct.count < 1 << 20)
        var unproven = try archive(1, member: "own")
        unproven.proof = nil
        let writer = try ManifestWriter(creating: TestFolders.make("store") + "/store")
        #expect(try writer.add([unproven]) == 0)
    }

    @Test func `an existing file is not made into a store`() throws {
        let path = try TestFolders.make("store") + "/store"
        try HostFiles.write(Array("kept\n".utf8), to: Array(path.utf8))
        #expect(throws: ManifestError.self) { try ManifestWriter(creating: path) }
        #expect(try HostFiles.read(Array(path.utf8)) == Array("kept\n".utf8))
    }

    @Test(arguments: UInt64(1)...8)
    func `an unsigned store with bytes changed is refused or proves nothing above archive-only`(seed: UInt64) throws {
        let sound = try store((0..<20).map { try archive($0, member: "own\($0)") })
        var generator = DebRandom(seed: seed)
        for round in 0..<60 {
            var bytes = sound
            for _ in 0..<(1 + round % 3) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            do throws(ManifestError) {
                let store = try ManifestStore(bytes: bytes, path: "store", isTrusted: false)
                let archives = try store.all()
                #expect(archives.allSatisfy { $0.proof == nil && $0.rung == .archiveOnly }, "seed \(seed)")
            } catch {
                #expect(error.code == .malformed, "seed \(seed)")
            }
        }
    }

    @Test func `a store of any other length than its own is refused`() throws {
        let sound = try store([archive(1, member: "own")])
        for bytes in [[], Array(sound.dropLast()), Array(sound.dropLast(4096)), sound + [0], Array(sound.prefix(100))] {
            let error = #expect(throws: ManifestError.self) {
                try ManifestStore(bytes: bytes, path: "store", isTrusted: false).all()
            }
            #expect(error?.code == .malformed)
        }
    }
}
