import AuditTestSupport
import Foundation
import Testing

/// Whoever has the repository has everything that its files refer to.
@Suite struct `References to files` {
    /// Spelled in parts, so that this file refers to none of them.
    private static let strangers = ["../" + "shared", "design" + ".md", "BRIEF" + ".md"]

    @Test func `no file refers to what stands beside the repository`() throws {
        #expect(try TrackedFiles.read { _ in true }.flatMap(Self.strangers) == [])
    }

    @Test func `what the papers and the comments name is there`() throws {
        let paths = try TrackedFiles.paths()
        let known = Set(paths + paths.flatMap(Self.folders(above:)))
        let files = try TrackedFiles.read { $0.hasSuffix(".md") || $0.hasSuffix(".swift") || $0 == "Makefile" }
        #expect(files.flatMap { Self.missing(in: $0, known) } == [])
    }

    @Test(arguments: ["see `Sources/" + "AuditModel/Gone.swift`", "/// As Tests/" + "Gone.swift does."])
    func `a name of nothing is seen`(line: String) {
        #expect(Self.missing(in: TextFile("\(line)\n"), ["Sources", "Tests"]).count == 1)
    }

    @Test(arguments: ["`Sources/AuditModel`", "`Tests/<Target>Tests`", "var path = \"Sources/Example.swift\""])
    func `a name of something, a pattern and code pass`(line: String) {
        #expect(Self.missing(in: TextFile("\(line)\n"), ["Sources", "Sources/AuditModel", "Tests"]) == [])
    }

    private static func strangers(in file: TextFile) -> [String] {
        file.places { line in strangers.contains { line.contains($0) } }
    }

    /// Paths of the repository in backticks or in a comment that lead to nothing.
    private static func missing(in file: TextFile, _ known: Set<String>) -> [String] {
        let name = #/(?:^|[` ])((?:Sources|Tests|fixtures|man)/[\w./<>-]*[\w>])/#
        return file.places { line in
            let text = line.trimmingPrefix { $0 == " " }
            guard !file.path.hasSuffix(".swift") || text.hasPrefix("//") || text.contains("`") else { return false }
            return text.matches(of: name).contains { match in
                let path = String(match.output.1)
                return !path.contains("<") && !known.contains(path)
            }
        }
    }

    /// Every folder above a path.
    private static func folders(above path: String) -> [String] {
        let parts = path.split(separator: "/")
        return (1..<max(parts.count, 1)).map { parts.prefix($0).joined(separator: "/") }
    }
}
