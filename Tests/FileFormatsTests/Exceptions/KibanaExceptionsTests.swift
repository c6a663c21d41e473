import AuditModel
import FileFormats
import Testing

@Suite struct `Exception lists of Kibana` {
    /// A list as Kibana 8 exports it, with entries of its item.
    private static func export(_ entries: String, item: String = "", list: String = "\"type\":\"detection\"") -> String
    {
        """
        {"_version":"Wz","created_at":"2025-01-01T00:00:00Z","description":"d","id":"1","immutable":false,"list_id":"L",\
        "name":"list","namespace_type":"single","os_types":[],"tags":[],\(list),"version":1}
        {"_version":"Wz","comments":[{"comment":"c"}],"created_by":"elastic","description":"d","entries":[\(entries)],\
        "id":"2","item_id":"item-1","list_id":"L","name":"our tool","namespace_type":"single","os_types":[],"tags":["t"],\
        "type":"simple"\(item)}
        {"exported_exception_list_count":1,"exported_exception_list_item_count":1,"missing_exception_list_items":[],\
        "missing_exception_list_items_count":0,"missing_exception_lists":[],"missing_exception_lists_count":0}

        """
    }

    private static let match = #"{"field":"process.name","operator":"included","type":"match","value":"x"}"#

    private func read(_ text: String) throws -> AuditException {
        let exceptions = try ExceptionFile.read(Array(text.utf8), name: "k")
        return try #require(exceptions.first)
    }

