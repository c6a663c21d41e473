import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// What a comparison means, clause by clause as Elasticsearch has it.
@Suite struct `Rule semantics` {
    private func holds(_ selection: String, _ fields: [(field: String, values: [String])]) throws -> Bool {
        try outcome("a:\n    \(selection)\ncondition: a", EventDocument.nested(fields)) == .matched
    }

    private func outcome(_ detection: String, _ body: EventValue) throws -> RuleOutcome {
        let reading = SigmaRuleFile.read(RuleText.rule(detection))
        let rule = try #require(reading.rule, "\(reading.mistakes)")
        var evaluator = RuleEvaluator(rules: [rule])
        evaluator.take(HostEvent(body: body, position: EventPosition(input: "test", line: 1, offset: 0)))
        return evaluator.outcome(ofRuleAt: 0)
    }

    @Test(arguments: [
        ("f: abc", "abc", true), ("f: abc", "ABC", true), ("f: abc", "abcd", false), ("f: 'a*c'", "ac", true),
        ("f: 'a*c'", "a/x\ny/c", true), ("f: 'a*c'", "acd", false), ("f: 'a?c'", "ac", false),
        ("f: 'a?c'", "aéc", true), ("f: 'a?c'", "axxc", false), ("f: '*?'", "é", true), ("f: '??'", "é", false),
        ("f: 'a\\*c'", "a*c", true), ("f: 'a\\*c'", "axc", false), ("f: 'a\\\\*'", "a\\b", true),
        ("f: 'a\\b'", "a\\b", true),
        ("f: ''", "", true), ("f: ''", "x", false), ("f: '*'", "", true), ("f: 5", "5", true),
        ("f|cased: abc", "abc", true), ("f|cased: abc", "ABC", false), ("f|cased: 'a*'", "Ab", false),
        ("f|startswith: /a/", "/A/b", true), ("f|startswith|cased: /a/", "/A/b", false),
        ("f|endswith: .tmp", "x.TMP", true), ("f|contains: mid", "amidst", true), ("f|contains: mid", "am", false),
        ("f|re: '^a+b?$'", "aaab", true), ("f|re: '^a+b?$'", "aabb", false), ("f|re: '[b-d]{2}'", "xcdx", true),
        ("f|re: '(x|yz)+$'", "axyzx", true), ("f|re: '\\d\\W'", "7é", true), ("f|re: 'a.c'", "a\nc", false),
        ("f|cidr: 10.1.0.0/15", "10.0.0.1", true), ("f|cidr: 10.1.0.0/15", "10.2.0.1", false),
        ("f|cidr: 'fe80::/10'", "febf::1", true), ("f|cidr: 'fe80::/10'", "10.0.0.1", false),
        ("f: kelvin", "\u{212A}elvin", false), ("f: ſ", "s", false), ("f|startswith: /d/", "/d/\u{301}x", true),
        ("f: é", "e\u{301}", false), ("f: \"a\\r\\nb\"", "a\r\nb", true),
    ])
    func `one value against one pattern`(selection: String, value: String, expected: Bool) throws {
        #expect(try holds(selection, [("f", [value])]) == expected)
    }

    @Test func `a missing field makes a comparison false and its negation true`() throws {
        for body in ["{}", "null", "[]", "[null]", "{\"x\":1}"] {
            let value: EventValue =
                switch body {
                case "{}": .object([])
                case "null": .null
                case "[]": .array([])
                case "[null]": .array([.null])
                default: .object([EventMember(key: [0x78], value: .number([0x31]))])
                }
            let event = EventValue.object([
                EventMember(key: [0x66], value: value), EventMember(key: [0x67], value: .string([0x79])),
            ])
            #expect(try outcome("a:\n    f: x\ncondition: a", event) == .notApplicable)
            #expect(try outcome("a:\n    f: x\nb:\n    g: y\ncondition: b and not a", event) == .matched)
            #expect(try outcome("a:\n    f: null\ncondition: a", event) == .matched)
            #expect(try outcome("a:\n    f|exists: true\ncondition: a", event) == .notApplicable)
        }
    }

