import AuditModel
import FileFormats
import Testing

@Suite struct `Exception files of our own` {
    private static let digest = String(repeating: "aB", count: 32)

    static func read(_ text: String) throws(JSONMistake) -> [AuditException] {
        try ExceptionFile.read(Array(text.utf8), name: "x.json")
    }

    /// One exception around members of its own.
    private static func file(_ members: String) -> String {
        "{\"version\":1,\"exceptions\":[\n{\(members)}\n]}\n"
    }

    @Test func `every part is read`() throws {
        let exceptions = try Self.read(
            """
            {"version":1,"exceptions":[
             {"id":"fleet","rules":["r1","r2"],"reason":"why","owner":"ops","expires":"2026-06-30","scope":"alert",
              "all":[{"field":"process.parent.executable","is":"/a"},{"field":"host.name","matches":"ci-*?"},
                     {"field":"x.y","exists":true,"not":true}]},
             {"id":"proxy","scope":"disk","reason":"why","owner":"ops","expires":"2026-06-30T12:00:00+02:00",
              "all":[{"field":"file.path","is":"/etc/apt/apt.conf.d/95proxies"},
                     {"field":"file.hash.sha256","is_one_of":["\(Self.digest)"]}]}]}
            """)
        let first = try #require(exceptions.first)
        #expect(exceptions.map(\.id) == ["fleet", "proxy"])
        #expect(first.rules == ["r1", "r2"])
        #expect(first.source == ExceptionSource(file: "x.json", line: 2))
        #expect(first.conditions.map(\.isNegated) == [false, false, true])
        #expect(first.conditions[0].test == .oneOf(["/a"]))
        #expect(
            first.conditions[1].test
                == .matches([TextPattern([.literal(Array("ci-".utf8)), .anyRun, .oneScalar], foldsCase: false)]))
        #expect(first.conditions[2].test == .exists)
        // A date is the last day on which it holds.
        #expect(first.expiry?.end == Timestamp(seconds: 1_782_864_000))
        #expect(exceptions[1].expiry?.end == Timestamp(seconds: 1_782_813_600))
        #expect(exceptions[1].scope == .disk)
        #expect(exceptions[1].conditions[1].pinnedDigests == [UntrustedText(Self.digest.lowercased().utf8)])
    }

    @Test(
        arguments: [
            ("\"id\":\"a\",\"all\":[],\"al\":1", "exceptions[0].al: is not known here"),
            ("\"all\":[]", "exceptions[0]: needs the key id"), ("\"id\":\"a\"", "exceptions[0]: needs the key all"),
            ("\"id\":\"\",\"all\":[]", "exceptions[0].id: must not be empty"),
            ("\"id\":5,\"all\":[]", "exceptions[0].id: a text is expected, not a number"),
            ("\"id\":\"a\",\"all\":{}", "exceptions[0].all: an array is expected, not an object"),
            ("\"id\":\"a\",\"all\":[],\"scope\":\"host\"", "exceptions[0].scope: alert or disk"),
            ("\"id\":\"a\",\"all\":[],\"rules\":\"r\"", "exceptions[0].rules: an array"),
            ("\"id\":\"a\",\"all\":[],\"expires\":\"30.6.2026\"", "exceptions[0].expires: a date"),
            ("\"id\":\"a\",\"all\":[],\"expires\":\"2026-06-31\"", "exceptions[0].expires: a date"),
            ("\"id\":\"a\",\"all\":[{\"is\":\"x\"}]", "exceptions[0].all[0]: needs the key field"),
            (
                "\"id\":\"a\",\"all\":[{\"field\":\"a..b\",\"is\":\"x\"}]",
                "exceptions[0].all[0].field: a..b is no field"
            ),
            ("\"id\":\"a\",\"all\":[{\"field\":\"f\"}]", "exceptions[0].all[0]: needs exactly one of"),
            ("\"id\":\"a\",\"all\":[{\"field\":\"f\",\"is\":\"x\",\"exists\":true}]", "exactly one of"),
            ("\"id\":\"a\",\"all\":[{\"field\":\"f\",\"exists\":false}]", "exceptions[0].all[0].exists: must be true"),
            (
                "\"id\":\"a\",\"all\":[{\"field\":\"f\",\"is\":\"x\",\"not\":\"yes\"}]",
                "exceptions[0].all[0].not: true or"
            ),
            ("\"id\":\"a\",\"all\":[{\"field\":\"f\",\"is_one_of\":[]}]", "exceptions[0].all[0].is_one_of: must not"),
            (
                "\"id\":\"a\",\"all\":[{\"field\":\"f\",\"is_one_of\":[\"a\",1]}]",
                "exceptions[0].all[0].is_one_of[1]: a text"
            ),
            (
                "\"id\":\"a\",\"all\":[{\"field\":\"f\",\"matches_any\":\"x\"}]",
                "exceptions[0].all[0].matches_any: is not"
            ),
            ("\"id\":\"a\",\"id\":\"b\",\"all\":[]", "twice"),
        ])
    func `a mistake is refused and named with its line and key`(members: String, words: String) {
        Self.expectMistake(Self.file(members), line: 2, words)
    }

    @Test(
        arguments: [
            ("\"field\":\"file.path\",\"is\":\"/x\"", "must pin a content"),
            ("\"field\":\"file.hash.sha256\",\"matches\":\"ab*\"", "must pin a content"),
            ("\"field\":\"file.hash.sha256\",\"exists\":true", "must pin a content"),
            ("\"field\":\"file.hash.sha256\",\"is\":\"\(digest)\",\"not\":true", "must pin a content"),
            ("\"field\":\"file.hash.sha256\",\"is\":\"ab12\"", "all[0].is: a SHA-256 of 64"),
            ("\"field\":\"file.hash.sha256\",\"is_one_of\":[\"\(digest)\",\"\"]", "all[0].is_one_of[1]: a SHA-256"),
            ("\"field\":\"process.name\",\"is\":\"x\"", "all[0].field: a finding has no such field"),
        ])
    func `an exception for the disk has to pin a content`(condition: String, words: String) {
        Self.expectMistake(
            Self.file("\"id\":\"a\",\"scope\":\"disk\",\"reason\":\"r\",\"owner\":\"o\",\"all\":[{\(condition)}]"),
            line: 2, words)
    }

    @Test(arguments: ["reason", "owner"])
    func `an exception for the disk needs a reason and an owner`(key: String) {
        let pin = "\"all\":[{\"field\":\"file.hash.sha256\",\"is\":\"\(Self.digest)\"}]"
        let other = key == "owner" ? "reason" : "owner"
        let start = "\"id\":\"a\",\"scope\":\"disk\",\(pin),\"\(other)\":\"x\""
        Self.expectMistake(Self.file(start), line: 2, "needs the key \(key)")
        Self.expectMistake(Self.file(start + ",\"\(key)\":\"\""), line: 2, "\(key): must not be empty")
    }

    @Test func `two exceptions may not have one id`() {
        let text = "{\"version\":1,\"exceptions\":[{\"id\":\"a\",\"all\":[]},\n{\"id\":\"a\",\"all\":[]}]}"
        Self.expectMistake(text, line: 2, "the id a stands on line 1 already")
    }

    @Test(
        arguments: [
            ("{\"version\":2,\"exceptions\":[]}", "version: must be 1"),
            ("{\"exceptions\":[]}", "needs the key version"),
            ("{\"version\":1}", "needs the key exceptions"), ("[]", "an object is expected"), ("", "not JSON"),
            ("version: 1\nexceptions: []", "not JSON"),
            ("{\"version\":1,\"exceptions\":[],\"x\":1}", "x: is not known"),
            ("{\"version\": 1, \"exceptions\": [&a {}]}", "not JSON"),
        ])
    func `a file of another form is refused`(text: String, words: String) {
        Self.expectMistake(text, line: 1, words)
    }

    static func expectMistake(_ text: String, line: Int, _ words: String, _ place: SourceLocation = #_sourceLocation) {
        do throws(JSONMistake) {
            _ = try read(text)
            Issue.record("it was accepted: \(text)", sourceLocation: place)
        } catch {
            #expect(error.line == line, sourceLocation: place)
            let reason = Self.words(error.reason)
            #expect(reason.contains(words), "\(reason)", sourceLocation: place)
        }
    }

    static func words(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let bytes): String(decoding: bytes.bytes, as: UTF8.self)
            }
        }.joined()
    }
}
