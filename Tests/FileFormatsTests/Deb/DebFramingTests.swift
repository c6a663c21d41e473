import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Framing of package archives` {
    private func framing(_ bytes: [UInt8]) throws(ArchiveProblem) -> DebFraming {
        try DebFraming(BufferSource(bytes))
    }

    @Test func `A sound archive gives the places of its two tar archives`() throws {
        let control = DebBuilder.controlTar()
        let framing = try framing(DebBuilder(control: control).bytes)
        #expect(framing.control == DebMember(compression: .none, offset: 132, size: UInt64(control.count)))
        #expect(framing.data.offset == framing.control.end + 60)
        #expect(framing.signatures.isEmpty)
    }

    @Test func `Signatures may follow the payload and nothing else may`() throws {
        var deb = DebBuilder()
        deb.members.append(.init("_gpgorigin", [1, 2, 3]))
        #expect(try framing(deb.bytes).signatures == ["_gpgorigin"])
        deb.members[3].name = "data.tar"
        #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
        deb.members[3].name = "control.tar.xz"
        #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
    }

    @Test(arguments: [
        ["data.tar", "control.tar"], ["_x", "control.tar", "data.tar"], ["control.tar", "_x", "data.tar"],
    ])
    func `Members out of order are refused`(names: [String]) {
        let members = ["debian-binary"] + names
        let deb = DebBuilder(members.map { .init($0, Array("2.0\n".utf8)) })
        #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
    }

    @Test(arguments: ["control.tar.bz2", "control.tar.lzma", "control.tar.Z", "control", "Control.tar", "control.tarx"])
    func `A control member of another name is refused`(name: String) {
        var deb = DebBuilder()
        deb.members[1].name = name
        #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
    }

    @Test(arguments: ["1.0\n", "2.0", "2.\n", "2.x\n", "3.0\n", "", "2.0\n2.0\n"])
    func `Another format number is refused`(version: String) {
        var deb = DebBuilder()
        deb.members[0].content = Array(version.utf8)
        #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
    }

    @Test(arguments: ["-1", "+4", "0x4", " 4", "4 4", "", "9999999999", "4a"])
    func `A length that ar does not allow is refused`(size: String) {
        for index in 0..<3 {
            var deb = DebBuilder()
            deb.members[index].claimedSize = size
            #expect(throws: ArchiveProblem.self) { try framing(deb.bytes) }
        }
    }

    @Test func `The reason names the place`() {
        var bytes = DebBuilder().bytes
        bytes[66] = 0x20
        let problem = #expect(throws: ArchiveProblem.self) { try framing(bytes) }
        #expect(problem?.offset == 66)
        #expect(problem?.isMalformed == true)
    }

    @Test func `Every shortening of an archive is refused, and bytes after it are`() {
        let whole = DebBuilder().bytes
        for step in 0..<50 {
            #expect(throws: ArchiveProblem.self) { try framing(Array(whole.prefix(whole.count * step / 50))) }
        }
        #expect(throws: ArchiveProblem.self) { try framing(whole + [0x0A]) }
        #expect(throws: ArchiveProblem.self) { try framing(whole + whole) }
    }

    @Test func `The old format is named as unsupported`() {
        let problem = #expect(throws: ArchiveProblem.self) { try framing(Array("0.939000\n1234\n".utf8)) }
        #expect(problem?.reason == "the old 0.93 format of package archives is not supported")
    }

    @Test func `A prefix tells how much of the start is needed`() {
        let bytes = DebBuilder().bytes
        let needed = DebFraming.neededHead(ofPrefix: Array(bytes.prefix(200)), size: UInt64(bytes.count))
        #expect(needed.map { bytes.count > Int($0) } == true)
        #expect(DebFraming.neededHead(ofPrefix: Array(bytes.prefix(20)), size: UInt64(bytes.count)) == nil)
    }
}
