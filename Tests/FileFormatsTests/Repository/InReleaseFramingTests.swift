import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Clear-sign framing` {
    /// No signature that anything verifies: framing comes before cryptography.
    static let armour = "-----BEGIN PGP SIGNATURE-----\n\nwogEABYKAAA=\n-----END PGP SIGNATURE-----\n"
    static let start = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"

    private func framing(_ text: String) throws(RepositoryProblem) -> InReleaseFraming {
        try InReleaseFraming(Array(text.utf8))
    }

    private func text(_ body: String) throws -> String {
        String(decoding: try framing(Self.start + body + Self.armour).text, as: UTF8.self)
    }

    @Test func `escapes, white space at line ends and CR LF are undone, and the last line end is not signed`() throws {
        #expect(try text("Origin: Quay\n") == "Origin: Quay")
        #expect(try text("a \t\r\nb\r\n") == "a\nb")
        #expect(try text("- -dash\n- From\n- \nend\n") == "-dash\nFrom\n\nend")
        #expect(try text("\n\n") == "\n")
        #expect(try framing("\n\n" + Self.start + "a\n" + Self.armour + "\n\n").signature.count == 8)
    }

    @Test(arguments: [
        "", "Origin: Quay\n", "x\n" + start + "a\n" + armour, start + "a\n" + armour + "x\n",
        start + "a\n" + armour + start + "a\n" + armour, start + "-a\n" + armour, start + "-\n" + armour,
        start + "-----BEGIN PGP SIGNED MESSAGE-----\n" + armour, start + "a\n", start,
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\nNotDashEscaped: yes\n\na\n" + armour,
        "-----BEGIN PGP SIGNED MESSAGE-----\nComment: x\n\na\n" + armour,
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\na\n" + armour,
        start + "a\u{0}\n" + armour, start + String(repeating: "a", count: 16_001) + "\n" + armour,
        start + "a\n-----BEGIN PGP SIGNATURE-----\n\nwogEABYKAAA=\n",
        start + "a\n-----BEGIN PGP SIGNATURE-----\nwogEABYKAAA=\n-----END PGP SIGNATURE-----\n",
        start + "a\n-----BEGIN PGP SIGNATURE-----\n\nwogEABYKAAA=\n=AAAA\n-----END PGP SIGNATURE-----\n",
        start + "a\n-----BEGIN PGP SIGNATURE-----\nX: y\n\nwogEABYKAAA=\n-----END PGP SIGNATURE-----\n",
    ])
    func `any other form is refused with its place`(text: String) {
        let problem = #expect(throws: RepositoryProblem.self) { try framing(text) }
        #expect(problem?.link == .framing)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `damaged input never ends the program`(seed: UInt64) {
        var random = DebRandom(seed: seed)
        let sound = Array((Self.start + "Origin: Quay\n- -x\n" + Self.armour).utf8)
        for _ in 0..<3_000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: sound.prefix(place), at: place)
                }
            }
            guard let framing = try? InReleaseFraming(bytes) else { continue }
            _ = try? OpenPGPPacket.all(in: framing.signature).compactMap { SignatureClaim($0) }
        }
    }
}
