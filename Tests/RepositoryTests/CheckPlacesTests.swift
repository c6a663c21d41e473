import AuditModel
import AuditTestSupport
import Foundation
import IntegrityJudgement
import Testing

/// A check stands in five places; forget one and a test here says which.
@Suite struct `Places of a check` {
    private static let folder = "Sources/IntegrityJudgement/Checks/"

    @Test func `every check has its own file, named after its id`() throws {
        let files = try TrackedFiles.swiftSources().filter { file in
            file.path.hasPrefix(Self.folder)
                && file.lines.contains { $0.hasPrefix("package struct") && $0.hasSuffix(": Check {") }
        }
        let named = files.map { Self.id(ofFile: String($0.path.dropFirst(Self.folder.count).dropLast(6))) }
        #expect(named.sorted() == CheckCatalog.checks.map(\.id.rawValue).sorted())
    }

    @Test func `every check has fixtures, and every fixture a check`() throws {
        let paths = try TrackedFiles.paths().filter { $0.hasPrefix("fixtures/checks/") }
        let kinds = Set(paths.map { $0.split(separator: "/").dropFirst(2).prefix(2).joined(separator: "/") })
        let expected = CheckCatalog.checks.flatMap { ["\($0.id.rawValue)/flagged", "\($0.id.rawValue)/silent"] }
        #expect(kinds.sorted() == expected.sorted())
    }

    @Test func `the manual describes every check, in the order of the catalogue`() throws {
        let page = try #require(try TrackedFiles.read { $0 == "man/debvouch.1" }.first)
        let section = page.lines.drop { $0 != ".Sh CHECKS" }.dropFirst().prefix { !$0.hasPrefix(".Sh") }
        let listed = Array(section.drop { !$0.hasPrefix(".It Cm ") }.filter { $0 != ".El" })
        let expected = CheckCatalog.checks.flatMap { check in
            [".It Cm \(check.id.rawValue)", check.summary.prefix(1).uppercased() + check.summary.dropFirst() + "."]
        }
        #expect(listed == expected)
    }

    @Test(arguments: [("ScriptModified", "script-modified"), ("Md5sumsForged", "md5sums-forged")])
    func `a file name becomes an id`(file: String, id: String) {
        #expect(Self.id(ofFile: file) == id)
    }

    /// `ScriptModified` to `script-modified`.
    static func id(ofFile name: String) -> String {
        name.reduce(into: "") { id, character in
            if character.isUppercase, !id.isEmpty { id.append("-") }
            id += character.lowercased()
        }
    }
}
