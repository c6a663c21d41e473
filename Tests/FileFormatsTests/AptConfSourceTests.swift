import AuditModel
import FileFormats
import Testing

/// What one apt configuration file says, and where.
struct AptConfSourceTests {
    private let file: HostPath = "/etc/apt/apt.conf.d/x"

    private func read(_ text: String) -> AptConfSource {
        AptConfSource.read(Array(text.utf8), file: file)
    }

    private func directive(_ action: AptAction, _ key: UntrustedText, _ value: UntrustedText, line: Int) -> AptDirective
    {
        AptDirective(action: action, key: key, value: value, position: SourcePosition(file: file, line: line))
    }

    @Test func `scoped and flat spellings give the same directives`() {
        let forms = ["A::B:: \"v\";", "A::B { \"v\"; };", "A { B { \"v\" } }", "a{b{\"v\";};};".uppercased()]
        for form in forms {
            #expect(
                read(form).directives.map { [$0.key.asciiLowercased, $0.value.asciiLowercased] } == [["a::b", "v"]])
            #expect(read(form).directives.first?.action == .append)
        }
    }

    @Test func `keys are decoded, quoted values are not, unquoted values are`() {
        let source = read("%44Pkg::%50ost-Invoke:: \"%41\";\nA %41;")
        #expect(
            source.directives == [
                directive(.append, "DPkg::Post-Invoke", "%41", line: 1), directive(.set, "A", "A", line: 2),
            ])
    }

    @Test func `adjacent quoted strings are joined`() {
        #expect(read("A \"x\"\"y\" \"z\";").directives == [directive(.set, "A", "xy z", line: 1)])
    }

    @Test func `a value has the line that it was written on`() {
        let source = read("A\n{\n// c\nB\n\"v\"\n;\n};\n")
        #expect(source.directives == [directive(.set, "A::B", "v", line: 5)])
    }

    @Test func `a slash comment hides the end of a block comment`() {
        let source = read("/* a // b */ A \"1\";\nB \"2\";\n*/ C \"3\";\n")
        #expect(source.directives.map(\.key) == ["C"])
    }

    @Test func `directives are told apart`() {
        let source = read("#clear A::B;\n#include \"/etc/x/\";\n# include\n")
        #expect(
            source.directives == [directive(.clear, "A::B", "", line: 1), directive(.include, "", "/etc/x/", line: 2)])
        #expect(!source.isFreeOfFileNames)
    }

    @Test(
        arguments: [
            ("A \"1\"; { B", .namelessScope), ("A \"1\" x;", .textBehindValue),
            ("x { #clear a; };", .directiveInScope), ("#clearx a;", .unknownDirective),
            ("A \"1\"; B", .textBehindStatements), ("\"#clear\";", .clearWithoutName), ("A [b;", .textBehindValue),
            ("[b;", .malformedName),
        ] as [(String, ParseProblem.Kind)])
    func `a syntax error ends the reading`(text: String, kind: ParseProblem.Kind) {
        #expect(read(text).hasSyntaxError)
        #expect(read(text).problems.last?.kind == kind)
    }

    @Test(
        arguments: [
            ("A { B \"1\";", .openScope), ("A \"1\"; /* x", .openComment), ("A \"1\"; }", .strayBrace),
            ("A \"1\";\u{0} B", .nulByte),
        ] as [(String, ParseProblem.Kind)])
    func `what apt accepts without a word is a problem but no error`(text: String, kind: ParseProblem.Kind) {
        #expect(!read(text).hasSyntaxError)
        #expect(read(text).problems.map(\.kind) == [kind])
    }

    @Test func `a quote that is open at the end of a line is a problem and the value goes on`() {
        let source = read("A \"x\n y\"\n;")
        #expect(source.directives == [directive(.set, "A", "x y", line: 1)])
        #expect(source.problems.map(\.line) == [1, 2])
        #expect(source.problems.map(\.kind) == [.openQuote, .openQuote])
    }

    @Test func `text for apt loses its includes and keeps its lines`() {
        let source = read("A \"1\"; #include\n\"/x\"; B \"2\";\n%23include y; C \"3\";")
        #expect(source.textForApt.count == source.bytes.count)
        let again = AptConfSource.read(source.textForApt, file: file)
        #expect(again.isFreeOfFileNames)
        #expect(again.directives == source.directives.filter { $0.action != .include })
    }

    @Test func `a file is cut at its includes`() {
        let parts = read("A \"1\";\n#include \"/x\"; B \"2\";\nC \"3\";").parts
        #expect(parts.count == 3)
        guard case .text(let last) = parts.last else {
            Issue.record("no text behind the include")
            return
        }
        #expect(last.standsAlone)
        #expect(last.directives == [directive(.set, "B", "2", line: 2), directive(.set, "C", "3", line: 3)])
    }

    @Test func `a cut that would change what is a comment is not offered to libapt-pkg`() {
        let source = read("#include \"x\n\" /* \" */; A \"//\"; B \"2\"; // \"")
        for case .text(let stretch) in source.parts where !stretch.standsAlone {
            #expect(!stretch.isFreeOfFileNames)
        }
        let kept = source.parts.flatMap { part in
            if case .text(let stretch) = part { return stretch.statements }
            return []
        }
        #expect(kept.map(\.name) == source.statements.filter { $0.effect == .assign }.map(\.name))
    }

    @Test func `a line that fills the buffer of apt swallows the next one`() {
        let comment = "//" + String(repeating: "x", count: 4092) + "\n"
        let source = read(comment + "A \"1\";\nB \"2\";\n")
        #expect(source.directives.map(\.key) == ["B"])
        #expect(source.problems.map(\.kind) == [.joinedLine])
    }
}
