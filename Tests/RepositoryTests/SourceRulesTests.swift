import Testing

@Suite struct `Rules for the sources` {
    @Test func `nothing in the program can trap on purpose or opt out of checking`() throws {
        #expect(try TrackedFiles.swiftSources().flatMap(Self.traps) == [])
    }

    @Test(arguments: [
        "try! f()", "x as! Int", "fatalError()", "preconditionFailure()", "struct S: @unchecked Sendable",
    ])
    func `a trap is seen`(line: String) {
        #expect(Self.traps(in: TextFile("let a = 1\n\(line)\n// no \(line) here\n")).count == 1)
    }

    @Test func `no file has more than 300 lines`() throws {
        let afterLastLine = 1
        let long = try TrackedFiles.swiftSources().filter { $0.lines.count - afterLastLine > 300 }
        #expect(long.map(\.path) == [])
    }

    @Test func `every type at file scope has a doc comment`() throws {
        #expect(try TrackedFiles.swiftSources().flatMap(Self.undocumentedTypes) == [])
    }

    @Test(arguments: [
        "struct A {}", "package enum A {}", "@main\nstruct A {}", "/// Far away.\n\npackage final class A {}",
        "package typealias A = Int",
    ])
    func `a type without a doc comment is seen`(text: String) {
        #expect(Self.undocumentedTypes(in: TextFile(text)).count == 1)
    }

    @Test(arguments: ["/// One.\nstruct A {}", "/// One.\n@main\nstruct A {}", "extension A {\n    struct B {}\n}"])
    func `a documented or nested type passes`(text: String) {
        #expect(Self.undocumentedTypes(in: TextFile(text)) == [])
    }

    static func traps(in file: TextFile) -> [String] {
        let patterns = ["try!", " as! ", "fatalError(", "preconditionFailure(", "@unchecked"]
        return file.places { line in
            !line.trimmingPrefix { $0 == " " }.hasPrefix("//") && patterns.contains { line.contains($0) }
        }
    }

    static func undocumentedTypes(in file: TextFile) -> [String] {
        let declaration = /(?:@\w+(?:\([^)]*\))?\s+|[a-z]+\s+)*?(?:struct|enum|class|actor|protocol|typealias)\s+\w+/
        return file.lines.indices.compactMap { index in
            guard file.lines[index].prefixMatch(of: declaration) != nil else { return nil }
            let above = file.lines[..<index].last { !$0.hasPrefix("@") }
            return above?.hasPrefix("///") == true ? nil : "\(file.path):\(index + 1): \(file.lines[index])"
        }
    }
}
