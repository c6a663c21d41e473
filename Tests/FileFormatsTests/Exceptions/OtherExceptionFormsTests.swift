import AuditModel
import FileFormats
import Testing

/// Exceptions as Kibana's API answers with them, and as repositories of rules keep them.
@Suite struct `Exceptions in other forms` {
    private static let item = """
        {"comments":[],"description":"d","entries":[{"field":"process.executable","operator":"included","type":"match",
        "value":"/usr/bin/bash"}],"item_id":"i1","list_id":"apt-exc","name":"n","os_types":[],"type":"simple"}
        """

    private func read(_ text: String) throws -> [AuditException] {
        try ExceptionFile.read(Array(text.utf8), name: "x")
    }

    @Test(arguments: [item, "[\(item)]", "{\"data\":[\(item)],\"page\":1,\"per_page\":20,\"total\":1}"])
    func `an answer of the API's is applied to every rule`(text: String) throws {
        let exceptions = try read(text)
        #expect(exceptions.map(\.id) == ["i1"])
        #expect(exceptions.first?.unsupported == nil)
        #expect(exceptions.first?.rules == [])
        #expect(exceptions.first?.conditions.first?.test == .oneOf(["/usr/bin/bash"]))
    }

    @Test func `items of the endpoint's own lists are never applied`() throws {
        for list in ["endpoint_list", "endpoint_trusted_apps", "endpoint_event_filters", "endpoint_blocklists"] {
            #expect(try read(Self.item.replacing("apt-exc", with: list)).first?.unsupported != nil)
        }
    }

    @Test func `an answer without items is no exception and no error, and other values are refused`() throws {
        #expect(try read("{\"data\":[],\"page\":1,\"per_page\":20,\"total\":0}").isEmpty)
        for text in [
            "{\"data\":[]}", "[1]", "[{\"list_id\":\"l\",\"type\":\"detection\"}]", "{\"data\":[{}],\"total\":1}",
        ] {
            #expect(throws: JSONMistake.self) { try read(text) }
        }
    }

    private static let toml = """
        # Kept beside the rules.
        [metadata]
        creation_date = "2026/01/01"
        rule_ids = ["r1", 'r2', # two
        ]

        [[exceptions]]
        [exceptions.container]
        list_id = "apt-exc"
        type = "detection"

        [[exceptions.items]]
        name = "our \\"tool\\" \\u00E9"
        list_id = "apt-exc"
        expire_time = "2027-01-01T00:00:00Z"
        os_types = ["linux"]

        [[exceptions.items.entries]]
        field = "process.executable"
        operator = "included"
        type = "match"
        value = '/opt/a\\b'

        [[exceptions.items]]
        list_id = "apt-exc"
        item_id = "i2"
        entries = [ { field = "process.name", operator = "excluded", type = "match_any", value = ["a", \"""b"c\"""] } ]
        """

    @Test func `a repository's TOML is applied to the rules that it names`() throws {
        let exceptions = try read(Self.toml)
        #expect(exceptions.map(\.id) == ["apt-exc#12", "i2"])
        #expect(exceptions.allSatisfy { $0.unsupported == nil && $0.rules == ["r1", "r2"] })
        #expect(exceptions[0].reason == "our \"tool\" \u{E9}")
        #expect(exceptions[0].source.line == 12)
        #expect(exceptions[0].conditions.first?.test == .oneOf(["/opt/a\\b"]))
        #expect(exceptions[1].conditions.first?.isNegated == true)
        #expect(exceptions[1].conditions.first?.test == .oneOf(["a", "b\"c"]))
        let endpoint = try read(Self.toml.replacing("type = \"detection\"", with: "type = \"endpoint\""))
        #expect(endpoint.allSatisfy { $0.unsupported != nil })
    }

    @Test(arguments: [
        ("a = 1\na = 2", 2), ("[a]\n[a]", 2), ("[a]\nb = 1\n[a.b]", 3), ("[a]\nb 1", 2), ("a = \"x", 1),
        ("a = \"\\q\"", 1), ("a = [1 2]", 1), ("[[a]]\n[a]", 2), ("a = { b = 1", 1), ("a = x", 1), ("[a", 1),
        ("a = \"x\ny\"", 1), ("a = 1 b = 2", 1), ("metadata = 1", 1),
        ("exceptions = []\n[metadata]\nrule_ids = [1]", 3),
    ])
    func `TOML that is wrong is refused with its line`(text: String, line: Int) {
        do throws(JSONMistake) {
            _ = try ExceptionFile.read(Array(text.utf8), name: "x")
            Issue.record("read")
        } catch {
            #expect(error.line == line, "\(error)")
        }
    }

    @Test func `damaged TOML never stops the reader`() {
        let text = Array(Self.toml.utf8)
        for end in text.indices { _ = try? ExceptionFile.read(Array(text[..<end]), name: "x") }
        for place in stride(from: 0, to: text.count, by: 3) {
            for byte in "[]{}\"'=.,#\n\\".utf8 {
                var damaged = text
                damaged[place] = byte
                _ = try? ExceptionFile.read(damaged, name: "x")
            }
        }
    }
}
