import AuditModel
import Testing

/// Counts with their nouns.
struct PluralTests {
    @Test(arguments: [
        ("place", "places"), ("entry", "entries"), ("process", "processes"), ("path", "paths"), ("match", "matches"),
        ("index", "indexes"), ("day", "days"), ("finding", "findings"), ("bogus record", "bogus records"), ("y", "ys"),
    ])
    func `a noun has its plural with any number but one`(noun: String, plural: String) {
        for number in [0, 2, 1_000] { #expect(Plural.form(of: noun, for: number) == plural) }
        #expect(Plural.form(of: noun, for: 1) == noun)
    }

    @Test func `a sentence counts as the pluraliser does`() {
        let sentence: ReportText = "\(3, "process") and \(1, "entry")"
        #expect(sentence.pieces == [.ours("3 processes"), .ours(" and "), .ours("1 entry")])
    }
}
