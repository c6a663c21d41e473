import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import Testing

@Suite struct `Built-in rules` {
    @Test func `every file of the folder is in the catalogue and holds a rule`() throws {
        let folder = try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/Sources/FileFormats/Rules")
        #expect(Set(folder) == Set(BuiltInRules.files.map(\.name)))
        for file in BuiltInRules.files { #expect(SigmaRuleFile.read(file.bytes).mistakes == [], "\(file.name)") }
    }

    @Test func `no two rules share an id or a title`() {
        let rules = BuiltInRules.all().map(\.rule.metadata)
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(Set(rules.map(\.title)).count == rules.count)
    }

    @Test(arguments: [(RuleProfile.seed, [3, 5]), (.current, [8, 9])])
    func `each profile has its versions of the published rules`(profile: RuleProfile, versions: [Int]) {
        let published = BuiltInRules.rules(for: profile).compactMap(\.metadata.published)
        #expect(published.map(\.version) == versions)
        #expect(Set(published.map(\.id)).count == 2)
        let own = BuiltInRules.all().map(\.rule.metadata).filter { $0.profile == nil }.map(\.id)
        #expect(BuiltInRules.rules(for: profile).map(\.metadata).filter { $0.profile == nil }.map(\.id) == own)
    }

    @Test func `severity and score are those of each published version`() {
        let known = BuiltInRules.all().map(\.rule.metadata).filter { $0.published != nil }
        #expect(known.map(\.level) == [.low, .medium, .medium, .low])
        #expect(known.map(\.riskScore) == [21, 47, 47, 21])
        #expect(known.allSatisfy { $0.interval == 300 && $0.lookBack == 540 && $0.alertCap == 100 })
    }

    @Test func `every tag is in our own list of ATT&CK`() {
        let tags = BuiltInRules.all().flatMap(\.rule.metadata.tags)
        #expect(tags.filter { AttackCatalog.entry(for: $0) == nil } == [])
    }

    @Test(arguments: RuleLanguage.allCases)
    func `every rule has an exact statement`(language: RuleLanguage) throws {
        for (_, rule) in BuiltInRules.all() { #expect(try !RuleExport.statement(for: rule, in: language).isEmpty) }
    }

    @Test(arguments: [
        ("f|re: x", RuleLanguage.eql), ("f|re: x", .sqlite), ("f|cidr: 10.0.0.0/8", .sqlite), ("f: '\\**'", .eql),
    ])
    func `what a language cannot express is refused`(line: String, language: RuleLanguage) throws {
        let rule = try #require(SigmaRuleFile.read(RuleText.rule("a:\n    \(line)\ncondition: a")).rule)
        #expect(throws: RuleExportError.self) { try RuleExport.statement(for: rule, in: language) }
    }

    @Test func `a value cannot leave its quotes`() throws {
        let rule = try #require(
            SigmaRuleFile.read(RuleText.rule("a:\n    f|cased: \"x' OR 1 -- \\\" \\n\"\ncondition: a")).rule)
        let eql = String(decoding: try RuleExport.statement(for: rule, in: .eql), as: UTF8.self)
        #expect(eql == "any where f == \"x' OR 1 -- \\\" \\n\"\n")
        let sql = String(decoding: try RuleExport.statement(for: rule, in: .sqlite), as: UTF8.self)
        #expect(sql.contains("IN ('x'' OR 1 -- \" \n')"))
    }
}
