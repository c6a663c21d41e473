import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Repository files` {
    private static let digest = String(repeating: "ab", count: 32)

    private static func release(_ text: String) throws(RepositoryProblem) -> ReleaseFile {
        try ReleaseFile(Array(text.utf8))
    }

    @Test func `a Release file gives what a proof needs and nothing by MD5 or SHA-1`() throws {
        let file = try Self.release(
            """
            Origin: Quay
            Suite: tide
            Date: Sat, 11 Jul 2026 10:16:37 UTC
            MD5Sum:
             0ed6d4c8891eb86358b94bb35d9e4da4 10 main/binary-amd64/Packages.gz
            SHA256:
             \(Self.digest)  12 main/binary-amd64/Packages
             \(Self.digest)  12 ./Packages

            Suite: other
            """)
        #expect(file.origin == "Quay")
        #expect(file.suite == "tide")
        #expect(file.date == Timestamp(seconds: 1_783_764_997))
        #expect(file.entries.keys.sorted() == ["Packages", "main/binary-amd64/Packages"])
        #expect(file.entries["Packages"]?.size == 12)
    }

    @Test(arguments: [
        "Suite: tide\n", "SHA256:\n \(digest) x Packages\n", "SHA256:\n \(digest) 1\n", "SHA256:\n abcd 1 Packages\n",
        "SHA256:\n \(digest) 1 Packages\nSHA256:\n \(digest) 2 Packages\n",
        "SHA256:\n \(digest) 1 Packages\n \(digest) 2 Packages\n", "SHA256:\n \(digest) 1 Packages\nno field\n",
        "Suite: a\nSuite: b\nSHA256:\n \(digest) 1 Packages\n",
    ])
    func `a Release file that can be read in two ways is refused`(text: String) {
        #expect(throws: RepositoryProblem.self) { try Self.release(text) }
    }

    @Test(arguments: [
        "Sat, 11 Jul 2026 10:16:37", "Sat, 11 Jux 2026 10:16:37 UTC", "Sat, 11 Jul 2026 25:16:37 UTC",
        "Sat, 11 Jul 2026 10:16:37 CET", "", "Sat, 99999999999999999999 Jul 2026 10:16:37 UTC",
    ])
    func `a date of another form is none`(text: String) {
        #expect(MailDate.timestamp(of: Array(text.utf8)[...]) == nil)
    }

    private static func stanza(_ name: String, _ version: String = "1", more: String = "") -> String {
        "Package: \(name)\nVersion: \(version)\nArchitecture: all\n\(more)Filename: pool/\(name).deb\nSize: 7\nSHA256: \(digest)\n"
    }

    @Test func `an index gives the wanted stanzas, wherever blank lines stand`() {
        for gap in ["\n", "\n\n", "\n\n\n\n"] {
            for lead in ["", "\n", "\n\n"] {
                let text = lead + Self.stanza("a") + gap + Self.stanza("bb") + gap + Self.stanza("a", "2") + gap
                let index = PackagesIndex(Array(text.utf8), names: ["a"])
                #expect(index.stanzas.map(\.version) == ["1", "2"])
                #expect(index.stanzas.allSatisfy { $0.size == 7 && $0.filename == "pool/a.deb" })
                #expect(index.problems.isEmpty)
            }
        }
    }

    @Test func `a stanza without SHA-256, or with a field twice, proves nothing`() {
        let text =
            Self.stanza("a", more: "Version: 2\n") + "\n" + "Package: a\nVersion: 3\nArchitecture: all\nSize: 7\n"
            + "MD5sum: 0ed6d4c8891eb86358b94bb35d9e4da4\n\n" + Self.stanza("a", "4")
        let index = PackagesIndex(Array(text.utf8), names: ["a"])
        #expect(index.stanzas.map(\.version) == ["4"])
        #expect(index.problems.count == 2)
    }

    @Test func `a field's continuation line is no field`() {
        let index = PackagesIndex(Array(Self.stanza("a", more: "Description: x\n Version: 9\n").utf8), names: ["a"])
        #expect(index.stanzas.map(\.version) == ["1"])
    }

    @Test(arguments: [UInt64(1), 2])
    func `any bytes are read to their end`(seed: UInt64) {
        var random = DebRandom(seed: seed)
        let alphabet = Array("\n\n\n: PackageVersion1\t-=".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = PackagesIndex(bytes, names: ["a", ""])
            _ = try? ReleaseFile(bytes)
            _ = try? ArmouredKey.certificates(in: bytes)
            _ = try? OpenPGPPacket.all(in: bytes.map { $0 | 0x80 })
            _ = GpgvStatus(bytes)
            _ = SignedBy.places(inList: bytes)
        }
    }

    @Test func `status lines are judged for themselves`() throws {
        let key = String(repeating: "AB", count: 20)
        let valid = "[GNUPG:] VALIDSIG \(key) 2026-11-21 1795222383 0 4 0 1 8 01 \(key)\n"
        let good = GpgvStatus(Array(valid.utf8))
        #expect(good.primaryKey?.hex == key)
        #expect(good.signedAt == Timestamp(seconds: 1_795_222_383))
        #expect(GpgvStatus(Array((valid + "[GNUPG:] REVKEYSIG 1 x\n").utf8)).isRevoked)
        #expect(GpgvStatus(Array((valid + valid).utf8)).isBad)
        #expect(GpgvStatus(Array(" \(valid)".utf8)).primaryKey == nil)
        #expect(GpgvStatus(Array("gpgv: [GNUPG:] VALIDSIG".utf8)).primaryKey == nil)
    }

    @Test func `inline keys lose their indent`() {
        let value = Array(
            "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abcd\n -----END PGP PUBLIC KEY BLOCK-----".utf8)
        let block = ArmouredKey.inlineBlock(in: value[...])
        #expect(block.map { String(decoding: $0, as: UTF8.self) }?.contains("BLOCK-----\n\nabcd\n-----END") == true)
    }
}
