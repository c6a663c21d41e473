import AuditModel
import FileFormats
import Testing

@Suite struct `Writing exceptions` {
    private static let digest = SHA256Digest(hex: Array(String(repeating: "ab", count: 32).utf8))

    private static func accepted(_ id: UntrustedText, path: HostPath = "/etc/apt/apt.conf.d/x") throws -> AuditException
    {
        let digest = try #require(digest)
        return AuditException(
            id: id, scope: .disk, rules: ["apt-conf-executes"],
            conditions: [
                ExceptionCondition(ExceptionField.path, .oneOf([path.text])),
                ExceptionCondition(ExceptionField.sha256, .oneOf([UntrustedText(digest.hex.utf8)])),
            ],
            accepts: true, programs: [PinnedProgram(path: "/usr/bin/x", sha256: digest)], reason: "why \"x\" \\",
            owner: "ops", expiry: ExceptionExpiry(written: "2030-01-31"), source: ExceptionSource(file: "", line: 1))
    }

    private static func append(_ text: String?, _ new: [AuditException]) throws -> [UInt8] {
        try ExceptionWriting.appending(new, to: text.map { Array($0.utf8) }, name: "x.json")
    }

    @Test func `what is written is read back the same`() throws {
        let wanted = try Self.accepted("a", path: HostPath("/etc/apt/apt.conf.d/é\u{202E}\t".utf8))
        let read = try #require(try ExceptionFile.read(try Self.append(nil, [wanted]), name: "x.json").first)
        #expect(read.conditions == wanted.conditions)
        #expect(read.programs == wanted.programs)
        #expect(read.accepts)
        #expect(read.rules == wanted.rules)
        #expect(read.reason == wanted.reason)
        #expect(read.expiry == wanted.expiry)
    }

    @Test(arguments: [
        #"{"version":1,"exceptions":[]}"#, #"{"exceptions": [ ] , "version": 1}"#,
        "{\"version\":1,\"exceptions\":[\n{\"id\":\"]}\\\"exceptions\",\"all\":[{\"field\":\"exceptions\",\"is\":\"[\"}]}\n]}\n",
    ])
    func `what stands in the file stays as it was written`(text: String) throws {
        let before = try ExceptionFile.read(Array(text.utf8), name: "x.json")
        let written = try Self.append(text, [try Self.accepted("a"), try Self.accepted("b")])
        let read = try ExceptionFile.read(written, name: "x.json")
        #expect(Array(read.prefix(before.count)) == before)
        #expect(read.suffix(2).map(\.id) == ["a", "b"])
        let again = try ExceptionFile.read(
            try ExceptionWriting.appending([try Self.accepted("c")], to: written, name: "x.json"), name: "x.json")
        #expect(Array(again.prefix(read.count)) == read)
    }

    @Test(arguments: [
        "", "{", #"{"version":1}"#, #"{"version":2,"exceptions":[]}"#,
        #"{"version":1,"exceptions":[{"id":"a","all":[]}]}"#, #"{"list_id":"L","type":"detection","name":"l"}"#,
    ])
    func `nothing is added to a file that is wrong, of another form or has the name`(text: String) throws {
        let new = try Self.accepted("a")
        #expect(throws: JSONMistake.self) { try Self.append(text, [new]) }
    }

    @Test(arguments: [
        ("\"accepts\":1", "accepts"), ("\"programs\":{}", "programs"),
        ("\"programs\":[{\"path\":\"x\",\"sha256\":\"\(String(repeating: "0", count: 64))\"}]", "programs[0].path"),
        ("\"programs\":[{\"path\":\"/x\"}]", "programs[0]"),
        ("\"programs\":[{\"path\":\"/x\",\"sha256\":\"00\"}]", "programs[0].sha256"),
    ])
    func `a pin that cannot hold is a mistake`(member: String, key: String) {
        let text = """
            {"version":1,"exceptions":[{"id":"a","scope":"disk","reason":"r","owner":"o",\(member),
            "all":[{"field":"file.hash.sha256","is":"\(String(repeating: "0", count: 64))"}]}]}
            """
        let mistake = #expect(throws: JSONMistake.self) { try ExceptionFile.read(Array(text.utf8), name: "x") }
        #expect(mistake?.reason.pieces.contains(.ours("exceptions[0].\(key)")) != nil)
    }
}
