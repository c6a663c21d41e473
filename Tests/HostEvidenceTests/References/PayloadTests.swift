import AuditModel
import FileFormats
import Testing

@testable import HostEvidence

/// What an archive is said to ship.
@Suite struct `Payloads of references` {
    @Test func `an archive that nothing opens is a problem and ships no empty payload`() {
        let archive = PackageArchive(
            origin: .supplied, location: "/srv/tool.deb", sha256: SHA256Digest(words: 1, 2, 3, 4), size: 9,
            key: PackageKey(name: "tool", architecture: "amd64"), version: "1", members: [], md5sums: nil,
            conffiles: nil)
        let result = ReferenceCollection.payload(of: archive, opening: nil)
        #expect(throws: ArchiveProblem.self) { try result.get() }
    }
}
