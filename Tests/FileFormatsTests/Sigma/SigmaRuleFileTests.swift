import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Sigma rule files` {
    @Test func `negated selections become exclusions with their names`() throws {
        let rule = try #require(
            SigmaRuleFile.read(
                RuleText.rule(
                    "a:\n    f: x\nfilter_one:\n    g: y\nfilter_two:\n    h: z\ncondition: a and not 1 of filter_*")
            ).rule)
        #expect(
            rule.requirement
                == .field(FieldCondition("f", .anyOf([.text(TextPattern(exactly: "x".utf8, foldsCase: true))]))))
        #expect(rule.exclusions.map(\.name) == ["filter_one", "filter_two"])
    }

    @Test(
        arguments: [
            ("a and not (b or c)", ["b", "c"]), ("a and not b and not c", ["b", "c"]),
            ("a and not (b and c)", ["b and c"]), ("a and not all of [bc]", []), ("a and (not b or c)", []),
            ("not b and a and c", ["b"]), ("a and not (1 of b* or c)", ["b", "c"]),
        ] as [(String, [UntrustedText])])
    func `what silences a rule is found in the condition`(condition: String, names: [UntrustedText]) {
        let text = "a:\n    f: x\nb:\n    g: y\nc:\n    h: z\ncondition: '\(condition)'"
        #expect((SigmaRuleFile.read(RuleText.rule(text)).rule?.exclusions.map(\.name) ?? []) == names)
    }

    @Test(
        arguments: [
            ("a:\n    f|base64: x\ncondition: a", 1, "unknown modifier base64"),
            ("a:\n    f|startswith|contains: x\ncondition: a", 1, "do not go together"),
            ("a:\n    f|cidr: 10.0.0.1/33\ncondition: a", 1, "no block of IP addresses"),
            ("a:\n    f|re: '(?<=x)y'\ncondition: a", 1, "only plain groups"),
            ("a:\n    f|re: '\\1'\ncondition: a", 1, "not supported"),
            (
                "a:\n    f|re: '\(String(repeating: "(", count: 31))x\(String(repeating: ")", count: 31))'\ncondition: a",
                1,
                "nested too deep"
            ),
            ("a:\n    f|re: 'a\(String(repeating: "|b", count: 5_000))'\ncondition: a", 1, "too large"),
            ("a:\n    f|exists: maybe\ncondition: a", 1, "true or false"),
            ("a:\n    f: []\ncondition: a", 1, "empty"),
            ("a:\n    f: {g: h}\ncondition: a", 1, "must be a text"),
            ("a:\n    Image: /bin/sh\ncondition: a", 1, "ECS calls it process.executable"),
            ("a:\n    - x\n    - y\ncondition: a", 1, "without a field"),
            ("a:\n    f: x\nb:\n    g: y\ncondition: a", 2, "never uses the selection b"),
            ("a:\n    f: x\ncondition: a and b", 2, "no selection b"),
            ("a:\n    f: x\ncondition: 1 of z*", 2, "no selection is called"),
            ("a:\n    f: x\ncondition: (a", 2, "closing bracket"),
            ("a:\n    f: x\ncondition: a b", 2, "not expected"),
            ("a:\n    f: x\ncondition: a | count() > 3", 2, "not expected"),
            ("a:\n    f: x\ncondition: 2 of a*", 2, "2 of is not supported"),
            ("a:\n    f: x\ntimeframe: 5m\ncondition: a", 2, "over time"),
            ("a:\n    f: x\na:\n    f: y\ncondition: a", 0, "twice"),
            ("a:\n    f: &x y\ncondition: a", 1, "anchors"),
            ("a:\n    f: 'x\ncondition: a", 0, "not YAML"),
            ("a b:\n    f: x\ncondition: a", 0, "letters, digits"),
        ] as [(String, Int, String)])
    func `a mistake is refused and named with its line`(text: String, line: Int, words: String) throws {
        let reading = SigmaRuleFile.read(RuleText.rule(text))
        #expect(reading.rule == nil)
        let mistake = try #require(reading.mistakes.first)
        #expect(Self.words(mistake.reason).contains(words), "\(Self.words(mistake.reason))")
        if line > 0 { #expect(mistake.line == RuleText.firstDetectionLine + line) }
    }

    @Test(arguments: [
        "title: x\n", "id: nonsense\n", "level: loud\n", "tags:\n    - attack.persistance\n",
        "debvouch:\n    profil: seed\n",
        "debvouch:\n    interval: 5s\n", "debvouch:\n    elastic_rule_id: x\n",
    ])
    func `metadata that is wrong is refused`(text: String) {
        let key = text.prefix { $0 != ":" }
        let rest = String(decoding: RuleText.rule("a:\n    f: x\ncondition: a"), as: UTF8.self)
            .split(separator: "\n").filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n")
        let changed = key == "title" ? rest : rest + "\n" + text
        #expect(SigmaRuleFile.read(Array(changed.utf8)).rule == nil)
    }

    @Test(
        arguments: [
            NamedBytes("nothing", []), NamedBytes("NUL", [0x00]), NamedBytes("a UTF-16 mark", [0xFF, 0xFE]),
            NamedBytes("a list", Array("- a\n- b\n".utf8)), NamedBytes("open braces", Array("{{{{".utf8)),
            NamedBytes("a word", Array("x".utf8)),
        ])
    func `bytes that are no rule are a mistake`(_ text: NamedBytes) {
        #expect(SigmaRuleFile.read(text.bytes).rule == nil)
        #expect(!SigmaRuleFile.read(text.bytes).mistakes.isEmpty)
    }

    @Test func `every mistake of a selection is told at one time`() {
        let reading = SigmaRuleFile.read(
            RuleText.rule("a:\n    f|one: x\n    g|two: y\nb:\n    - f|three: x\n    - Image: y\ncondition: a or b"))
        #expect(reading.mistakes.count == 4)
        #expect(reading.mistakes.compactMap(\.line) == reading.mistakes.compactMap(\.line).sorted())
    }

    @Test func `a damaged rule never stops the reader`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        for file in BuiltInRules.files {
            for _ in 0..<40 {
                var bytes = file.bytes
                for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
                let reading = SigmaRuleFile.read(bytes)
                #expect((reading.rule == nil) == !reading.mistakes.isEmpty, "seed \(seed)")
            }
        }
    }

    private static func words(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let bytes): String(decoding: bytes.bytes, as: UTF8.self)
            }
        }.joined()
    }
}
