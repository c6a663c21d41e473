import AuditModel
import AuditTestSupport
import FileFormats
import Foundation
import Testing

/// debvouch.conf: what it may say, and what is said of one that is wrong.
@Suite struct `The configuration of the check` {
    private static let vocabulary = SettingsVocabulary(
        formats: ["html", "prometheus", "csv"], checks: ["apt-conf-plain", "script-modified"])

    private func configuration(_ texts: String...) throws(SettingsMistake) -> CheckConfiguration {
        var configuration = CheckConfiguration()
        for (index, text) in texts.enumerated() {
            let file = UntrustedText("/etc/debvouch/\(index).conf".utf8)
            try CheckFields.apply(
                try SettingsFile(Array(text.utf8), file: file), of: file, knowing: Self.vocabulary, to: &configuration)
        }
        return configuration
    }

    @Test func `every field is understood, in any case and over several lines`() throws {
        let it = try configuration(
            """
            # A comment
            Root: /srv/image
            archives: /a /b
             /c
            # another one, inside a value
             /d
            Index: /mirror

            Manifest:
             /var/lib/debvouch/one.store
            Cache: /srv/cache
            Keyring: /k.gpg
            Trust: 0000000000000000000000000000000000000001
            Deep: yes
            Events: /var/log/events.ndjson
            Exceptions: /e.json
            Skip-Check: apt-conf-plain
            Baseline: /accepted.json
            Fail-On: medium
            Require: signed
            Unit-Fails-On: incomplete
            Report: html=report.html prometheus=debvouch.prom
            Keep-Reports: 7
            Keep-Days: 14

            """)
        #expect(it.audit.root == "/srv/image")
        #expect(it.audit.archives == ["/a", "/b", "/c", "/d"])
        #expect(it.audit.manifests == ["/var/lib/debvouch/one.store"])
        #expect(it.audit.trusted.count == 1)
        #expect(it.audit.deep)
        #expect(it.audit.policy.failOn == .medium)
        #expect(it.audit.policy.requiredRung == .signed)
        #expect(it.outputs.map(\.name) == ["report.html", "debvouch.prom"])
        #expect(it.unitFailsOn == .incomplete)
        #expect(it.keepReports == 7)
        #expect(it.keepDays == 14)
        #expect(it.audit.baseline == "/accepted.json")
        #expect(
            it.audit.events.count + it.audit.keyrings.count + it.audit.indexes.count + it.audit.skippedChecks.count == 4
        )
        #expect(it.audit.exceptions == ["/e.json"])
    }

    @Test func `a file that says nothing asks for a green first night`() throws {
        let it = try configuration("# nothing\n\n")
        #expect(it == CheckConfiguration())
        #expect(it.audit.policy.failOn == .high)
        #expect(it.audit.policy.requiredRung == nil)
    }

    @Test func `a later file sets a field anew as a whole`() throws {
        let it = try configuration("Archives: /a /b\nDeep: yes\n", "Archives: /c\nFail-On: none\n")
        #expect(it.audit.archives == ["/c"])
        #expect(it.audit.deep)
        #expect(it.audit.policy.failOn == nil)
    }

    @Test(arguments: [
        ("Rot: /\n", 1, "Rot", "no such field"), ("Root: /\nRoot: /\n", 2, "Root", "twice"),
        ("Root:\n", 1, "Root", "says nothing"), ("Root: image\n", 1, "Root", "no absolute path"),
        ("Root: /a\n /b\n", 2, "Root", "one word"), ("Archives: /a\n b\n", 2, "Archives", "no absolute path"),
        ("Deep: maybe\n", 1, "Deep", "yes nor no"), ("Fail-On: awful\n", 1, "Fail-On", "a severity nor none"),
        ("Require: gold\n", 1, "Require", "a rung of evidence from outside the tree nor none"),
        ("Require: host-trusted\n", 1, "Require", "from outside the tree"),
        ("Require: self-consistent\n", 1, "Require", "from outside the tree"),
        ("Unit-Fails-On: clean\n", 1, "Unit-Fails-On", "neither findings"),
        ("Trust: 1234\n", 1, "Trust", "full fingerprint"),
        ("Keep-Reports: 0\n", 1, "Keep-Reports", "from 1"), ("Keep-Days: 1e3\n", 1, "Keep-Days", "no number"),
        ("Keep-Days: -1\n", 1, "Keep-Days", "no number"), ("Skip-Check: none\n", 1, "Skip-Check", "no check none"),
        ("Report: html\n", 1, "Report", "format=name"), ("Report: pdf=a\n", 1, "Report", "no report format pdf"),
        ("Report: html=../a\n", 1, "Report", "format=name"), ("Report: html=/a\n", 1, "Report", "format=name"),
        ("Report: html=.a\n", 1, "Report", "format=name"), ("Report: html=lock\n", 1, "Report", "format=name"),
        ("Report: html=latest.json\n", 1, "Report", "format=name"),
        ("Report: html=report-1.json\n", 1, "Report", "format=name"),
        ("Report: html=a csv=a\n", 1, "Report", "two reports are called a"),
    ])
    func `a wrong value is told with its file, line and field`(
        text: String, line: Int, field: String, words: String
    ) throws {
        let mistake = try #require(throws: SettingsMistake.self) { try configuration("# first\n" + text) }
        #expect(mistake.file == "/etc/debvouch/0.conf")
        #expect(mistake.line == line + 1)
        #expect(mistake.field == UntrustedText(field.utf8))
        #expect(Self.words(of: mistake.reason).contains(words), "\(Self.words(of: mistake.reason))")
    }

    @Test(arguments: ["Root /\n", ": x\n", " /a\n", "Archives: /a\n\n /b\n", "x\u{0}: y\n"])
    func `what is no field at all is told with its line`(text: String) throws {
        #expect(throws: SettingsMistake.self) { try configuration(text) }
    }

    @Test func `any bytes are read to their end`() {
        var random = DebRandom(seed: 5)
        let alphabet = Array("Root: /\n\n #Keep-Days1\t=\u{0}".utf8) + [0xFF]
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            var it = CheckConfiguration()
            _ = try? CheckFields.apply(
                SettingsFile(bytes, file: "f"), of: "f", knowing: Self.vocabulary, to: &it)
        }
    }

    private static func words(of text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let bytes): String(decoding: bytes.bytes, as: UTF8.self)
            }
        }.joined()
    }

    /// The file that the package installs: every field, commented out, with what the table says of it.
    @Test func `the shipped file shows every field and sets none`() throws {
        let shipped = try String(contentsOfFile: Repository.root + "/debian/debvouch.conf", encoding: .utf8)
        let fields = CheckFields.all.map { "# \($0.summary)\n#\($0.name): \($0.example)\n" }
        #expect(
            shipped.hasSuffix("\n" + fields.joined(separator: "\n")), "expected:\n\(fields.joined(separator: "\n"))")
        #expect(try configuration(shipped) == CheckConfiguration())
        let lines = shipped.split(separator: "\n").map {
            $0.hasPrefix("#") && !$0.hasPrefix("# ") ? $0.dropFirst() : $0
        }
        let all = try configuration(lines.joined(separator: "\n") + "\n")
        #expect(!all.outputs.isEmpty)
    }

    /// The declaration is the only place where a field is described; the manual may go on from there.
    @Test func `the manual has every field, in its order, and says of it what its declaration says`() throws {
        let page = try String(contentsOfFile: Repository.root + "/man/debvouch.conf.5", encoding: .utf8)
        let entries = Self.entries(of: page)
        #expect(entries.map(\.name) == CheckFields.all.map(\.name.description))
        for (entry, field) in zip(entries, CheckFields.all) {
            #expect(entry.text.hasPrefix(field.summary.description.dropLast()), "\(field.name): \(entry.text)")
        }
    }

    @Test func `a path that is not UTF-8 is kept byte for byte`() throws {
        var it = CheckConfiguration()
        let bytes = Array("Root: /srv/tr".utf8) + [0xEE, 0x65, 0x0A]
        try CheckFields.apply(SettingsFile(bytes, file: "f"), of: "f", knowing: Self.vocabulary, to: &it)
        #expect(it.audit.root == UntrustedText(Array("/srv/tr".utf8) + [0xEE, 0x65]))
    }

    /// The entries of the section FIELDS as plain text, without mdoc's macros.
    private static func entries(of page: String) -> [(name: String, text: String)] {
        let section = page.split(separator: "\n").drop { $0 != ".Sh FIELDS" }.dropFirst().prefix {
            !$0.hasPrefix(".Sh")
        }
        var entries: [(name: String, text: String)] = []
        for line in section {
            var words = line.split(separator: " ").map(String.init)
            if line.hasPrefix(".It Ic ") {
                entries.append((words[2], ""))
                continue
            }
            if [".Ss", ".Bl", ".El"].contains(where: line.hasPrefix) { continue }
            if line.hasPrefix(".Xr ") { words[1...2] = [words[1].replacing("-", with: " ")] }
            if line.hasPrefix(".") { words.removeFirst() }
            let text = words.joined(separator: " ").replacing(" Ns = Ns Ar ", with: "=")
                .replacing(#/ ([.,;:])$/#) { $0.output.1 }
            guard let last = entries.indices.last else { continue }
            entries[last].text += (entries[last].text.isEmpty ? "" : " ") + text
        }
        return entries
    }
}
