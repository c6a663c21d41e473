import AuditModel
import FileFormats
import Testing

/// Texts that are made to exhaust a reader.
struct AptConfHostileTests {
    private func read(_ text: [UInt8]) -> AptConfSource {
        AptConfSource.read(text, file: "/etc/apt/apt.conf.d/x")
    }

    private func repeated(_ text: String, _ count: Int) -> [UInt8] {
        Array(repeatElement(Array(text.utf8), count: count).joined())
    }

    @Test func `a hundred thousand nested scopes are counted, and what follows is read`() {
        let source = read(repeated("a{", 100_000) + repeated("}", 100_000) + Array("B \"1\";".utf8))
        #expect(source.isOverLimits)
        #expect(source.directives.map(\.key) == ["B"])
        #expect(source.problems.map(\.kind) == [.tooLongName])
    }

    @Test(arguments: ["}", "\"\"{", "a;", "\"//\"", "[", "\"", "%", "\t", "\0", "/*", "#clear a;", "::", "a\n"])
    func `one token without end is read in bounds`(token: String) {
        let source = read(repeated(token, 50_000))
        #expect(source.problems.count <= AptConfLimits.problems + 2)
        #expect(source.statements.count <= AptConfLimits.statements)
    }

    @Test func `more than the limit of bytes is not read`() {
        let source = read([UInt8](repeating: 0x20, count: AptConfLimits.fileBytes + 1))
        #expect(source.isOverLimits)
        #expect(source.statements.isEmpty)
    }

    @Test func `a name of a thousand letters is read, and one beyond the limits is said to be left out`() {
        func source(_ name: String) -> AptConfSource { read(Array("DPkg::Post-Invoke::\(name) \"x\";".utf8)) }
        let long = source(String(repeating: "a", count: 1100))
        #expect(long.statements.count == 1 && long.problems.isEmpty)
        let longer = source(String(repeating: "a", count: AptConfLimits.keyBytes))
        #expect(longer.statements.isEmpty && longer.problems.map(\.kind) == [.tooLongName])
        let deep = source(String(repeating: "a::", count: AptConfLimits.keyParts))
        #expect(deep.statements.isEmpty && deep.problems.map(\.kind) == [.tooLongName])
    }
}
