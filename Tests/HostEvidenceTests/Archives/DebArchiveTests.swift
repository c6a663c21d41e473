import AuditModel
import AuditTestSupport
import Digests
import FileFormats
import Foundation
import HostEvidence
import Testing

@Suite struct `Reading package archives` {
    private static let scripts = [
        "postinst": "#!/bin/sh\nexit 0\n", "preinst": "#!/bin/sh\n", "conffiles": "/etc/x.conf\n",
    ]
    private static let files = ["etc/x.conf": "a=b\n", "usr/share/doc/x/copyright": "ours\n", "usr/bin/empty": ""]

    @Test(arguments: ["xz", "gzip", "zstd", "none"])
    func `What dpkg-deb builds is a reference, whatever the compression`(compression: String) throws {
        let workshop = try DebWorkshop()
        let url = try workshop.built(compression: compression, scripts: Self.scripts, files: Self.files)
        let archive = try OpenDeb(url).read()
        let bytes = Array(try Data(contentsOf: url))
        #expect(archive.sha256 == ContentHasher.sha256(bytes))
        #expect(archive.size == UInt64(bytes.count))
        #expect(archive.key == PackageKey(name: "liar", architecture: "all"))
        #expect(archive.version == "1:2.0-3")
        #expect(archive.members.map(\.name) == ["conffiles", "postinst", "preinst"])
        #expect(archive.member("postinst")?.sha256 == ContentHasher.sha256(Array("#!/bin/sh\nexit 0\n".utf8)))
        #expect(archive.member("postinst")?.mode == 0o755)
        #expect(archive.conffiles == Array("/etc/x.conf\n".utf8))
        #expect(archive.md5sums == nil)
        #expect(archive.rung == .archiveOnly)
    }

    @Test(arguments: ["xz", "gzip", "zstd", "none"])
    func `The payload gives every file with its digests, sorted by path`(compression: String) throws {
        let workshop = try DebWorkshop()
        let url = try workshop.built(compression: compression, scripts: Self.scripts, files: Self.files)
        let open = try OpenDeb(url)
        let archive = try open.read()
        let payload = try open.readPayload(expecting: archive.sha256)
        #expect(payload.map(\.path) == payload.map(\.path).sorted())
        let conf = payload.first { $0.path == "/etc/x.conf" }
        #expect(conf?.md5 == ContentHasher.md5(Array("a=b\n".utf8)))
        #expect(conf?.sha256 == ContentHasher.sha256(Array("a=b\n".utf8)))
        #expect(payload.first { $0.path == "/usr/share" }?.kind == .directory)
        #expect(payload.first { $0.path == "/usr/bin/empty" }?.md5 == ContentHasher.md5([]))
        #expect(try open.payloadBytes("/etc/x.conf", expecting: archive.sha256) == Array("a=b\n".utf8))
        #expect(try open.payloadBytes("/etc", expecting: archive.sha256) == nil)
        #expect(try open.memberBytes("preinst", expecting: archive.sha256) == Array("#!/bin/sh\n".utf8))
        #expect(try open.memberBytes("prerm", expecting: archive.sha256) == nil)
    }

    @Test func `Bytes of another archive than the one expected are refused`() throws {
        let open = try OpenDeb(DebBuilder().bytes)
        let other = ContentHasher.sha256([])
        #expect(throws: ArchiveProblem.self) { try open.readPayload(expecting: other) }
        #expect(throws: ArchiveProblem.self) { try open.memberBytes("postinst", expecting: other) }
        #expect(throws: ArchiveProblem.self) { try open.payloadBytes("/usr/f", expecting: other) }
    }

    @Test func `Hard links share the content of the file they name`() throws {
        var tar = DebTarWriter()
        tar.add("./a", Array("same\n".utf8))
        tar.add("./b", type: "1", link: "./a")
        tar.add("./c", type: "1", link: "./b")
        let open = try OpenDeb(DebBuilder(data: tar.finished()).bytes)
        let payload = try open.readPayload(expecting: nil)
        #expect(Set(payload.map(\.md5)).count == 1)
        #expect(payload.map(\.size) == [5, 5, 5])
        #expect(try open.payloadBytes("/c", expecting: nil) == Array("same\n".utf8))
    }

    @Test func `Only a regular file is an archive`() throws {
        let folder = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/"))
        let deb = DebArchive(descriptor: folder.fileDescriptor, origin: .supplied, location: "/")
        let problem = #expect(throws: ArchiveProblem.self) { try deb.read() }
        #expect(problem?.isMalformed == false)
    }
}

/// A package archive in a temporary file, open as long as this lives.
final class OpenDeb {
    private let deb: DebArchive
    private let handle: FileHandle
    private let workshop: DebWorkshop

    init(_ url: URL) throws {
        workshop = try DebWorkshop()
        handle = try FileHandle(forReadingFrom: url)
        deb = DebArchive(descriptor: handle.fileDescriptor, origin: .supplied, location: UntrustedText(url.path.utf8))
    }

    init(_ bytes: [UInt8], limits: ArchiveLimits = .standard) throws {
        workshop = try DebWorkshop()
        handle = try FileHandle(forReadingFrom: try workshop.write(bytes, to: "a.deb"))
        deb = DebArchive(
            descriptor: handle.fileDescriptor, origin: .supplied, location: "a.deb", limits: limits)
    }

    func read() throws(ArchiveProblem) -> PackageArchive {
        try deb.read()
    }

    func readPayload(expecting digest: SHA256Digest?) throws(ArchiveProblem) -> [PayloadEntry] {
        try deb.readPayload(expecting: digest)
    }

    func memberBytes(_ name: UntrustedText, expecting digest: SHA256Digest?) throws(ArchiveProblem) -> [UInt8]? {
        try deb.memberBytes(named: name, expecting: digest)
    }

    func payloadBytes(_ path: HostPath, expecting digest: SHA256Digest?) throws(ArchiveProblem) -> [UInt8]? {
        try deb.payloadBytes(at: path, expecting: digest)
    }
}