    @Test func `entries of every supported type are conditions`() throws {
        let exception = try read(
            Self.export(
                """
                \(Self.match),{"field":"a.b","operator":"excluded","type":"match_any","value":["1","2"]},\
                {"field":"c","operator":"included","type":"exists"},\
                {"field":"d","operator":"excluded","type":"wildcard","value":"/x/*"}
                """))
        #expect(exception.id == "item-1")
        #expect(exception.scope == .alert)
        #expect(exception.rules == [])
        #expect(exception.reason == "our tool")
        #expect(exception.owner == "elastic")
        #expect(exception.source == ExceptionSource(file: "k", line: 2))
        #expect(exception.unsupported == nil)
        #expect(
            exception.conditions == [
                ExceptionCondition("process.name", .oneOf(["x"])),
                ExceptionCondition("a.b", .oneOf(["1", "2"]), isNegated: true), ExceptionCondition("c", .exists),
                ExceptionCondition(
                    "d", .matches([TextPattern([.literal(Array("/x/".utf8)), .anyRun], foldsCase: false)]),
                    isNegated: true),
            ])
    }

    @Test func `a field without regard to case is the field itself, compared so`() throws {
        let entries =
            #"{"field":"process.executable.caseless","operator":"included","type":"match","value":"/USR/bin/x"},"#
            + #"{"field":"f.caseless","operator":"included","type":"wildcard","value":"A*"}"#
        #expect(
            try read(Self.export(entries)).conditions == [
                ExceptionCondition(
                    "process.executable",
                    .matches([TextPattern(exactly: Array("/USR/bin/x".utf8), foldsCase: true)])),
                ExceptionCondition("f", .matches([TextPattern([.literal([0x41]), .anyRun], foldsCase: true)])),
            ])
    }

    @Test(
        arguments: [
            #"{"field":"f","operator":"included","type":"list","list":{"id":"v","type":"keyword"}}"#,
            #"{"field":"f","type":"nested","entries":[{"field":"g","operator":"included","type":"match","value":"x"}]}"#,
            #"{"field":"f","operator":"included","type":"fuzzy","value":"x"}"#,
            #"{"field":"f.text","operator":"included","type":"match","value":"x"}"#,
        ])
    func `an entry that cannot be decided takes the whole item out`(entry: String) throws {
        #expect(try read(Self.export(Self.match + "," + entry)).unsupported != nil)
    }

    @Test(arguments: ["endpoint", "endpoint_trusted_apps", "endpoint_events", "something"])
    func `a list of the endpoint's own is not applied, whichever rule names it`(type: String) throws {
        let list = Self.export(Self.match, list: "\"type\":\"\(type)\"")
        #expect(try read(list).unsupported != nil)
        #expect(try read(Self.rule(naming: "L", type: type) + list).unsupported != nil)
    }

    private static func rule(naming list: String?, type: String = "detection") -> String {
        let lists = list.map { "{\"id\":\"1\",\"list_id\":\"\($0)\",\"type\":\"\(type)\"}" } ?? ""
        return "{\"rule_id\":\"r-1\",\"type\":\"eql\",\"exceptions_list\":[\(lists)]}\n"
    }

    @Test(
        arguments: [
            ("detection", nil, [], true), ("detection", "L", ["r-1"], true), ("detection", "other", [], false),
            ("detection", "", [], false), ("rule_default", nil, [], false), ("rule_default", "L", ["r-1"], true),
            ("rule_default", "other", [], false),
        ] as [(String, String?, [UntrustedText], Bool)])
    func `a list is applied to the rules that name it, and to all only where the file has no rule`(
        type: String, named: String?, rules: [UntrustedText], isApplied: Bool
    ) throws {
        let list = Self.export(Self.match, list: "\"type\":\"\(type)\"")
        // An empty name stands for a rule that names no list.
        let rule = named.map { Self.rule(naming: $0.isEmpty ? nil : $0, type: type) } ?? ""
        for text in [rule + list, list + rule] {
            let exception = try read(text)
            #expect((exception.unsupported == nil) == isApplied)
            #expect(exception.rules == rules)
        }
    }

    @Test func `an item without its list is not applied`() throws {
        let lines = Self.export(Self.match).split(separator: "\n")
        #expect(try read("\(lines[1])\n\(lines[2])\n").unsupported != nil)
    }

    @Test func `items for other systems are not applied`() throws {
        let windows = Self.export(Self.match).replacing(
            "\"os_types\":[],\"tags\":[\"t\"]", with: "\"os_types\":[\"windows\"]")
        #expect(try read(windows).unsupported != nil)
        let linux = Self.export(Self.match).replacing(
            "\"os_types\":[],\"tags\":[\"t\"]", with: "\"os_types\":[\"linux\"]")
        #expect(try read(linux).unsupported == nil)
    }

    @Test func `an expiry is read`() throws {
        let exception = try read(Self.export(Self.match, item: ",\"expire_time\":\"2025-03-31T22:00:00.000Z\""))
        #expect(exception.isExpired(at: Timestamp(seconds: 1_743_458_400)))
        #expect(!exception.isExpired(at: Timestamp(seconds: 1_743_458_399)))
    }

    @Test func `exported rules say which rules a list belongs to`() throws {
        let rule = #"{"rule_id":"r-1","type":"eql","exceptions_list":[{"id":"1","list_id":"L","type":"detection"}]}"#
        #expect(try read(rule + "\n" + Self.export(Self.match)).rules == ["r-1"])
    }

    @Test func `a file that was cut is refused`() {
        let lines = Self.export(Self.match).split(separator: "\n")
        `Exception files of our own`.expectMistake(
            "\(lines[0])\n\(lines[2])\n", line: 2, "exported_exception_list_item_count: the file holds 0 items")
        `Exception files of our own`.expectMistake("\(lines[0])\n\(lines[1].dropLast(5))\n", line: 2, "not JSON")
    }

    @Test(
        arguments: [
            (#"{"field":"f","operator":"is","type":"match","value":"x"}"#, "entries[0].operator: included or excluded"),
            (#"{"field":"f","type":"match","value":"x"}"#, "entries[0]: needs the key operator"),
            (#"{"field":"f","operator":"included","type":"match","value":["x"]}"#, "entries[0].value: a text"),
            (#"{"field":"f","operator":"included","type":"match_any","value":"x"}"#, "entries[0].value: an array"),
            (#"{"operator":"included","type":"match","value":"x"}"#, "entries[0]: needs the key field"),
        ])
    func `an entry that is wrong is refused with its line and key`(entry: String, words: String) {
        `Exception files of our own`.expectMistake(Self.export(entry), line: 2, words)
    }
}
