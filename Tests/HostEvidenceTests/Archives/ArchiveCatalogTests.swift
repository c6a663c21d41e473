import AuditModel
import AuditTestSupport
import Digests
import FileFormats
import Foundation
import HostEvidence
import Testing

@Suite struct `The catalogue of archives` {
    private func deb(_ name: String, _ version: String) -> [UInt8] {
        let text = "Package: \(name)\nVersion: \(version)\nArchitecture: all\n"
        return DebBuilder(control: DebBuilder.controlTar(control: text)).bytes
    }

    private func identity(_ name: UntrustedText, _ version: UntrustedText) -> PackageIdentity {
        PackageIdentity(key: PackageKey(name: name, architecture: "all"), version: version)
    }

    @Test(arguments: [1, 2, 7])
    func `Archives are matched by content, never by name, whatever the number of jobs`(jobs: Int) async throws {
        let workshop = try DebWorkshop()
        _ = try workshop.write(deb("a", "1"), to: "zz_9_all.deb")
        _ = try workshop.write(deb("a", "2"), to: "sub/a_1_all.deb")
        _ = try workshop.write(deb("b", "1"), to: "b_1_all.deb")
        _ = try workshop.write([1, 2, 3], to: "broken.deb")
        _ = try workshop.write([1, 2, 3], to: "ignored.txt")
        let folder = ArchiveFolder(UntrustedText(workshop.folder.path.utf8))
        let catalog = await ArchiveCatalog.read(
            folder.candidates(), wanted: [identity("a", "1"), identity("c", "1")], jobs: jobs)
        #expect(catalog.seen == 4)
        #expect(catalog.references.keys.map(\.name) == ["a"])
        let reference = catalog.references[PackageKey(name: "a", architecture: "all")]?.first
        #expect(reference?.sha256 == ContentHasher.sha256(deb("a", "1")))
        #expect(catalog.otherVersions.map(\.identity) == [identity("a", "2")])
        #expect(catalog.unusable.count == 1)
        #expect(catalog.unusable.first?.isMalformed == true)
    }

    @Test func `A folder is listed in byte order, with links to archives and without linked folders`() throws {
        let workshop = try DebWorkshop()
        _ = try workshop.write([1], to: "pool/b.deb")
        _ = try workshop.write([1], to: "pool/a/c.deb")
        _ = try workshop.write([1], to: "elsewhere/x.deb")
        let manager = FileManager.default
        let pool = workshop.folder.appendingPathComponent("pool").path
        try manager.createSymbolicLink(atPath: pool + "/linked.deb", withDestinationPath: "../elsewhere/x.deb")
        try manager.createSymbolicLink(atPath: pool + "/folder", withDestinationPath: "../elsewhere")
        try manager.createSymbolicLink(atPath: workshop.folder.path + "/top", withDestinationPath: "pool")
        let top = workshop.folder.path + "/top"
        let folder = ArchiveFolder(UntrustedText(top.utf8))
        let expected = ["/a/c.deb", "/b.deb", "/linked.deb"].map { UntrustedText((top + $0).utf8) }
        #expect(folder.archives == expected)
        #expect(folder.failures.isEmpty)
        #expect(ArchiveFolder(expected[1]).archives == [expected[1]])
    }

    @Test func `What cannot be listed or opened is reported`() async throws {
        let workshop = try DebWorkshop()
        let missing = UntrustedText((workshop.folder.path + "/nothing").utf8)
        #expect(ArchiveFolder(missing).failures.map(\.errno) == [ENOENT])
        let fifo = workshop.folder.path + "/pipe.deb"
        _ = try ToolRun.output(of: "mkfifo", [fifo])
        let folder = ArchiveFolder(UntrustedText(workshop.folder.path.utf8))
        let catalog = await ArchiveCatalog.read(folder.candidates(), wanted: [], jobs: 2)
        #expect(catalog.unusable.map(\.isMalformed) == [false])
    }
}
