import RegexBuilder
import Testing

@Suite struct `Direction of dependencies` {
    /// What each target may import, as the table of CONTRIBUTING.md has it.
    static let allowed: [String: Set<String>] = {
        let page = (try? TrackedFiles.read { $0 == "CONTRIBUTING.md" })?.first
        return TargetTable.read(page?.lines ?? [])
    }()

    @Test func `every target imports only what it may`() throws {
        #expect(try TrackedFiles.swiftSources().flatMap(Self.forbiddenImports) == [])
    }

    @Test(arguments: [
        "import Glibc", "package import Foundation", "@preconcurrency import HostEvidence", "import struct Glibc.stat",
        "@_spi(Inside) internal import FileFormats", "    import AuditReports",
    ])
    func `an import that judgement may not have is seen`(line: String) {
        let file = TextFile(path: "Sources/IntegrityJudgement/Judge.swift", "package import AuditModel\n\(line)\n")
        #expect(Self.forbiddenImports(of: file).count == 1)
    }

    @Test func `a target without a row may import nothing`() {
        #expect(Self.forbiddenImports(of: TextFile(path: "Sources/New/File.swift", "import AuditModel\n")).count == 1)
    }

    static func forbiddenImports(of file: TextFile) -> [String] {
        let target = file.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let mayImport = allowed[target] ?? []
        return file.places { line in importedModule(line).map { !mayImport.contains($0) } ?? false }
    }

    static func importedModule(_ line: String) -> String? {
        guard line.contains("import ") else { return nil }
        let attributes = /\s*(?:@\w+(?:\([^)]*\))?\s+)*/
        let access = /(?:(?:public|package|internal|fileprivate|private)\s+)?/
        let kind = /(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?/
        let statement = Regex {
            attributes
            access
            "import "
            kind
            Capture { /\w+/ }
        }
        return line.prefixMatch(of: statement).map { String($0.1) }
    }
}