    @Test func `an empty text is present`() throws {
        #expect(try holds("f|exists: true", [("f", [""])]))
        #expect(try !holds("f: null", [("f", [""])]))
    }

    @Test func `any element of an array counts`() throws {
        #expect(try holds("f: b", [("f", ["a", "b"])]))
        #expect(
            try outcome(
                "a:\n    g: y\nb:\n    f: b\ncondition: a and not b",
                EventDocument.nested([("f", ["a", "b"]), ("g", ["y"])])) == .excluded(by: ["b"]))
        #expect(try holds("f|contains|all:\n        - x\n        - y", [("f", ["ax", "by"])]))
        #expect(try !holds("f|contains|all:\n        - x\n        - y", [("f", ["ax", "bx"])]))
    }

    @Test func `every spelling of a field is found`() throws {
        let fields: [(field: String, values: [String])] = [
            ("a.b.c", ["x"]), ("a.b.d", ["y"]), ("a.e", ["z"]), ("a.b.e", ["w"]),
        ]
        for body in [EventDocument.nested(fields), EventDocument.dotted(fields), EventDocument.mixed(fields)] {
            #expect(
                try outcome("s:\n    a.b.c: x\n    a.b.d: y\n    a.e: z\n    a.b.e: w\ncondition: s", body) == .matched)
        }
    }

    @Test func `every exclusion that holds is named`() throws {
        let detection =
            "a:\n    f: x\nfilter_1:\n    g: y\nfilter_2:\n    h: z\nfilter_3:\n    g: n\ncondition: a and not 1 of filter_*"
        let event = EventDocument.nested([("f", ["x"]), ("g", ["y"]), ("h", ["z"])])
        #expect(try outcome(detection, event) == .excluded(by: ["filter_1", "filter_2"]))
    }

    @Test(arguments: [
        ("auditd_manager.auditd", true), ("osquery_manager.result", true), ("endpoint.events.process", false),
    ])
    func `a field that the sensor never sends leaves the outcome open`(dataset: String, isOpen: Bool) throws {
        let rule = try #require(BuiltInRules.rules(for: .seed).first)
        let body = EventDocument.nested([
            ("data_stream.dataset", [dataset]), ("event.category", ["process"]), ("event.type", ["start"]),
            ("event.action", ["exec"]), ("host.os.type", ["linux"]),
            ("process.executable", ["/var/lib/dpkg/info/x.postinst"]),
        ])
        var evaluator = RuleEvaluator(rules: [rule])
        evaluator.take(
            HostEvent(
                body: body, position: EventPosition(input: "-", line: 1, offset: 0),
                sensor: EventSources.sensor(of: body)))
        switch evaluator.outcome(ofRuleAt: 0) {
        case .undecided(let missing):
            #expect(isOpen)
            #expect(missing.contains("process.session_leader.name"))
        case let other: #expect(!isOpen && other == .notApplicable)
        }
    }

    @Test func `alternatives may be many, and each is matched as if it were alone`() throws {
        let words = (0..<200).map { "w\($0)x" }
        let selection = "f|re: '^(" + words.joined(separator: "|") + "|)$'"
        for word in words + [""] { #expect(try holds(selection, [("f", [word])]), "\(word)") }
        for word in ["w", "w200x", "w1", "w1xw2x", "x"] { #expect(try !holds(selection, [("f", [word])]), "\(word)") }
        #expect(try holds("f|re: '^(a|b(c|d|)|e)+$'", [("f", ["abcbdbe"])]))
        #expect(try !holds("f|re: '^(a|b(c|d|)|e)+$'", [("f", ["ac"])]))
    }

    @Test(.timeLimit(.minutes(1))) func `no value makes a pattern slow`() throws {
        let value = String(repeating: "a", count: 200_000)
        #expect(try !holds("f: 'a*a*a*a*a*b'", [("f", [value])]))
        #expect(try !holds("f|re: '(a|a|aa)*$b'", [("f", [String(value.prefix(20_000))])]))
    }
}
