import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite(.needsTestPackages) struct `Proof that a member is one stream` {
    private static let window: UInt64 = 128 << 20
    private let text = (0..<200_000).map { UInt8(truncatingIfNeeded: ($0 * $0) >> 7) }

    private func prove(_ bytes: [UInt8], _ compression: DebCompression, window: UInt64 = window) throws {
        let member = DebMember(compression: compression, offset: 3, size: UInt64(bytes.count))
        try CompressedStreams.requireSingle(member, in: BufferSource([9, 9, 9] + bytes + [9]), windowLimit: window)
    }

    @Test(arguments: [
        ["-6"], ["-9e"], ["-0", "--check=none"], ["-1", "--check=sha256"],
        ["--check=crc32", "-T2", "--block-size=20000"],
        ["--x86", "--lzma2=preset=2"], ["--delta=dist=4", "--lzma2"],
    ])
    func `Every xz stream that xz writes is accepted`(options: [String]) throws {
        let workshop = try DebWorkshop()
        for length in [0, 1, 5000, 200_000] {
            try prove(try workshop.compressed(Array(text.prefix(length)), "xz", options), .xz)
        }
    }

    @Test(arguments: [["-3"], ["-19", "--no-check"], ["-1", "--long=27"], ["--rsyncable"]])
    func `Every zstd frame that zstd writes is accepted`(options: [String]) throws {
        let workshop = try DebWorkshop()
        for length in [0, 1, 5000, 200_000] {
            try prove(try workshop.compressed(Array(text.prefix(length)), "zstd", options), .zstd)
        }
    }

    @Test func `A second stream, padding or trailing byte is refused`() throws {
        let workshop = try DebWorkshop()
        let tools: [(String, DebCompression)] = [("xz", .xz), ("zstd", .zstd)]
        for (program, compression) in tools {
            let one = try workshop.compressed(text, program)
            let empty = try workshop.compressed([], program)
            for tail in [one, empty, [0], [0, 0, 0, 0], [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]] {
                #expect(throws: ArchiveProblem.self) { try prove(one + tail, compression) }
                #expect(throws: ArchiveProblem.self) { try prove(tail + one, compression) }
            }
        }
    }

    @Test func `Every shortening is refused`() throws {
        let workshop = try DebWorkshop()
        let tools: [(String, DebCompression)] = [("xz", .xz), ("zstd", .zstd)]
        for (program, compression) in tools {
            let one = try workshop.compressed(Array(text.prefix(3000)), program)
            for length in 0..<one.count {
                #expect(throws: ArchiveProblem.self) { try prove(Array(one.prefix(length)), compression) }
            }
        }
    }

    @Test func `A footer that claims another stream's bytes does not fool the walk`() throws {
        let workshop = try DebWorkshop()
        let first = try workshop.compressed(Array(text.prefix(100)), "xz")
        // The tail alone is a sound index and footer for one block; the walk still meets the first stream's end.
        let second = try workshop.compressed(Array(text.prefix(5000)), "xz")
        #expect(throws: ArchiveProblem.self) { try prove(first + second.dropFirst(12), .xz) }
    }

    @Test func `A dictionary or window over the limit is refused before anything is decoded`() throws {
        let workshop = try DebWorkshop()
        let xz = try workshop.compressed(text, "xz", ["--lzma2=dict=64MiB"])
        try prove(xz, .xz)
        #expect(throws: ArchiveProblem.self) { try prove(xz, .xz, window: 32 << 20) }
        let zstd = try workshop.compressed([UInt8](repeating: 1, count: 9 << 20), "zstd", ["--long=27"])
        #expect(throws: ArchiveProblem.self) { try prove(zstd, .zstd, window: 1 << 20) }
    }

    @Test func `A stream of a million empty parts is given up by name of the limit`() {
        let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x00]
        let blocks = [UInt8](repeating: 0, count: 3_000_000)
        let problem = #expect(throws: ArchiveProblem.self) { try prove(header + blocks, .zstd) }
        #expect(problem?.reason == "the stream is over the limit of one part for \(128) bytes")
    }

    @Test func `Formats without a way to tell are refused, and not called malformed`() {
        let compressions: [DebCompression] = [.bzip2, .lzma]
        for compression in compressions {
            let problem = #expect(throws: ArchiveProblem.self) { try prove([1, 2, 3], compression) }
            #expect(problem?.isMalformed == false)
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func `Flipped bytes never make the walks fail in another way than by their error`(seed: UInt64) throws {
        print("seed \(seed)")
        var random = DebRandom(seed: seed)
        let workshop = try DebWorkshop()
        let tools: [(String, DebCompression)] = [("xz", .xz), ("zstd", .zstd)]
        for (program, compression) in tools {
            let one = try workshop.compressed(Array(text.prefix(40_000)), program)
            for _ in 0..<2000 {
                var liar = one
                for _ in 0...Int.random(in: 0..<4, using: &random) {
                    liar[Int.random(in: 0..<liar.count, using: &random)] = .random(in: 0...255, using: &random)
                }
                _ = try? prove(liar, compression)
            }
        }
    }
}
