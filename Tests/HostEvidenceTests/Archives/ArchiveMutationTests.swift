import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import HostEvidence
import Testing

@Suite struct `Damaged archives` {
    private func tryAll(_ bytes: [UInt8]) throws -> PackageArchive? {
        let open = try OpenDeb(bytes)
        guard let archive = try? open.read() else { return nil }
        _ = try? open.readPayload(expecting: archive.sha256)
        return archive
    }

    @Test(arguments: ["xz", "gzip", "zstd", "none"])
    func `Every shortening is refused`(compression: String) throws {
        let workshop = try DebWorkshop()
        let url = try workshop.built(
            compression: compression, scripts: ["postinst": "#!/bin/sh\n"], files: ["usr/f": "f\n"])
        let whole = Array(try Data(contentsOf: url))
        for step in 0..<50 { #expect(try tryAll(Array(whole.prefix(whole.count * step / 50))) == nil) }
    }

    @Test(.takesLong, arguments: [("xz", UInt64(11)), ("gzip", 12), ("zstd", 13), ("none", 14)])
    func `Flipped bytes never crash the reader`(compression: String, seed: UInt64) throws {
        print("seed \(seed)")
        var random = DebRandom(seed: seed)
        let workshop = try DebWorkshop()
        let url = try workshop.built(
            compression: compression, scripts: ["postinst": "#!/bin/sh\n"], files: ["usr/f": "f\n"])
        let whole = Array(try Data(contentsOf: url))
        for _ in 0..<400 {
            var liar = whole
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                liar[Int.random(in: 0..<liar.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = try tryAll(liar)
        }
    }
}
