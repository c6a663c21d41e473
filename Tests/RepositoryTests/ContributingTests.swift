import Testing

/// CONTRIBUTING.md says what is so.
@Suite struct `What CONTRIBUTING says` {
    private static func page() throws -> [String] {
        try #require(try TrackedFiles.read { $0 == "CONTRIBUTING.md" }.first).lines
    }

    @Test func `every name in the drawing of the line is a type`() throws {
        let section = try Self.page().drop { $0 != "## The line" }
        let drawing = section.drop { $0 != "```" }.dropFirst().prefix { $0 != "```" }
        let names = Set(drawing.flatMap(Self.typeNames))
        try #require(names.count > 8)
        let declared = Set(try TrackedFiles.swiftSources().flatMap(\.lines).compactMap(Self.declaredType))
        #expect(names.subtracting(declared) == [])
    }

    @Test func `a name of no type is seen`() {
        #expect(Self.typeNames("  --> AuditRequest --> bytes, what to look for") == ["AuditRequest"])
        #expect(Self.declaredType("package struct AuditRequest: Sendable {") == "AuditRequest")
        #expect(Self.declaredType("    /// struct Shadow {") == nil)
    }

    @Test func `every target of the package has its row`() throws {
        let folders = Set(try TrackedFiles.swiftSources().map { String($0.path.split(separator: "/")[1]) })
        #expect(Set(TargetTable.read(try Self.page()).keys) == folders)
    }

    /// Words in capitals that stand alone; one capital letter at the start of a sentence is none.
    private static func typeNames(_ line: String) -> [String] {
        line.matches(of: /\b[A-Z][A-Za-z]+\b/).map { String($0.output) }
    }

    private static func declaredType(_ line: String) -> String? {
        line.prefixMatch(of: /(?:[a-z@]+ )*(?:struct|enum|class|actor|protocol) (\w+)/).map { String($0.output.1) }
    }
}

/// The table of targets in CONTRIBUTING.md, which decides what each target may import.
enum TargetTable {
    /// - Returns: the modules that each target may import, by the target's name.
    static func read(_ lines: [String]) -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        for line in lines.drop(while: { $0 != "## The targets" }).dropFirst().prefix(while: { !$0.hasPrefix("## ") }) {
            let cells = line.split(separator: "|")
            guard cells.count == 3, let target = words(cells[0]).first else { continue }
            table[target] = Set(words(cells[1]))
        }
        return table
    }

    private static func words(_ cell: Substring) -> [String] {
        cell.matches(of: /`(\w+)`/).map { String($0.output.1) }
    }
}
