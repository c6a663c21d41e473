import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// What an event must hold in its text to be worth decoding.
@Suite struct `Words that a rule requires` {
    private func words(_ detection: String) throws -> [String]? {
        let reading = SigmaRuleFile.read(RuleText.rule(detection))
        let rule = try #require(reading.rule, "\(reading.mistakes)")
        return RequiredWords.words(for: [rule])?.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `the built-in rules require a few rare words`() {
        let words = RequiredWords.words(for: BuiltInRules.rules(for: .seed)) ?? []
        #expect(
            words.map { String(decoding: $0, as: UTF8.self) } == [
                ".config", ".postinst", ".postrm", ".preinst", ".prerm", "/etc/apt", "/etc/dpkg", "/root/.dpkg.cfg",
                "/usr/share/keyrings", "/var/lib/dpkg", "dpkg/info/", "tmp.ci/config", "tmp.ci/postinst",
                "tmp.ci/postrm", "tmp.ci/preinst", "tmp.ci/prerm",
            ])
    }

    @Test(arguments: [
        ("f|startswith: /Etc/Apt/\n    g: linux", ["/etc/apt/"]),
        ("f|contains: ['/a/b/', '/c/d/']", ["/a/b/", "/c/d/"]),
        ("f: 'a*longest*b'", ["longest"]), ("f: '*longest *.conf*'", [".conf"]), ("f: 'caf\u{E9}/bar'", ["/bar"]),
        ("f|endswith: 'say \"hello'", ["hello"]),
        ("f|contains: ['/a/b/', 'x/a/b/c']", ["/a/b/"]),
    ])
    func `the rarest part of a pattern that JSON shows as it is`(selection: String, expected: [String]) throws {
        #expect(try words("a:\n    \(selection)\ncondition: a") == expected)
    }

    @Test(arguments: [
        "a:\n    f: abc\ncondition: a", "a:\n    f|exists: true\ncondition: a", "a:\n    f: /etc/apt\ncondition: not a",
        "a:\n    f: /etc/apt\nb:\n    g|re: x+\ncondition: a or b",
    ])
    func `a rule that events without any word can concern requires none`(detection: String) throws {
        #expect(try words(detection) == nil)
    }
}
