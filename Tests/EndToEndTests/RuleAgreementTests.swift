import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import Testing

/// The rules, as the built program evaluates them, against evaluators that know nothing of it.
@Suite struct `Agreement of the rules with other engines` {
    static let ruleFiles: [String] = BuiltInRules.files.map(\.name)
    private static let python = Repository.root + "/.build/python/bin/python"
    private static let eventCount = 5_000
    /// Together with the other shapes more than 5,000 for each rule.
    private static let eventsOfEachShape = 400

    @Test(arguments: ruleFiles)
    func `the eql package agrees over thousands of events in every document shape`(file: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        let folder = try TestFolders.make("eql")
        let rule = try Self.rule(file)
        var generator = RuleEventGenerator(rule, seed: seed, isScalar: false)
        let events = (0..<(Self.eventsOfEachShape * DocumentShape.allCases.count)).map { _ in generator.next() }
        let expected = try Self.answers(
            "agree_with_eql.py", statement: try RuleExport.statement(for: rule, in: .eql), folder,
            events: events.map { EventDocument.dotted($0).json })
        #expect(expected.contains(true) && expected.contains(false), "seed \(seed)")
        for (index, shape) in DocumentShape.allCases.enumerated() {
            let path = "\(folder)/\(shape.rawValue)"
            let start = index * Self.eventsOfEachShape
            let part = start..<(start + Self.eventsOfEachShape)
            try Data(shape.text(of: Array(events[part]))).write(to: URL(filePath: path))
            let answers = try Self.detected(rule, in: path, count: part.count)
            let different = part.filter { answers[$0 - start] != expected[$0] }
            #expect(different == [], "\(shape), seed \(seed), first \(different.first.map { events[$0] } ?? [])")
        }
    }

    @Test(arguments: ruleFiles)
    func `SQLite agrees, with our statement and with the one that pySigma makes`(file: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        let folder = try TestFolders.make("sqlite")
        let rule = try Self.rule(file)
        var generator = RuleEventGenerator(rule, seed: seed, isScalar: true)
        let events = (0..<Self.eventCount).map { _ in generator.next() }
        let path = folder + "/events"
        try Data(DocumentShape.lines.text(of: events)).write(to: URL(filePath: path))
        let answers = try Self.detected(rule, in: path, count: events.count)
        let converted = try Command.require(
            Repository.root + "/.build/python/bin/sigma",
            [
                "convert", "-t", "sqlite", "--without-pipeline",
                Repository.root + "/Sources/FileFormats/Rules/" + file,
            ], environment: ["HOME": folder])
        let select = try #require(converted.text.range(of: "SELECT"))
        let statements = [
            try RuleExport.statement(for: rule, in: .sqlite), Array(converted.text[select.lowerBound...].utf8),
        ]
        for statement in statements {
            let expected = try Self.answers(
                "agree_with_sqlite.py", statement: statement, folder,
                events: events.map { event in
                    EventValue.object(
                        event.map { EventMember(key: Array($0.field.utf8), value: .string(Array($0.values[0].utf8))) }
                    ).json
                })
            let different = events.indices.filter { answers[$0] != expected[$0] }
            #expect(different == [], "seed \(seed), first \(different.first.map { events[$0] } ?? [])")
        }
    }

    @Test func `sigma check has nothing to say`() throws {
        let folder = try TestFolders.make("sigma")
        try Command.require(
            Repository.root + "/.build/python/bin/sigma",
            [
                "check", "--fail-on-issues", "-x", "attacktag", "-x", "d3_fendtag",
                Repository.root + "/Sources/FileFormats/Rules",
            ], environment: ["HOME": folder])
    }

    private static func rule(_ file: String) throws -> CompiledRule {
        try #require(BuiltInRules.all().first { $0.file.name == file }?.rule)
    }

    /// What another evaluator says of each event.
    private static func answers(
        _ script: String, statement: [UInt8], _ folder: String, events: [[UInt8]]
    ) throws -> [Bool] {
        try Data(statement).write(to: URL(filePath: folder + "/statement"))
        try Data(events.joined(separator: [0x0A])).write(to: URL(filePath: folder + "/documents"))
        let result = try Command.require(
            python, [Repository.root + "/Tests/Tools/" + script, folder + "/statement", folder + "/documents"])
        return result.output.prefix { $0 != 0x0A }.map { $0 == UInt8(ascii: "1") }
    }

    /// For which events the built program raises an alert of this rule.
    private static func detected(_ rule: CompiledRule, in path: String, count: Int) throws -> [Bool] {
        let profile = rule.metadata.profile ?? .seed
        let result = try BuiltProgram.run(["detect", path, "--format", "tsv", "--rule-profile", profile.rawValue])
        #expect(result.errors == "")
        var answers = Array(repeating: false, count: count)
        let name = String(decoding: rule.metadata.ruleID.bytes, as: UTF8.self)
        for line in result.text.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            guard parts.count == 2, parts[0] == name, let number = Int(parts[1].dropFirst()) else { continue }
            answers[number] = true
        }
        return answers
    }
}
