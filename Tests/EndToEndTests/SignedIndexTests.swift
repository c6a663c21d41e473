import AuditTestSupport
import Foundation
import Testing

@Suite struct `Proof up to a signed index` {
    private func audit(
        _ copy: SignedRepository, _ arguments: [String] = [], pinning key: String? = nil
    ) throws -> ChainReport {
        defer { copy.remove() }
        let pins = key.map { ["--trust", $0] } ?? []
        return try ChainReport(copy, ["--archives", "archives"] + pins + arguments)
    }

    @Test func `an intact chain to a pinned key proves the script, and the report names every link`() throws {
        let yard = try SigningYard.shared.get()
        let report = try audit(try yard.intact(), pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == [])
        let chain = try #require(report.chain)
        #expect(chain["key"] as? String == yard.good)
        #expect(chain["release"] as? String == "/var/lib/apt/lists/quay.example_dists_tide_InRelease")
        #expect(chain["member"] as? String == "control.tar/postinst")
        #expect((chain["archive_sha256"] as? String)?.count == 64)
        #expect((chain["index"] as? String)?.hasSuffix("_main_binary-amd64_Packages") == true)
    }

    @Test(arguments: BrokenChain.broken)
    func `a broken link raises nothing and is named`(broken: BrokenChain) throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        try broken.change(copy, yard)
        var pins = broken.pinsGood ? ["--trust", yard.good] : []
        if broken.name.contains("revoked") { pins += ["--trust", yard.revoked] }
        if broken.name.contains("expired") { pins += ["--trust", yard.expired] }
        let report = try audit(copy, pins + broken.arguments)
        #expect(report.rung == broken.rung)
        #expect(report.findings == broken.findings)
    }

    @Test func `an expired key counts for what it signed before, with a note`() throws {
        let yard = try SigningYard.shared.get()
        let expired = try ExpiredSignature.shared.get()
        let copy = try yard.intact()
        try copy.write(expired.early, to: SignedRepository.inRelease)
        try copy.write(expired.key, to: SigningYard.keyring)
        let report = try audit(copy, pinning: yard.expired)
        #expect(report.rung == "signed")
        #expect(report.findings == ["info index-odd"])
    }

    @Test func `one pinned signature among several is enough, wherever it stands`() throws {
        let yard = try SigningYard.shared.get()
        for keys in [[yard.good, yard.second], [yard.stranger, yard.good], [yard.second, yard.stranger, yard.good]] {
            let copy = try yard.intact()
            try copy.write(yard.keys.clearSign(yard.release, by: keys), to: SignedRepository.inRelease)
            let report = try audit(copy, pinning: yard.good)
            #expect(report.rung == "signed")
            #expect(report.findings == [])
        }
    }

    @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "lz4"])
    func `an index that apt compressed anew is proven by its decompressed bytes`(program: String) throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        try copy.compress(SignedRepository.index, with: program)
        let report = try audit(copy, pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == [])
    }

    @Test func `an older Release of the same suite is remarked and does no harm`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        let old = try copy.release(over: copy.packages(["2.0-3"]), date: "Thu, 01 Oct 2026 10:00:00 UTC")
        try copy.write(
            yard.keys.clearSign(old, by: [yard.good]),
            to: "\(SignedRepository.lists)/reef.example_dists_tide_InRelease")
        let report = try audit(copy, pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == ["low index-odd"])
    }

    @Test func `a second InRelease for the source proves what it lists, and the older of the two is named`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        let other = try copy.packages(["2.0-3"])
        let release = try copy.release(over: other, date: "Thu, 01 Oct 2026 10:00:00 UTC")
        try copy.write(yard.keys.clearSign(release, by: [yard.good]), to: "second/\(SignedRepository.prefix)_InRelease")
        try copy.write(other, to: "second/\(SignedRepository.prefix)_main_binary-amd64_Packages")
        let report = try audit(copy, ["--index", "second"], pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == ["low index-odd", "low version-odd"])
    }

    @Test func `a second InRelease for the source that a stranger signed adds nothing and is named`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        let other = try copy.packages(["2.0-3"])
        let release = try copy.release(over: other)
        try copy.write(
            yard.keys.clearSign(release, by: [yard.stranger]), to: "second/\(SignedRepository.prefix)_InRelease")
        try copy.write(other, to: "second/\(SignedRepository.prefix)_main_binary-amd64_Packages")
        let report = try audit(copy, ["--index", "second"], pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == ["low index-signature-invalid"])
    }

    @Test func `a Release beside an InRelease of the tree's lists is not read, and is named`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        let folder = "\(SignedRepository.lists)/\(SignedRepository.prefix)_Release"
        let release = try copy.release(over: copy.packages(["2.0-3"]))
        try copy.write(release, to: folder)
        try copy.write(yard.keys.detachSign(release, by: [yard.good]), to: folder + ".gpg")
        let report = try audit(copy, pinning: yard.good)
        #expect(report.rung == "signed")
        #expect(report.findings == ["low index-odd"])
    }

    @Test func `a mirror outside the tree serves, by name and by digest`() throws {
        let yard = try SigningYard.shared.get()
        for byHash in [false, true] {
            let copy = try yard.repository.copy()
            let release = try copy.release(over: yard.index, compressed: ["xz"])
            let folder = "repo/dists/tide"
            try copy.write(yard.keys.export([yard.good], armoured: true), to: "good.asc")
            try copy.write(release, to: folder + "/Release")
            try copy.write(yard.keys.detachSign(release, by: [yard.good]), to: folder + "/Release.gpg")
            try copy.delete(folder + "/main/binary-amd64/Packages")
            if byHash {
                let name = folder + "/main/binary-amd64/Packages.xz"
                let digest = try Command.require("sha256sum", [name], in: copy.folder)
                let packed = try copy.read(name)
                try copy.delete(name)
                try copy.write(packed, to: "\(folder)/main/binary-amd64/by-hash/SHA256/\(digest.text.prefix(64))")
            }
            let report = try audit(copy, ["--index", "repo", "--keyring", "good.asc"])
            #expect(report.rung == "signed")
            #expect(report.findings == [])
        }
    }

    @Test func `a key inside Signed-By is found`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        try copy.delete(SigningYard.keyring)
        let block = String(decoding: try yard.keys.export([yard.good], armoured: true), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? " ." : " " + $0 }
        let source = "Types: deb\nURIs: http://quay.example\nSuites: tide\nComponents: main\nSigned-By:\n"
        try copy.write(
            Array((source + block.joined(separator: "\n") + "\n").utf8),
            to: "tree/etc/apt/sources.list.d/quay.sources")
        #expect(try audit(copy, pinning: yard.good).rung == "signed")
    }

    @Test func `a superseded script is proven by a signed build of another version, and only if it is equal`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        let index = try copy.packages(["2.0-3"])
        try copy.write(index, to: SignedRepository.index)
        try copy.write(
            yard.keys.clearSign(copy.release(over: index), by: [yard.good]), to: SignedRepository.inRelease)
        try copy.delete("archives/capstan_2.0-2_all.deb")
        let report = try audit(copy, pinning: yard.good)
        #expect(report.rung == "signed-other-version")
        #expect(report.prerm == "unverifiable")
        #expect(report.findings == ["low version-odd"])
    }

    @Test func `without an archive the report says which one to get`() throws {
        let yard = try SigningYard.shared.get()
        let copy = try yard.intact()
        try copy.delete("archives/capstan_2.0-2_all.deb")
        let report = try audit(copy, pinning: yard.good)
        #expect(report.rung == "unverifiable")
        #expect(report.reason.contains("pool/capstan_2.0-2_all.deb"))
        #expect(report.reason.contains("SHA-256"))
    }

    @Test func `without any index nothing is said of indexes`() throws {
        let yard = try SigningYard.shared.get()
        let report = try audit(try yard.repository.copy())
        #expect(report.rung == "archive-only")
        #expect(report.findings == [])
    }
}
