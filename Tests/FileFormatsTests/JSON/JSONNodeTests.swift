import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import Testing

@Suite struct `JSON of the operator's own` {
    private func read(_ text: String) throws(JSONMistake) -> JSONNode {
        try JSONNode.read(Array(text.utf8)[...])
    }

    @Test func `every kind of value is read with its line`() throws {
        let node = try read("{\n \"a\": [1, -2.5e+3, true,\n  null], \"b\\u00e9\\n\": \"\\ud83d\\ude00\\/\"}\n")
        let list = try #require(node.value("a")?.elements)
        #expect(list.map(\.line) == [2, 2, 2, 3])
        #expect(list[0].integer == 1)
        #expect(list[1].integer == nil)
        #expect(list[2].boolean == true)
        #expect(node.members?.last?.key == "bé\n")
        #expect(node.members?.last?.value.text == "😀/")
        #expect(node.members?.last?.line == 3)
    }

    @Test(
        arguments: [
            ("", 1), ("{", 1), ("{\"a\":1,}", 1), ("[1,]", 1), ("[1 2]", 1), ("{\"a\"\n:\n1 x}", 3), ("01", 1),
            ("1.", 1), (".5", 1), ("+1", 1), ("1e", 1), ("nul", 1), ("NaN", 1), ("'a'", 1), ("\"a", 1),
            ("\"a\nb\"", 1), ("\"\\x\"", 1), ("\"\\u12g4\"", 1), ("\"\\ud800\"", 1), ("\"\\udc00\\ud800\"", 1),
            ("\n\n{\"a\":1,\n\"a\":2}", 4), ("{} {}", 1), ("{}\n//x", 2), ("a: b", 1), ("- a", 1), ("[&a 1]", 1),
            ("{a: 1}", 1), (String(repeating: "[", count: 40), 1),
        ] as [(String, Int)])
    func `what is not JSON is refused with its line`(text: String, line: Int) {
        #expect { try read(text) } throws: { ($0 as? JSONMistake)?.line == line }
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() {
        let bytes = Array("{\n\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
        #expect { try JSONNode.read(bytes[...]) } throws: { ($0 as? JSONMistake)?.line == 2 }
    }

    @Test func `whatever is accepted is JSON to another reader too`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = EventGenerator(seed: seed)
        let start = Array(#"{"version":1,"a":[{"b":"c\u00e9","d":-1.5e3},true,null,"x\\"],"e":{}}"#.utf8)
        let alphabet = Array("{}[],:\"\\u0aE-+.1tfn \n".utf8)
        var accepted = 0
        for _ in 0..<4_000 {
            var bytes = start
            for _ in 0...generator.below(2) {
                bytes[generator.below(bytes.count)] = alphabet[generator.below(alphabet.count)]
            }
            guard (try? JSONNode.read(bytes[...])) != nil else { continue }
            accepted += 1
            let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(other != nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 100, "seed \(seed)")
    }
}
