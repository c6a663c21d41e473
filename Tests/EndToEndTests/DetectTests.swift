import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import Testing

@Suite struct `debvouch detect and rules` {
    private static let event = """
        {"_id":"d1","_index":"i","_source":{"@timestamp":"2025-03-04T08:16:40.003Z","event":{"id":"E\\u202e1","kind":"event",\
        "category":["file"],"type":["change"],"action":"rename"},"host":{"os":{"type":"linux"}},"file.path":\
        "/etc/apt/apt.conf.d/99update","process":{"executable":"/usr/bin/mv","name":"mv"}}}

        """

    private func folder(_ files: [String: String]) throws -> String {
        let folder = try TestFolders.make("detect")
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
        return folder
    }

    @Test func `an alert has the names that Kibana uses and the same bytes each time`() throws {
        let folder = try folder(["events": Self.event])
        let result = try BuiltProgram.run(["detect", "events"], in: folder)
        #expect(result.status == 1)
        #expect(result.output == (try BuiltProgram.run(["detect", "events"], in: folder)).output)
        #expect(result.output.allSatisfy { $0 == 0x0A || ($0 >= 0x20 && $0 < 0x7F) })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
        let expected: [String: String] = [
            "@timestamp": "2025-03-04T08:16:40.003Z", "kibana.alert.original_time": "2025-03-04T08:16:40.003Z",
            "event.kind": "signal", "kibana.alert.original_event.kind": "event", "event.id": "E\u{202E}1",
            "event.action": "rename", "file.path": "/etc/apt/apt.conf.d/99update", "kibana.alert.severity": "medium",
            "kibana.alert.rule.rule_id": "7c2e1297-7664-42bc-af11-6d5d35220b6b", "kibana.alert.status": "active",
            "kibana.alert.rule.name": "APT Package Manager Configuration File Creation", "rule.version": "5",
            "kibana.alert.workflow_status": "open", "kibana.alert.rule.type": "eql",
        ]
        for (key, value) in expected { #expect(object[key] as? String == value, "\(key)") }
        #expect(object["kibana.alert.risk_score"] as? Int == 47)
        #expect(object["kibana.alert.rule.version"] as? Int == 5)
        #expect((object["kibana.alert.ancestors"] as? [[String: Any]])?.first?["id"] as? String == "d1")
        #expect((object["process"] as? [String: Any])?["executable"] as? String == "/usr/bin/mv")
        #expect((object["threat.technique.subtechnique.id"] as? [String]) == ["T1546.016"])
    }

    @Test func `an alert that is read again keeps its source and time`() throws {
        let folder = try folder(["events": Self.event])
        let first = try BuiltProgram.run(["detect", "events"], in: folder).output
        try Data(first).write(to: URL(filePath: folder + "/alerts"))
        let second = try BuiltProgram.run(["detect", "alerts"], in: folder)
        #expect(second.status == 1)
        let both = try BuiltProgram.run(["detect", "events", "alerts", "--format", "tsv"], in: folder)
        #expect(both.text == "7c2e1297-7664-42bc-af11-6d5d35220b6b\tE\\u{202E}1\n")
    }

    @Test func `the exit status tells matches from what could not be read`() throws {
        let folder = try folder([
            "match": Self.event, "quiet": "{\"event.a\":1}\n", "bad": "{\"event.a\":1}\nnonsense\n", "empty": "",
            "strange": "{\"pages\":[{\"n\":1}],\"next\":\"\\u001b\"}\n", "nothing": "{\"hits\":{\"events\":[]}}\n",
        ])
        let statuses: [([String], Int32)] = [
            (["quiet"], 0), (["strange"], 2), (["nothing"], 2), (["strange", "match"], 3), (["match"], 1), (["bad"], 2),
            (["bad", "match"], 3), (["empty"], 2), (["."], 2),
            (["missing", "match"], 3), (["quiet", "--rules", "missing"], 66), ([], 64), (["-", "-"], 64),
            (["quiet", "--format", "x"], 64),
        ]
        for (arguments, status) in statuses {
            #expect(try BuiltProgram.run(["detect"] + arguments, in: folder).status == status, "\(arguments)")
        }
        #expect(
            try BuiltProgram.run(["detect", "bad"], in: folder).errors
                == "debvouch: bad: 1 unusable, not JSON: line 2 (byte 14)\n")
        #expect(
            try BuiltProgram.run(["detect", "strange", "nothing"], in: folder).errors == """
                debvouch: strange: 1 unusable, no event that is known here (an object with the keys pages, next): \
                line 1 (byte 0)
                debvouch: nothing: 1 unusable, no event that is known here (an answer to an EQL search, empty): \
                line 1 (byte 0)

                """)
    }

    @Test func `an operator's rule is evaluated and a mistake in one is 78`() throws {
        let folder = try folder(["events": "{\"my.field\":\"A value\",\"event.id\":\"1\"}\n"])
        try HostFiles.makeFolder(Array((folder + "/rules").utf8))
        let rule = RuleText.rule("a:\n    my.field: a *\ncondition: a")
        try Data(rule).write(to: URL(filePath: folder + "/rules/mine.yml"))
        let result = try BuiltProgram.run(["detect", "events", "--rules", "rules", "--format", "tsv"], in: folder)
        #expect(result.text == "00000000-0000-4000-8000-000000000001\t1\n")
        #expect(try BuiltProgram.run(["rules", "lint", "rules/mine.yml"], in: folder).status == 0)
        try Data(rule + Array("    condition: b\n".utf8)).write(to: URL(filePath: folder + "/rules/wrong.yml"))
        #expect(try BuiltProgram.run(["detect", "events", "--rules", "rules"], in: folder).status == 78)
        try Data(RuleText.rule("a:\n    f|utf16: x\ncondition: a")).write(
            to: URL(filePath: folder + "/rules/wrong.yml"))
        let lint = try BuiltProgram.run(["rules", "lint", "rules/mine.yml", "rules/wrong.yml"], in: folder)
        #expect(lint.status == 1)
        #expect(lint.text.hasPrefix("rules/wrong.yml:8: unknown modifier utf16"))
    }

    @Test func `what a sensor never sends is said`() throws {
        let folder = try folder([
            "events": """
            {"event.module":"auditd","event.id":"1","event.category":["process"],"event.type":["start"],\
            "event.action":"exec","host.os.type":"linux","process.executable":"/var/lib/dpkg/info/x.postinst"}
            """
        ])
        let result = try BuiltProgram.run(["detect", "events"], in: folder)
        #expect(result.status == 0)
        #expect(result.errors.contains("undecided: the sensor never sends process.session_leader.name"))
    }

    @Test func `rules are listed, shown and exported by either id`() throws {
        let list = try BuiltProgram.run(["rules", "list"]).text.split(separator: "\n")
        #expect(list.count == BuiltInRules.files.count)
        for line in list {
            let fields = line.split(separator: "\t")
            #expect(fields.count == 5)
            #expect(try BuiltProgram.run(["rules", "show", String(fields[0])]).text.contains(fields[4]))
        }
        let own = "1d9f3b72-8c45-4e06-b2a7-6e0c5d41f811"
        #expect(try BuiltProgram.run(["rules", "export", own, "--to", "eql"]).text.contains("process where"))
        let statements = try BuiltProgram.run(["rules", "export", "--to", "sqlite"]).text.split(separator: ";\n")
        #expect(statements.count == BuiltInRules.rules(for: .seed).count)
        #expect(try BuiltProgram.run(["rules", "show", "nothing"]).status == 64)
    }
}
