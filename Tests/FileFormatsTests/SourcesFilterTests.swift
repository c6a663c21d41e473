import AuditModel
import FileFormats
import Testing

/// Which sources a fetch may use, and that nothing else gets through.
struct SourcesFilterTests {
    private func list(_ text: String) -> (kept: String, refused: [Int?]) {
        let (kept, refused) = SourcesFilter.list(Array(text.utf8), file: "/sources.list")
        return (String(decoding: kept, as: UTF8.self), refused.map(\.line))
    }

    private func deb822(_ text: String) -> (kept: String, refused: [Int?]) {
        let (kept, refused) = SourcesFilter.deb822(Array(text.utf8), file: "/a.sources")
        return (String(decoding: kept, as: UTF8.self), refused.map(\.line))
    }

    // MARK: one-line style

    @Test(arguments: [
        "deb http://quay.example tide main", "deb https://quay.example tide main contrib",
        "deb https://quay.example/ ./",
        "deb copy:/srv/quay tide main", "deb HTTP://quay.example tide main", "deb\thttp://quay.example\ttide main",
        "deb [arch=amd64 signed-by=/k.gpg] http://quay.example tide main", "deb [] http://quay.example tide main",
        "deb [trusted=yes]http://quay.example tide main",
    ])
    func `a plain line is kept as it stands`(line: String) {
        #expect(list(line).kept == line + "\n")
        #expect(list("  \(line)  # a remark\n").kept == line + "\n")
        #expect(list(line).refused == [])
    }

    @Test(arguments: [
        "deb cdrom:[Quay 1.0]/ tide main", "deb tor+http://quay.example tide main",
        "deb mirror+http://quay.example/list tide main", "deb mirror://quay.example/list tide main",
        "deb in-toto://quay.example tide main", "deb s3://quay.example tide main", "deb ssh://quay.example tide main",
        "deb rsh://quay.example tide main", "deb ftp://quay.example tide main", "deb http tide main", "deb http:",
        "deb", "deb [arch=amd64 http://quay.example tide main", "deb [arch=amd64]", "rpm http://quay.example tide main",
        "debhttp://quay.example tide main", "http://quay.example tide main", "deb %68ttp://quay.example tide main",
    ])
    func `a line that is not plain is refused with its number`(line: String) {
        let (kept, refused) = list("# first\n\n\(line)\ndeb http://quay.example tide main\n")
        #expect(kept == "deb http://quay.example tide main\n")
        #expect(refused == [3])
    }

    @Test(arguments: [
        #"deb [x="] http://quay.example " ] tor+http://quay.example tide main"#,
        #"deb [x=[] http://quay.example ] tor+http://quay.example tide main"#,
        #"deb "http://quay.example" tide main"#, #"deb http://"quay.example tide main"#,
        "deb [x=%5D] http://quay.example tide\0main",
    ])
    func `a line that apt could cut into other words is refused`(line: String) {
        #expect(list(line).kept == "")
        #expect(list(line).refused == [1])
    }

    @Test func `a place on this machine is copied from, since apt would keep links to it`() {
        #expect(list("deb [x=y] FILE:/srv/file:/quay ./").kept == "deb [x=y] copy:/srv/file:/quay ./\n")
        let text = plain.replacing("http://quay.example", with: "file:/a http://b\n  file:/c")
        #expect(deb822(text).kept == text.replacing("file:", with: "copy:") + "\n")
    }

    @Test(arguments: [
        "", "\n\n", "# deb http://quay.example tide main\n", "   #\n", "deb-src http://quay.example tide main\n",
    ])
    func `what names no binary archive is passed over without a word`(text: String) {
        #expect(list(text) == ("", []))
    }

    // MARK: deb822 style

    private let plain = "Types: deb\nURIs: http://quay.example\nSuites: tide\nComponents: main\n"

    @Test func `a plain paragraph is kept, its types cut down to deb`() {
        #expect(deb822(plain).kept == plain + "\n")
        let both = plain.replacing("Types: deb\n", with: "tYPES: deb-src deb\n")
        #expect(deb822(both).kept == plain + "\n")
        #expect(deb822(both).refused == [])
    }

    @Test func `continuation lines stay with their field, remarks do not`() {
        let text = """
            Types: deb
            URIs: http://quay.example
             file:/srv/quay
            # a remark inside
            Suites: tide
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             text

            """
        let kept = text.replacing("# a remark inside\n", with: "").replacing("file:", with: "copy:")
        #expect(deb822(text).kept == kept + "\n")
        #expect(deb822(text).refused == [])
    }

    @Test(arguments: [
        "cdrom:[Quay]/", "tor+https://quay.example", "mirror+file:/srv/list", "in-toto://quay.example", "",
        "http://quay.example tor+http://quay.example", "http://quay.example\n tor+http://quay.example",
        "\"http://quay.example\"", "http://quay.example\nURIs: tor+http://quay.example",
    ])
    func `a paragraph with one bad place is refused whole with its line`(places: String) {
        let bad = plain.replacing("http://quay.example", with: places)
        let (kept, refused) = deb822("\n\(bad)\n\(plain)")
        #expect(kept == plain + "\n")
        #expect(refused.contains(2))
    }

    @Test(arguments: ["no", "No", "false", "without", "off", "disable", "0"])
    func `a paragraph that is switched off is passed over`(word: String) {
        #expect(deb822(plain + "Enabled: \(word)\n") == ("", []))
        #expect(deb822(plain.replacing("http:", with: "tor:") + "enabled: \(word)\n") == ("", []))
    }

    @Test(arguments: ["yes", "true", "1"])
    func `a paragraph that is switched on is kept`(word: String) {
        #expect(deb822(plain + "Enabled: \(word)\n").kept.hasPrefix(plain))
    }

    @Test(arguments: ["Types: deb-src\nURIs: http://quay.example\n", "Types: rpm\n", "Suites: tide\n", "", "\n\n\n"])
    func `a paragraph without binary archives is passed over`(text: String) {
        #expect(deb822(text) == ("", []))
    }

    @Test func `lines that are no field are told and the rest is kept`() {
        let (kept, refused) = deb822(" leading\nno field\n\n" + plain)
        #expect(kept == plain + "\n")
        #expect(refused == [1, 2])
    }

    // MARK: hostile bytes

    @Test(arguments: UInt64(1)...8)
    func `random bytes keep nothing that is not plain`(seed: UInt64) {
        var generator = DebRandomLines(seed: seed)
        for _ in 0..<200 {
            let text = generator.next()
            for line in ByteLines(SourcesFilter.list(text, file: "/a").kept) {
                #expect(line.starts(with: "deb".utf8), "seed \(seed)")
                #expect(!line.contains(0), "seed \(seed)")
            }
            let kept = SourcesFilter.deb822(text, file: "/a").kept
            #expect(!String(decoding: kept, as: UTF8.self).contains("tor+"), "seed \(seed)")
        }
    }
}

/// Lines put together from the words that matter in a sources file, and some that never should.
private struct DebRandomLines {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private static let words = [
        "deb ", "deb-src ", "[", "]", "\"", "#", "\n", "\n ", "\n\n", "http:", "file:/x ", "tor+http://x ",
        "Types: deb\n",
        "URIs: ", "uris:", "Enabled: ", "no", "yes", "\0", "\r", "\t", "%20", "\u{FF}", "Suites: s\n", ":", "main ",
    ]

    mutating func next() -> [UInt8] {
        (0..<24).flatMap { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Array(Self.words[Int(state >> 33) % Self.words.count].utf8)
        }
    }
}
