import AuditModel
import AuditTestSupport
import FileFormats
import Testing
import Yams

/// Anchors, which are refused before anything is built of them, and ampersands that are none.
@Suite struct `Ampersands in rule files` {
    private static func refusal(_ text: String) -> SigmaMistake? {
        SigmaRuleFile.read(Array(text.utf8)).mistakes.first { mistake in
            mistake.reason == "YAML anchors are not supported"
        }
    }

    @Test(
        arguments: [
            "' && curl'", "\" && curl \\\" &x\"", "'it''s && that'", "a && b", "a &b", "x  # see &this",
            "[' && a', \"&b\", c &d]", "|\n        a\n\n        &b c\n          &d", ">-\n        &b",
            "'two\n        &lines'",
            "plain\n        ' on &two", "it's & 'a &b", "\n        - '&x'\n        - \"&y\"",
            "!!str '&x'",
        ])
    func `an ampersand inside of a text or comment is read`(value: String) throws {
        let text = "a:\n    process.command_line: \(value)\ncondition: a"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let reading = SigmaRuleFile.read(RuleText.rule(lines.joined(separator: "\n")))
        #expect(reading.rule != nil, "\(reading.mistakes)")
    }

    @Test(
        arguments: [
            ("a: &x 1", 1), ("- &x", 1), ("a: [b, &x c]", 1), ("{a: &x b}", 1), ("--- &x\na: b", 1), ("&x a: b", 1),
            ("a: !!str &x b", 1), ("\"a\": &x b", 1), ("{\"a\":&x b}", 1), ("# c\na: &x b", 2),
            ("a: |\n  b\nc: &x d", 3),
            ("a: 'b''c'\nd: &x e", 2), ("a: b - 'x\nc: &y d'", 2), ("a:\n  foo\n  'x\nb: &y z'", 4),
            ("- a: foo\n  'k': &x b", 2), ("a: b\u{85}c: &x d", 2), ("a: \"\\\"\" \nb: &x c", 2),
            ("[a - 'x, &b y, 'z']", 1),
            ("\u{FEFF}&x a: b", 1), ("%YAML 1.1\n---\na: &x b", 3), ("a: it's\nb: &x 'c'", 2), ("? &x a\n: b", 1),
            ("a: [plain\n  'and, &x', more]", 2),
        ])
    func `an anchor is refused with its line`(text: String, line: Int) {
        #expect(Self.refusal(text)?.line == line)
    }

    @Test func `whatever libyaml takes for an anchor is found`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = EventGenerator(seed: seed)
        let parts = [
            "&a", " &a", "&a ", "a", "b c", ": ", ":", "- ", "-", "? ", "'", "\"", "''", "\\", "\\\"", " ", "  ", "\t",
            "\n",
            "\n  ", "\n    ", "\n- ", "\n  - ", "\nk: ", "\n  k: ", "[", "]", "{", "}", ", ", ",", "#", " #", "|", ">-",
            "|2", "!t",
            "!!str ", "---", "\n---\n", "...", "\u{85}", "\r", "%",
        ]
        var count = 0
        for _ in 0..<60_000 {
            let text = (0..<(2 + random.below(12))).map { _ in parts[random.below(parts.count)] }.joined()
            guard Self.libyamlFindsAlias(in: text.replacing("&", with: "*")) else { continue }
            count += 1
            #expect(Self.refusal(text) != nil, "seed \(seed): \(text.debugDescription)")
        }
        #expect(count > 1_000, "seed \(seed)")
    }

    /// An alias stands where an anchor could; one without its anchor is an error that Yams names.
    private static func libyamlFindsAlias(in text: String) -> Bool {
        do {
            _ = try Yams.compose(yaml: text)
            return false
        } catch YamlError.composer(_, let problem, _, _) {
            return problem == "found undefined alias"
        } catch {
            return false
        }
    }
}
