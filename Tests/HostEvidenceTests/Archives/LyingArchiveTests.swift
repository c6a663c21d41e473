import AuditModel
import AuditTestSupport
import FileFormats
import HostEvidence
import Testing

@Suite struct `Archives that lie are no references` {
    private func refuse(
        _ bytes: [UInt8], _ words: String? = nil, limits: ArchiveLimits = .standard, malformed: Bool = true,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let open = try OpenDeb(bytes, limits: limits)
        let problem = #expect(throws: ArchiveProblem.self, sourceLocation: location) {
            let archive = try open.read()
            _ = try open.readPayload(expecting: archive.sha256)
        }
        #expect(problem?.isMalformed == malformed, sourceLocation: location)
        guard let words, let problem else { return }
        #expect(problem.words.contains(words), "\(problem.words)", sourceLocation: location)
    }

    private func liar(_ change: (inout DebTarWriter) -> Void) -> [UInt8] {
        var tar = DebTarWriter()
        tar.add("./", type: "5", mode: 0o755)
        tar.add("./control", Array(DebBuilder.controlText.utf8))
        change(&tar)
        return DebBuilder(control: tar.finished()).bytes
    }

    @Test(.needsTestPackages, arguments: ["xz", "gzip", "zstd"])
    func `A second stream with another control archive`(program: String) throws {
        let workshop = try DebWorkshop()
        let suffix = ["xz": ".xz", "gzip": ".gz", "zstd": ".zst"][program] ?? ""
        let honest = try workshop.compressed(DebBuilder.controlTar(), program)
        let other = try workshop.compressed(DebBuilder.controlTar(scripts: ["postinst": "evil"]), program)
        for tail in [other, [0], [1, 2, 3]] {
            var deb = DebBuilder()
            deb.members[1] = .init("control.tar" + suffix, honest + tail)
            try refuse(deb.bytes, "bytes follow the end of the first")
            deb.members[1] = .init("control.tar" + suffix, honest)
            _ = try OpenDeb(deb.bytes).read()
            deb.members[2] = .init("data.tar" + suffix, try workshop.compressed(DebBuilder.dataTar(), program) + tail)
            try refuse(deb.bytes, "bytes follow the end of the first")
        }
    }

    @Test(.needsTestPackages) func `A member compressed twice, or not as its name says`() throws {
        let workshop = try DebWorkshop()
        let once = try workshop.compressed(DebBuilder.controlTar(), "xz")
        var deb = DebBuilder()
        deb.members[1] = .init("control.tar.xz", try workshop.compressed(once, "xz"))
        try refuse(deb.bytes, "compressed more than once")
        deb.members[1] = .init("control.tar.gz", once)
        try refuse(deb.bytes)
        deb.members[1] = .init("control.tar", once)
        try refuse(deb.bytes)
        deb.members[1] = .init("control.tar.xz", DebBuilder.controlTar())
        try refuse(deb.bytes, "not an xz stream")
    }

    @Test func `Bytes after the end marker of either tar archive`() throws {
        let second = DebBuilder.controlTar(scripts: ["preinst": "evil"])
        for tail in [second, [UInt8](repeating: 0, count: 4096) + [1]] {
            try refuse(DebBuilder(control: DebBuilder.controlTar() + tail).bytes, "follow the end marker")
            try refuse(DebBuilder(data: DebBuilder.dataTar() + tail).bytes, "follow the end marker")
        }
        let padded = DebBuilder.controlTar() + [UInt8](repeating: 0, count: 8192)
        _ = try OpenDeb(DebBuilder(control: padded).bytes).read()
    }

    @Test func `One block of zeros followed by more entries, or no end marker at all`() throws {
        var tar = DebTarWriter()
        tar.add("./control", Array(DebBuilder.controlText.utf8))
        let hidden = DebBuilder.controlTar(scripts: ["postinst": "evil"])
        try refuse(DebBuilder(control: tar.bytes + [UInt8](repeating: 0, count: 512) + hidden).bytes)
        try refuse(DebBuilder(control: tar.bytes).bytes, "end marker is missing")
    }

    @Test func `A member twice, also under its two spellings`() throws {
        try refuse(
            liar {
                $0.add("./postinst", [1]); $0.add("./postinst", [1])
            }, "twice")
        try refuse(
            liar {
                $0.add("./postinst", [1]); $0.add("postinst", [2])
            }, "twice")
        try refuse(liar { $0.add("control", Array(DebBuilder.controlText.utf8)) }, "twice")
    }

    @Test func `A script that is no plain file`() throws {
        for type in Array("12346") {
            try refuse(liar { $0.add("./postinst", type: type, link: "./control") })
        }
        try refuse(liar { $0.add("./d/", type: "5") }, "folder")
    }

    @Test(arguments: [
        "../postinst", "./../postinst", "/postinst", "./a/b", ".//postinst", "././postinst", "..", "./..", "./.",
    ])
    func `A control name that dpkg-deb does not write`(name: String) throws {
        try refuse(liar { $0.add(name, [1]) })
    }

    @Test func `A name that is too long`() throws {
        let longName = String(repeating: "a", count: 101)
        try refuse(
            liar {
                $0.add("././@LongLink", type: "L", Array(longName.utf8) + [0])
                $0.add("a", [1])
            }, "not that of a control member")
    }

    @Test(arguments: ["./../f", "/f", "./a//f", "./a/./f", "..", "./a/../../f", ".//f"])
    func `A payload name that dpkg-deb does not write`(name: String) throws {
        var tar = DebTarWriter()
        tar.add(name, [1])
        try refuse(DebBuilder(data: tar.finished()).bytes, "spelled in a way")
    }

    @Test func `A payload path twice, and a hard link to nothing`() throws {
        var twice = DebTarWriter()
        twice.add("./f", [1])
        twice.add("f", [2])
        try refuse(DebBuilder(data: twice.finished()).bytes, "twice")
        var dangling = DebTarWriter()
        dangling.add("./f", type: "1", link: "./g")
        try refuse(DebBuilder(data: dangling.finished()).bytes, "no earlier file")
    }

    @Test func `A control archive without a control file`() throws {
        var tar = DebTarWriter()
        tar.add("./postinst", [1])
        try refuse(DebBuilder(control: tar.finished()).bytes, "no control file")
    }

    private func gzipped(_ control: [UInt8]) throws -> [UInt8] {
        var deb = DebBuilder()
        deb.members[1] = .init("control.tar.gz", try DebWorkshop().compressed(control, "gzip", ["-1"]))
        return deb.bytes
    }

    @Test func `Too many entries are refused by name of the limit`() throws {
        var tar = DebTarWriter()
        tar.add("./control", Array(DebBuilder.controlText.utf8))
        for index in 0..<200_000 { tar.add("./f\(index)") }
        try refuse(gzipped(tar.finished()), "limit of 10000 entries")
    }

    @Test func `A decompression bomb is refused by name of the limit`() throws {
        let zeros = DebTarWriter.file("./big", zeros: 80 << 20)
        var limits = ArchiveLimits.standard
        limits.ratio = 200
        try refuse(gzipped(zeros), "200 decompressed bytes for one", limits: limits)
        limits = .standard
        limits.controlBytes = 1 << 20
        try refuse(gzipped(zeros), "over the limit of 1048576 decompressed bytes", limits: limits)
        limits = .standard
        limits.keptMemberBytes = 8
        try refuse(DebBuilder().bytes, "over the limit of 8 bytes", limits: limits)
        limits = .standard
        limits.controlPacked = 1 << 20
        try refuse(DebBuilder(control: zeros).bytes, "over the limit of 1048576 compressed bytes", limits: limits)
    }

    @Test func `Two control archives, a wrong order, an extra member`() throws {
        var deb = DebBuilder()
        deb.members.insert(deb.members[1], at: 2)
        try refuse(deb.bytes, "data.tar is expected here")
        deb = DebBuilder()
        deb.members.swapAt(1, 2)
        try refuse(deb.bytes, "control.tar is expected here")
        deb = DebBuilder()
        deb.members.append(deb.members[1])
        try refuse(deb.bytes, "follows data.tar")
    }

    @Test(.needsTestPackages) func `A payload whose stream cannot be proved single is read no further`() throws {
        let workshop = try DebWorkshop()
        var deb = DebBuilder()
        deb.members[2] = .init("data.tar.bz2", try workshop.compressed(DebBuilder.dataTar(), "bzip2"))
        let open = try OpenDeb(deb.bytes)
        _ = try open.read()
        try refuse(deb.bytes, ".bz2 gives no way to prove", malformed: false)
    }
}

extension ArchiveProblem {
    /// The reason with untrusted parts as they are; for tests only.
    var words: String {
        reason.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let text): String(decoding: text.bytes, as: UTF8.self)
            }
        }.joined()
    }
}
